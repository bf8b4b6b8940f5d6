// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/date_advice.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "ledger/ascii.h"
#include "ledger/excerpt.h"

namespace muster {
namespace {

constexpr std::string_view kDateForms =
    "2025-01-18, 2025-01, 2025, 2025-01-18~, 2025-01/2025-02, 2025-01-10/2025-01-18 or "
    "../2025-01-18";

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

// One run of digits or letters.
struct Part {
  std::string text;  // letters in lower case
  bool number = false;
  int value = 0;  // of a number; digits past the sixth are left out
};

// The runs of digits and of letters in `text`; what parts them is not kept. Empty if there are too
// many for a date.
std::vector<Part> PartsOf(std::string_view text) {
  std::vector<Part> parts;
  for (std::size_t i = 0; i < text.size();) {
    if (!IsDigit(text[i]) && !IsLetter(text[i])) {
      ++i;
      continue;
    }
    Part part;
    part.number = IsDigit(text[i]);
    for (; i < text.size() && (part.number ? IsDigit(text[i]) : IsLetter(text[i])); ++i) {
      part.text += static_cast<char>(part.number ? text[i] : text[i] | 0x20);
      if (part.number && part.text.size() <= 6) part.value = part.value * 10 + (text[i] - '0');
    }
    parts.push_back(part);
    if (parts.size() > 6) return {};
  }
  return parts;
}

// The month whose name or first three letters `word` is; 0 if none.
int MonthNamed(const Part& part) {
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    std::string name(kMonths[i]);
    name[0] = static_cast<char>(name[0] | 0x20);
    if (part.text == name || (part.text.size() == 3 && name.starts_with(part.text))) {
      return static_cast<int>(i) + 1;
    }
  }
  return 0;
}

bool IsYear(const Part& part) { return part.number && part.text.size() == 4; }
bool IsShort(const Part& part) { return part.number && part.text.size() <= 2; }

std::string Write(int year, int month, int day) {
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

// "18/01/2025", "1/18/2025": the year last, the day or the month first.
std::optional<std::string> YearLast(int first, int second, int year) {
  const bool first_is_month = first >= 1 && first <= 12;
  const bool second_is_month = second >= 1 && second <= 12;
  if (first_is_month && second_is_month && first != second) {
    return fmt::format("{} or {}, whichever is meant", Write(year, second, first),
                       Write(year, first, second));
  }
  if (second_is_month && first >= 1 && first <= 31) return Write(year, second, first);
  if (first_is_month && second >= 1 && second <= 31) return Write(year, first, second);
  return std::nullopt;
}

// A date in which the month is a word.
std::optional<std::string> WithMonthName(const std::vector<Part>& parts) {
  int month = 0;
  int day = 0;
  int year = 0;
  for (const Part& part : parts) {
    const int named = part.number ? 0 : MonthNamed(part);
    const bool ordinal =
        part.text == "st" || part.text == "nd" || part.text == "rd" || part.text == "th";
    if (named != 0 && month == 0) {
      month = named;
    } else if (IsYear(part) && year == 0) {
      year = part.value;
    } else if (IsShort(part) && day == 0 && part.value >= 1 && part.value <= 31) {
      day = part.value;
    } else if (!ordinal && part.text != "of") {
      return std::nullopt;
    }
  }
  if (month == 0 || year == 0) return std::nullopt;
  return day == 0 ? fmt::format("{:04}-{:02}", year, month) : Write(year, month, day);
}

// How to write what `text` most likely means.
std::optional<std::string> Meant(std::string_view text) {
  const std::vector<Part> parts = PartsOf(text);
  if (auto named = WithMonthName(parts)) return named;
  for (const Part& part : parts) {
    if (!part.number) return std::nullopt;
  }
  if (parts.size() == 1 && parts[0].text.size() == 8) {
    const std::string& digits = parts[0].text;
    return fmt::format("{}-{}-{}", digits.substr(0, 4), digits.substr(4, 2), digits.substr(6, 2));
  }
  if (parts.size() == 2 && IsYear(parts[0]) && IsShort(parts[1]) && parts[1].value <= 12) {
    return fmt::format("{:04}-{:02}", parts[0].value, parts[1].value);
  }
  if (parts.size() == 2 && IsShort(parts[0]) && IsYear(parts[1]) && parts[0].value <= 12) {
    return fmt::format("{:04}-{:02}", parts[1].value, parts[0].value);
  }
  if (parts.size() != 3) return std::nullopt;
  if (IsYear(parts[0]) && IsShort(parts[1]) && IsShort(parts[2])) {
    if (parts[1].value > 12) return std::nullopt;
    return Write(parts[0].value, parts[1].value, parts[2].value);
  }
  if (IsShort(parts[0]) && IsShort(parts[1]) && IsYear(parts[2])) {
    return YearLast(parts[0].value, parts[1].value, parts[2].value);
  }
  return std::nullopt;
}

// "2025-01-18" of "2025-01-18T12:00:00Z"; empty if `text` is no time.
std::string_view DayOfTime(std::string_view text) {
  constexpr std::string_view kPattern = "0000-00-00T00:00";
  if (text.size() < kPattern.size()) return {};
  for (std::size_t i = 0; i < kPattern.size(); ++i) {
    const bool same_kind = kPattern[i] == '0' ? IsDigit(text[i]) : text[i] == kPattern[i];
    if (!same_kind && !(i == 10 && (text[i] == ' ' || text[i] == 't'))) return {};
  }
  return text.substr(0, 10);
}

// What is wrong with an interval, or an open one; empty if nothing that has a name.
std::string_view IntervalFault(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || slash != text.rfind('/')) return {};
  const std::string_view begin = text.substr(0, slash);
  const std::string_view end = text.substr(slash + 1);
  if (end.empty() || end == "..") {
    return "an interval needs an end; write the last day that is possible";
  }
  if (begin.empty()) return "an open beginning is written with two dots, as in ../2025-01-18";
  if (begin.back() == '~' || end.back() == '~') {
    return "the ends of an interval cannot be approximate; write them without '~', wide enough";
  }
  return {};
}

}  // namespace

std::string_view MonthName(unsigned month) {
  MUSTER_CHECK(month >= 1 && month <= kMonths.size());
  return kMonths[month - 1];
}

Status NotADate(std::string_view text) {
  if (text.empty()) return InvalidArgument("the date is empty; write {}", kDateForms);
  const std::string excerpt = Excerpt(text);
  if (const std::string_view day = DayOfTime(text); !day.empty()) {
    return InvalidArgument("'{}' is a time, not a date; write {}", excerpt, day);
  }
  if (const std::string_view fault = IntervalFault(text); !fault.empty()) {
    return InvalidArgument("'{}' is not a date: {}", excerpt, fault);
  }
  if (const auto meant = Meant(text)) {
    return InvalidArgument("'{}' is not a date; write {}", excerpt, *meant);
  }
  if (text.back() == '?' || text.back() == '%') {
    return InvalidArgument("'{}' is not a date: of EDTF's marks only '~' is known; write {}",
                           excerpt, kDateForms);
  }
  return InvalidArgument("'{}' is not a date; write {}", excerpt, kDateForms);
}

}  // namespace muster
