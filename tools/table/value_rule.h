// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Value rule: how a value is made of the cells of a row. What a cell of a real table says is seldom
// what a report file takes.
#ifndef MUSTER_TOOLS_TABLE_VALUE_RULE_H_
#define MUSTER_TOOLS_TABLE_VALUE_RULE_H_

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/status.h"
#include "tools/table/cell_template.h"

namespace muster {

// A date of parts: year, with a month, with a day, as far as they are there.
struct DateRule {
  CellTemplate year;
  std::optional<CellTemplate> month;  // a number, or an English name
  std::optional<CellTemplate> day;
  // In the place of the parts: a text, and its form for strptime(3).
  std::optional<CellTemplate> text;
  std::string format;
  int years = 0;          // to add
  bool last_day = false;  // of the month, where no day is given
};

// What a word means, perhaps only in some years.
struct WordRule {
  std::string meaning;
  std::string from;   // ISO dates; empty: at all times
  std::string until;  // the last day
};

struct ValueRule {
  enum class Kind { kText, kNumber, kCountry };

  std::string name;
  std::vector<CellTemplate> from;  // the first of which something is said
  std::optional<DateRule> date;    // in the place of `from`
  Kind kind = Kind::kText;
  // In the order in which they are applied.
  std::vector<std::pair<std::string, std::string>> replace;
  std::set<std::string> missing;  // words that say nothing
  std::set<std::string> unknown;  // words for an unknown number
  std::map<std::string, std::vector<WordRule>, std::less<>> words;
  std::optional<std::size_t> on;  // the slot of the day that says which meaning holds
  bool only_words = false;        // no other words are taken
  std::string thousands;          // signs that may stand between digits
  bool slug = false;              // made a word of small letters, digits and hyphens
  std::string write;              // "about {}"; empty: as it is

  // The value, or nullopt if nothing is said. Errors: INVALID_ARGUMENT, saying what the cell has.
  StatusOr<std::optional<std::string>> Make(CellTemplate::Values values) const;

 private:
  StatusOr<std::optional<std::string>> MakeDate(CellTemplate::Values values) const;
  StatusOr<std::optional<std::string>> Meaning(const std::string& text,
                                               CellTemplate::Values values) const;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_TABLE_VALUE_RULE_H_
