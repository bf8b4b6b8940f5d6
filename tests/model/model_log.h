// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The input of the model: a log as anybody could read it, and nothing else.
//
// The model in this directory answers headcounts and timelines the slow and obvious way. It is
// written from DESIGN alone, step by step, to be compared with the projections; it shares no code
// with them. It is a library of the tests only, so that nobody uses it by accident.
#ifndef MUSTER_TESTS_MODEL_MODEL_LOG_H_
#define MUSTER_TESTS_MODEL_MODEL_LOG_H_

#include <map>
#include <string>
#include <vector>

#include "ledger/clock.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"

namespace muster::model {

// A field report as it was appended.
struct LogReport {
  v1::Report report;
  Time recorded_at{};
};

struct Log {
  std::vector<v1::Record> records;           // index = position
  std::map<std::string, LogReport> reports;  // by the 32 bytes of the id

  bool Holds(std::uint64_t position, std::uint64_t known_at) const {
    return position < known_at && position < records.size();
  }
};

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_MODEL_LOG_H_
