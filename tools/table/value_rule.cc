// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/table/value_rule.h"

#include <ctime>
#include <utility>

#include "ledger/ascii.h"
#include "ledger/country.h"
#include "ledger/date.h"
#include "ledger/excerpt.h"
#include "muster/v1/date.pb.h"

namespace muster {
namespace {

// A number as people print it. Groups of thousands have three digits.
StatusOr<std::string> Number(std::string_view text, std::string_view thousands) {
  std::string digits;
  std::size_t group = 0;
  bool grouped = false;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (IsDigit(c)) {
      digits.push_back(c);
      ++group;
    } else if (thousands.find(c) != thousands.npos) {
      if (group == 0 && c != ' ') break;
      if (group == 0) continue;  // "56, 420"
      if (grouped ? group != 3 : group > 3) break;
      grouped = true;
      group = 0;
    } else {
      break;
    }
  }
  // "250.0", as programs write whole numbers.
  const std::string_view rest = text.substr(i);
  const bool whole = rest.empty() || (rest.size() > 1 && rest.front() == '.' &&
                                      rest.find_first_not_of('0', 1) == rest.npos);
  if (digits.empty() || !whole || (grouped && group != 3)) {
    return InvalidArgument("'{}' is not a number", Excerpt(text));
  }
  const std::size_t first = digits.find_first_not_of('0');
  return first == digits.npos ? std::string("0") : digits.substr(first);
}

// "Formed Police Units" becomes "formed-police-units".
std::string Slug(std::string_view text) {
  std::string slug;
  for (const char c : text) {
    if (IsLetter(c) || IsDigit(c)) {
      slug.push_back(Lower(c));
    } else if (!slug.empty() && slug.back() != '-') {
      slug.push_back('-');
    }
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

constexpr const char* kMonths[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                   "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr const char* kMonthNames[] = {"january",   "february", "march",    "april",
                                       "may",       "june",     "july",     "august",
                                       "september", "october",  "november", "december"};

StatusOr<int> MonthOf(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = Lower(c);
  for (int i = 0; i < 12; ++i) {
    if (lower == kMonths[i] || lower == kMonthNames[i]) return i + 1;
  }
  if (IsDigits(text) && text.size() <= 2) {
    const int month = std::stoi(std::string(text));
    if (month >= 1 && month <= 12) return month;
  }
  return InvalidArgument("'{}' is not a month", Excerpt(text));
}

// The day of the beginning or the end of an ISO date of any precision, to compare texts by.
std::string DayOf(const std::string& date, bool end) {
  if (date.size() == 4) return date + (end ? "-12-31" : "-01-01");
  if (date.size() == 7) return date + (end ? "-31" : "-01");
  return date.substr(0, 10);
}

struct DateParts {
  int year = 0;
  int month = 0;  // 0: not said
  int day = 0;
};

std::string FormatParts(const DateRule& rule, DateParts parts) {
  parts.year += rule.years;
  if (parts.month == 0) return fmt::format("{:04}", parts.year);
  if (parts.day != 0) return fmt::format("{:04}-{:02}-{:02}", parts.year, parts.month, parts.day);
  std::string month = fmt::format("{:04}-{:02}", parts.year, parts.month);
  if (!rule.last_day) return month;
  // A month that is none is refused where the date is taken.
  const StatusOr<v1::Date> date = ParseDate(month);
  return date.ok() ? FormatDay(BoundsOf(*date).latest) : month;
}

StatusOr<DateParts> ParseForm(const std::string& text, const std::string& format) {
  std::tm time = {};
  time.tm_year = time.tm_mon = time.tm_mday = -1;
  const char* const end = strptime(text.c_str(), format.c_str(), &time);
  if (end == nullptr || *end != '\0' || time.tm_year == -1) {
    return InvalidArgument("'{}' is not a date of the form {}", Excerpt(text), format);
  }
  const bool has_day = format.find("%d") != format.npos || format.find("%e") != format.npos ||
                       format.find("%F") != format.npos || format.find("%D") != format.npos;
  return DateParts{time.tm_year + 1900, time.tm_mon + 1, has_day ? time.tm_mday : 0};
}

}  // namespace

StatusOr<std::optional<std::string>> ValueRule::MakeDate(CellTemplate::Values values) const {
  std::string text;
  if (date->text) {
    MUSTER_ASSIGN_OR_RETURN(const bool said, date->text->Fill(values, text));
    const std::string trimmed(Trimmed(text));
    if (!said || trimmed.empty() || missing.count(trimmed) != 0) {
      return std::optional<std::string>();
    }
    MUSTER_ASSIGN_OR_RETURN(const DateParts parts, ParseForm(trimmed, date->format));
    return std::optional(FormatParts(*date, parts));
  }
  DateParts parts;
  MUSTER_ASSIGN_OR_RETURN(bool said, date->year.Fill(values, text));
  if (!said || missing.count(text) != 0) return std::optional<std::string>();
  if (!IsDigits(text) || text.size() != 4) {
    return InvalidArgument("'{}' is not a year", Excerpt(text));
  }
  parts.year = std::stoi(text);
  if (date->month) {
    MUSTER_ASSIGN_OR_RETURN(said, date->month->Fill(values, text));
    if (said && missing.count(text) == 0) {
      MUSTER_ASSIGN_OR_RETURN(parts.month, MonthOf(text));
    }
  }
  if (date->day && parts.month != 0) {
    MUSTER_ASSIGN_OR_RETURN(said, date->day->Fill(values, text));
    if (said && missing.count(text) == 0) {
      if (!IsDigits(text) || text.size() > 2) {
        return InvalidArgument("'{}' is not a day", Excerpt(text));
      }
      parts.day = std::stoi(text);
    }
  }
  return std::optional(FormatParts(*date, parts));
}

StatusOr<std::optional<std::string>> ValueRule::Meaning(const std::string& text,
                                                        CellTemplate::Values values) const {
  const auto found = words.find(text);
  if (found == words.end()) {
    if (only_words)
      return InvalidArgument("'{}' is none of the words of '{}'", Excerpt(text), name);
    return std::optional<std::string>();
  }
  std::string day;
  if (on) {
    MUSTER_ASSIGN_OR_RETURN(const std::string* const value, values(*on));
    if (value != nullptr) day = *value;
  }
  for (const WordRule& word : found->second) {
    const bool begun = word.from.empty() || (!day.empty() && DayOf(day, true) >= word.from);
    const bool lasts = word.until.empty() || (!day.empty() && DayOf(day, false) <= word.until);
    if (begun && lasts) return std::optional(word.meaning);
  }
  return InvalidArgument("'{}' has no meaning {}", Excerpt(text),
                         day.empty() ? "where no day is said" : "on " + day);
}

StatusOr<std::optional<std::string>> ValueRule::Make(CellTemplate::Values values) const {
  std::optional<std::string> made;
  if (date) {
    MUSTER_ASSIGN_OR_RETURN(made, MakeDate(values));
  } else {
    std::string text;
    for (const CellTemplate& source : from) {
      MUSTER_ASSIGN_OR_RETURN(const bool said, source.Fill(values, text));
      if (!said) text.clear();
      for (const auto& [what, by] : replace) {
        for (std::size_t at = text.find(what); at != text.npos;
             at = text.find(what, at + by.size())) {
          text.replace(at, what.size(), by);
        }
      }
      text = std::string(Trimmed(text));
      if (missing.count(text) != 0) text.clear();
      if (!text.empty()) break;
    }
    if (text.empty()) return std::optional<std::string>();
    if (unknown.count(text) != 0) return std::optional<std::string>("unknown");
    MUSTER_ASSIGN_OR_RETURN(const std::optional<std::string> meaning, Meaning(text, values));
    if (meaning) {
      text = *meaning;
    } else if (kind == Kind::kCountry) {
      const Country* const country = Countries::BuiltIn().FindByName(text);
      if (country == nullptr) {
        return InvalidArgument("'{}' is not the name of a country", Excerpt(text));
      }
      text = country->alpha3;
    }
    if (slug) text = Slug(text);
    if (kind == Kind::kNumber) {
      MUSTER_ASSIGN_OR_RETURN(text, Number(text, thousands));
    }
    made = std::move(text);
  }
  if (!made || write.empty()) return made;
  const std::size_t at = write.find("{}");
  return std::optional(write.substr(0, at) + *made + write.substr(at + 2));
}

}  // namespace muster
