// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The clock behind recorded-at.
#ifndef MUSTER_LEDGER_CLOCK_H_
#define MUSTER_LEDGER_CLOCK_H_

#include <chrono>
#include <string>
#include <string_view>

#include "ledger/date.h"
#include "ledger/status.h"

namespace muster {

// A point in time, UTC, to the microsecond.
using Time = std::chrono::sys_time<std::chrono::microseconds>;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time Now() = 0;
};

// The system's clock. Lives as long as the program; safe for concurrent use.
Clock& SystemClock();

// The day in UTC.
Day DayOf(Time time);

// RFC 3339 in UTC with `Z`, fractions of a second only where there are any: "2025-01-18T12:00:00Z".
std::string FormatTime(Time time);

// Reads RFC 3339, any offset. Errors: INVALID_ARGUMENT.
StatusOr<Time> ParseTime(std::string_view text);

}  // namespace muster

#endif  // MUSTER_LEDGER_CLOCK_H_
