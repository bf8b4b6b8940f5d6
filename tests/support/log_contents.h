// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// A whole log as plain values, for tests that compare logs.
#ifndef MUSTER_TESTS_SUPPORT_LOG_CONTENTS_H_
#define MUSTER_TESTS_SUPPORT_LOG_CONTENTS_H_

#include <string>
#include <utility>
#include <vector>

#include "ledger/log.h"

namespace muster {

struct LogContents {
  std::vector<std::string> records;
  // Of all tables, in order: table number and key, value.
  std::vector<std::pair<std::string, std::string>> entries;
  std::string root;

  friend bool operator==(const LogContents&, const LogContents&) = default;
};

// Reads all that `log` has. Errors: those of the log.
StatusOr<LogContents> ReadContents(const Log& log);

// Appends one batch and waits until it is durable.
StatusOr<LogHead> AppendNow(Log& log, LogBatch batch);

}  // namespace muster

#endif  // MUSTER_TESTS_SUPPORT_LOG_CONTENTS_H_
