// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// ReportIndex: which field report a record is of, without reading the record.
#ifndef MUSTER_TOOLS_EXPORT_REPORT_INDEX_H_
#define MUSTER_TOOLS_EXPORT_REPORT_INDEX_H_

#include <cstdint>
#include <vector>

#include "ledger/position.h"
#include "projections/report_versions.h"

namespace muster {

// Immutable; safe for concurrent use.
class ReportIndex {
 public:
  // `reports` outlive the index.
  explicit ReportIndex(const ReportVersions& reports);

  // Null of a record that a command wrote.
  const ReportVersions::Versions* Find(Position position) const;

 private:
  struct Run {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    const ReportVersions::Versions* report = nullptr;
  };
  std::vector<Run> runs_;  // by position
};

}  // namespace muster

#endif  // MUSTER_TOOLS_EXPORT_REPORT_INDEX_H_
