// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Dates: days, and intervals of days with a best day, in the forms of EDTF (ISO 8601-2) that DESIGN
// section 3 names.
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_DATE_H_
#define MUSTER_LEDGER_DATE_H_

#include <compare>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "ledger/status.h"

namespace muster {

namespace v1 {
class Date;
}  // namespace v1

// A day of the proleptic Gregorian calendar, counted from 1970-01-01.
struct Day {
  std::int32_t value = 0;
  friend auto operator<=>(Day, Day) = default;
  friend Day operator+(Day day, int days) { return {day.value + days}; }
  friend Day operator-(Day day, int days) { return {day.value - days}; }
};

// Stands for the open beginning of a date such as "../2025-01-18".
inline constexpr Day kOpenBeginning{std::numeric_limits<std::int32_t>::min()};

// The bounds and the best day of a date: earliest <= best <= latest.
struct DateBounds {
  Day earliest;  // kOpenBeginning where open
  Day best;
  Day latest;
  friend bool operator==(const DateBounds&, const DateBounds&) = default;
};
DateBounds BoundsOf(const v1::Date& date);

// Reads a date as it is written in a report file. Years are 0001 to 9999; an approximate date is
// cut off at the ends of that range.
//
// Errors: INVALID_ARGUMENT, saying what is wrong and which forms there are: not a form, a day that
// does not exist, a reversed interval.
StatusOr<v1::Date> ParseDate(std::string_view text);

// Reads one plain day, "2025-01-18".
StatusOr<Day> ParseDay(std::string_view text);

// "2025-01-18".
std::string FormatDay(Day day);

// The same day of the month so many years later, or earlier; where there is none, the last day of
// that month.
Day YearsLater(Day day, int years);

// A date for a reader: its text, and its bounds where they are not a single day.
std::string DescribeDate(const v1::Date& date);

}  // namespace muster

#endif  // MUSTER_LEDGER_DATE_H_
