// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The state of the log that a view speaks from.
#ifndef MUSTER_TOOLS_CLI_KNOWN_AT_H_
#define MUSTER_TOOLS_CLI_KNOWN_AT_H_

#include <optional>
#include <string>

#include "ledger/clock.h"
#include "ledger/ledger.h"
#include "ledger/position.h"
#include "ledger/status.h"

namespace muster {

struct KnownAt {
  LogSize size;
  std::optional<Time> time;  // when the last of these records was recorded; nullopt of none
};

// A log size, an RFC 3339 time, a date (its last instant in UTC) or the name of a release; nullopt
// is now. Errors: INVALID_ARGUMENT if it is none of these or beyond the log, saying what there is;
// DATA_LOSS.
StatusOr<KnownAt> ResolveKnownAt(const Ledger& ledger, const std::optional<std::string>& text);

// "known at 45 records, the last of 2025-01-20T09:00:00Z".
std::string DescribeKnownAt(const KnownAt& known_at);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_KNOWN_AT_H_
