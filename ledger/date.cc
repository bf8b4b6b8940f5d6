// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/date.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>

#include "ledger/ascii.h"
#include "ledger/date_advice.h"
#include "muster/v1/date.pb.h"

namespace muster {
namespace {

constexpr Day ToDay(std::chrono::year_month_day date) {
  return {static_cast<std::int32_t>(std::chrono::sys_days(date).time_since_epoch().count())};
}

constexpr Day kFirstDay = ToDay({std::chrono::year(1), std::chrono::month(1), std::chrono::day(1)});
constexpr Day kLastDay =
    ToDay({std::chrono::year(9999), std::chrono::month(12), std::chrono::day(31)});
// How far an approximate day may be off, either way.
constexpr int kApproximateDays = 3;

enum class Precision { kYear, kMonth, kDay };

// A day, month or year as it is written: numbers that need not exist in the calendar.
struct Written {
  Precision precision = Precision::kDay;
  int year = 0;
  unsigned month = 1;
  unsigned day = 1;
};

// The first and the last day of a day, month or year.
struct Span {
  Day first;
  Day last;
};

// The number that the digits of `text` make, -1 if there is another character.
int Digits(std::string_view text) {
  int number = 0;
  for (const char c : text) {
    if (!IsDigit(c)) return -1;
    number = number * 10 + (c - '0');
  }
  return number;
}

// Reads "2025", "2025-01" or "2025-01-18", with every digit. nullopt if it is none of these.
std::optional<Written> ReadWritten(std::string_view text) {
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return std::nullopt;
  const int year = Digits(text.substr(0, 4));
  if (year < 0) return std::nullopt;
  Written written{.precision = Precision::kYear, .year = year};
  if (text.size() > 4) {
    const int month = Digits(text.substr(5, 2));
    if (text[4] != '-' || month < 0) return std::nullopt;
    written.precision = Precision::kMonth;
    written.month = static_cast<unsigned>(month);
  }
  if (text.size() > 7) {
    const int day = Digits(text.substr(8, 2));
    if (text[7] != '-' || day < 0) return std::nullopt;
    written.precision = Precision::kDay;
    written.day = static_cast<unsigned>(day);
  }
  return written;
}

std::chrono::year_month MonthOf(const Written& written) {
  return std::chrono::year(written.year) / std::chrono::month(written.month);
}

std::chrono::year_month_day LastOf(std::chrono::year_month month) {
  return month / std::chrono::last;
}

// Whether the calendar has it. `text` is the whole date, for the message.
Status Exists(const Written& written, std::string_view text) {
  if (written.year < 1) {
    return InvalidArgument("the date '{}' has the year 0000; years are 0001 to 9999", text);
  }
  if (written.month < 1 || written.month > 12) {
    return InvalidArgument("the date '{}' has the month {:02}; months are 01 to 12", text,
                           written.month);
  }
  const auto last = static_cast<unsigned>(LastOf(MonthOf(written)).day());
  if (written.day < 1 || written.day > last) {
    return InvalidArgument("the date '{}' does not exist: {} has {} days{}", text,
                           MonthName(written.month), last,
                           written.month == 2 ? fmt::format(" in {:04}", written.year) : "");
  }
  return OkStatus();
}

// REQUIRES: `written` exists.
Span SpanOf(const Written& written) {
  const std::chrono::year year(written.year);
  if (written.precision == Precision::kYear) {
    return {ToDay(year / 1 / 1), ToDay(year / 12 / 31)};
  }
  const std::chrono::year_month month = MonthOf(written);
  if (written.precision == Precision::kMonth) return {ToDay(month / 1), ToDay(LastOf(month))};
  const Day day = ToDay(month / std::chrono::day(written.day));
  return {day, day};
}

// The same, widened by what "~" says: three days of a day, one month of a month, one year of a
// year.
Span Widened(const Written& written) {
  const Span span = SpanOf(written);
  const std::chrono::year_month month = MonthOf(written);
  Span wide;
  switch (written.precision) {
    case Precision::kYear:
      wide.first = ToDay(std::chrono::year(written.year - 1) / 1 / 1);
      wide.last = ToDay(std::chrono::year(written.year + 1) / 12 / 31);
      break;
    case Precision::kMonth:
      wide.first = ToDay((month - std::chrono::months(1)) / 1);
      wide.last = ToDay(LastOf(month + std::chrono::months(1)));
      break;
    case Precision::kDay:
      wide = {span.first - kApproximateDays, span.last + kApproximateDays};
      break;
  }
  return {std::max(wide.first, kFirstDay), std::min(wide.last, kLastDay)};
}

v1::Date MakeDate(std::string_view text, Day earliest, Day best, Day latest) {
  v1::Date date;
  if (earliest != kOpenBeginning) date.set_earliest(earliest.value);
  date.set_best(best.value);
  date.set_latest(latest.value);
  date.set_text(text.data(), text.size());
  return date;
}

// REQUIRES: text[slash] == '/'.
StatusOr<v1::Date> ParseInterval(std::string_view text, std::size_t slash) {
  const std::string_view begin_text = text.substr(0, slash);
  const bool open = begin_text == "..";
  const std::optional<Written> begin = ReadWritten(begin_text);
  const std::optional<Written> end = ReadWritten(text.substr(slash + 1));
  if ((!open && !begin) || !end) return NotADate(text);
  MUSTER_RETURN_IF_ERROR(Exists(*end, text));
  const Span last = SpanOf(*end);
  if (open) return MakeDate(text, kOpenBeginning, last.last, last.last);
  MUSTER_RETURN_IF_ERROR(Exists(*begin, text));
  const Span first = SpanOf(*begin);
  if (first.first > last.last) {
    return InvalidArgument("the interval '{}' is reversed; write {}/{}", text,
                           text.substr(slash + 1), begin_text);
  }
  return MakeDate(text, first.first, last.last, last.last);
}

}  // namespace

DateBounds BoundsOf(const v1::Date& date) {
  return {.earliest = date.has_earliest() ? Day{date.earliest()} : kOpenBeginning,
          .best = {date.best()},
          .latest = {date.latest()}};
}

StatusOr<v1::Date> ParseDate(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash != std::string_view::npos) return ParseInterval(text, slash);
  const bool approximate = !text.empty() && text.back() == '~';
  const std::optional<Written> written =
      ReadWritten(approximate ? text.substr(0, text.size() - 1) : text);
  if (!written) return NotADate(text);
  MUSTER_RETURN_IF_ERROR(Exists(*written, text));
  // A report that names a month speaks when the month is over; "~" widens, and moves nothing.
  const Day best = SpanOf(*written).last;
  const Span span = approximate ? Widened(*written) : SpanOf(*written);
  return MakeDate(text, span.first, best, span.last);
}

