// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#ifndef MUSTER_LEDGER_STORED_REPORT_H_
#define MUSTER_LEDGER_STORED_REPORT_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "ledger/clock.h"
#include "ledger/position.h"
#include "ledger/sha256.h"

namespace muster {

namespace v1 {
class Report;
}  // namespace v1

using ReportPtr = std::shared_ptr<const v1::Report>;

// A field report as the ledger keeps it.
struct StoredReport {
  Hash id{};
  ReportPtr report;  // as it was appended; corrections are events
  Time recorded_at{};
  Position first_position;  // of its first record
  // Runs of its events: ordinals [ordinal, ordinal + count) stand at positions [position, position
  // + count).
  struct Run {
    std::uint32_t ordinal = 0;
    std::uint32_t count = 0;
    Position position;
  };
  std::vector<Run> runs;

  // The number of its events.
  std::uint32_t EventCount() const {
    return runs.empty() ? 0 : runs.back().ordinal + runs.back().count;
  }
  // REQUIRES: ordinal < EventCount().
  Position PositionOf(std::uint32_t ordinal) const {
    for (const Run& run : runs) {
      if (ordinal < run.ordinal + run.count) return {run.position.value + ordinal - run.ordinal};
    }
    return first_position;
  }
};

}  // namespace muster

#endif  // MUSTER_LEDGER_STORED_REPORT_H_