StatusOr<Day> ParseDay(std::string_view text) {
  const std::optional<Written> written = ReadWritten(text);
  if (!written || written->precision != Precision::kDay) {
    MUSTER_RETURN_IF_ERROR(ParseDate(text).status());
    return InvalidArgument("'{}' is not a single day; write a plain day, as in 2025-01-18", text);
  }
  MUSTER_RETURN_IF_ERROR(Exists(*written, text));
  return SpanOf(*written).first;
}

Day YearsLater(Day day, int years) {
  const std::chrono::year_month_day date(std::chrono::sys_days(std::chrono::days(day.value)));
  std::chrono::year_month_day later = date + std::chrono::years(years);
  if (!later.ok()) later = later.year() / later.month() / std::chrono::last;
  return ToDay(later);
}

std::string FormatDay(Day day) {
  if (day == kOpenBeginning) return "..";
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day.value))};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string DescribeDate(const v1::Date& date) {
  const DateBounds bounds = BoundsOf(date);
  if (bounds.earliest == bounds.latest) return date.text();
  const bool open = bounds.earliest == kOpenBeginning;
  return fmt::format("{} ({}..{}, best {})", date.text(), open ? "" : FormatDay(bounds.earliest),
                     FormatDay(bounds.latest), FormatDay(bounds.best));
}

}  // namespace muster
