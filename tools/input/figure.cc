// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/input/figure.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <utility>

#include "tools/input/word.h"

namespace muster {
namespace {

constexpr std::uint64_t kTooMany = std::uint64_t{1} << 31;

struct NumberWord {
  std::string_view word;
  std::uint64_t value;
};
constexpr std::array<NumberWord, 27> kNumberWords = {{
    {"one", 1},      {"two", 2},        {"three", 3},     {"four", 4},      {"five", 5},
    {"six", 6},      {"seven", 7},      {"eight", 8},     {"nine", 9},      {"ten", 10},
    {"eleven", 11},  {"twelve", 12},    {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15},
    {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19}, {"twenty", 20},
    {"thirty", 30},  {"forty", 40},     {"fifty", 50},    {"sixty", 60},    {"seventy", 70},
    {"eighty", 80},  {"ninety", 90},
}};

std::optional<std::uint64_t> ValueOf(std::string_view word) {
  for (const NumberWord& number : kNumberWords) {
    if (number.word == word) return number.value;
  }
  return std::nullopt;
}

// What "hundred", "thousand" and "dozen" multiply by; 0 for other words.
std::uint64_t Multiplier(std::string_view word) {
  if (word == "hundred") return 100;
  if (word == "thousand") return 1000;
  if (word == "dozen") return 12;
  return 0;
}

// 1 to 12; 0 for other words. Abbreviated or not.
int MonthOf(std::string_view word) {
  constexpr std::array<std::string_view, 12> kMonths = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (word == kMonths[i] || (word.size() >= 3 && word != "may" && word.size() <= 4 &&
                               kMonths[i].substr(0, word.size()) == word)) {
      return static_cast<int>(i) + 1;
    }
  }
  return 0;
}

bool IsOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// A number of people, or what a date is, with the number of words that it takes.
struct Count {
  std::uint64_t value = 0;
  std::size_t words = 0;
};
struct FoundDate {
  std::string value;
  std::size_t words = 0;
};

class Finder {
 public:
  explicit Finder(std::string_view sentence) : words_(SplitWords(sentence)) {}

  std::vector<Figure> Find() {
    std::vector<Figure> figures;
    std::size_t at = 0;
    while (at < words_.size()) {
      if (const std::optional<FoundDate> date = DateAt(at)) {
        figures.push_back({Figure::Kind::kDate, date->value});
        at += date->words;
      } else if (const std::optional<Count> count = CountAt(at)) {
        at = AddCount(figures, at, *count);
      } else {
        ++at;
      }
    }
    return figures;
  }

 private:
  // The word at `at`, in lower case; empty beyond either end.
  std::string_view Lower(std::size_t at) const {
    return at < words_.size() ? std::string_view(words_[at].lower) : std::string_view();
  }
  std::string_view Before(std::size_t at, std::size_t back) const {
    return at >= back ? Lower(at - back) : std::string_view();
  }
  bool IsNumber(std::size_t at) const {
    return at < words_.size() && words_[at].kind == Word::Kind::kNumber;
  }
  // Digits that may be the day of a month, "18" or "18th".
  std::optional<int> DayOfMonth(std::size_t at) const {
    if (at >= words_.size()) return std::nullopt;
    const Word& word = words_[at];
    const bool number = word.kind == Word::Kind::kNumber || word.kind == Word::Kind::kOrdinal;
    if (!number || word.value < 1 || word.value > 31) return std::nullopt;
    return static_cast<int>(word.value);
  }
  std::optional<int> Year(std::size_t at) const {
    if (!IsNumber(at) || words_[at].lower.size() != 4) return std::nullopt;
    if (words_[at].value < 1900 || words_[at].value > 2099) return std::nullopt;
    return static_cast<int>(words_[at].value);
  }

  // "2023", ", 2023" behind a month or a day.
  std::optional<int> YearBehind(std::size_t at, std::size_t& words) const {
    const std::size_t comma = Lower(at) == "," ? 1 : 0;
    const std::optional<int> year = Year(at + comma);
    if (year) words += comma + 1;
    return year;
  }

  std::optional<FoundDate> DateAt(std::size_t at) const {
    const Word& word = words_[at];
    if (word.kind == Word::Kind::kIsoDate) return FoundDate{word.lower, 1};
    if (word.kind == Word::Kind::kTime) return FoundDate{"", 1};
    if (const int month = MonthOf(word.lower)) return MonthFirst(at, month);
    if (const std::optional<int> day = DayOfMonth(at)) {
      const std::size_t of = Lower(at + 1) == "of" ? 1 : 0;
      if (const int month = MonthOf(Lower(at + 1 + of))) {
        FoundDate date{"", 2 + of};
        if (const auto year = YearBehind(at + 2 + of, date.words)) {
          date.value = fmt::format("{:04}-{:02}-{:02}", *year, month, *day);
        }
        return date;
      }
    }
    const bool introduced = IsOneOf(Before(at, 1), {"in", "since", "by", "until", "during", "from",
                                                    "early", "late", "mid", "year", "of", "for"});
    if (const auto year = Year(at); year && introduced) return FoundDate{std::to_string(*year), 1};
    return std::nullopt;
  }

  // "October 2, 2023", "October 2", "October 2023". A month alone is no figure.
  std::optional<FoundDate> MonthFirst(std::size_t at, int month) const {
    if (const std::optional<int> day = DayOfMonth(at + 1)) {
      FoundDate date{"", 2};
      if (const auto year = YearBehind(at + 2, date.words)) {
        date.value = fmt::format("{:04}-{:02}-{:02}", *year, month, *day);
      }
      return date;
    }
    FoundDate date{"", 1};
    const std::optional<int> year = YearBehind(at + 1, date.words);
    if (!year) return std::nullopt;
    date.value = fmt::format("{:04}-{:02}", *year, month);
    return date;
  }

  std::optional<Count> CountAt(std::size_t at) const {
    if (IsNumber(at)) {
      Count count{words_[at].value, 1};
      if (const std::uint64_t by = Multiplier(Lower(at + 1))) {
        count = {std::min(count.value * by, kTooMany), 2};
      }
      return count;
    }
    return WordsAt(at);
  }

  // "two hundred and seventeen", "a dozen", "twenty-four".
  std::optional<Count> WordsAt(std::size_t at) const {
    const bool article = Lower(at) == "a" && Multiplier(Lower(at + 1)) != 0;
    if (!article && !ValueOf(Lower(at))) return std::nullopt;
    if (Lower(at) == "one" && IsOneOf(Lower(at + 1), {"of", "another", "more", "that", "who"})) {
      return std::nullopt;
    }
    if (Lower(at) == "one" &&
        IsOneOf(Before(at, 1), {"no", "any", "every", "this", "that", "the"})) {
      return std::nullopt;
    }
    std::uint64_t sum = 0;
    std::uint64_t part = article ? 1 : 0;
    std::size_t end = at + (article ? 1 : 0);
    while (end < words_.size()) {
      const std::uint64_t by = Multiplier(Lower(end));
      const std::size_t joined = IsOneOf(Lower(end), {"-", "and"}) && sum + part > 0 ? 1 : 0;
      const std::optional<std::uint64_t> value = ValueOf(Lower(end + joined));
      if (by != 0) {
        part = std::min(std::max<std::uint64_t>(part, 1) * by, kTooMany);
        if (by == 1000) sum += std::exchange(part, 0);
        ++end;
      } else if (value && Continues(part, *value, Lower(end))) {
        part += *value;
        end += joined + 1;
      } else {
        break;
      }
    }
    return Count{std::min(sum + part, kTooMany), end - at};
  }

  // Whether a number word with `value` goes on a number of which `part` was read: "twenty four" and
  // "two hundred four" do, "four six" and "six and eight" do not.
  static bool Continues(std::uint64_t part, std::uint64_t value, std::string_view joint) {
    if (part == 0) return joint != "and" || value > 0;
    if (part % 100 == 0) return joint != "-";
    return joint != "and" && part % 100 >= 20 && part % 10 == 0 && value < 10;
  }

  // Adds the figure that begins with the count at `at`; returns the word behind it.
  std::size_t AddCount(std::vector<Figure>& figures, std::size_t at, Count count) const {
    std::size_t end = at + count.words;
    const bool other = IsOther(at, end) || count.value >= kTooMany;
    const std::string_view joint = Lower(end);
    const bool between = Before(at, 1) == "between" && joint == "and";
    if (!other && (between || IsOneOf(joint, {"to", "-", "–"}))) {
      const std::optional<Count> second =
          end + 1 < words_.size() && !DateAt(end + 1) ? CountAt(end + 1) : std::nullopt;
      if (second && second->value > count.value && second->value < kTooMany &&
          !IsOther(end + 1, end + 1 + second->words)) {
        figures.push_back(
            {Figure::Kind::kPeople, fmt::format("{}..{}", count.value, second->value)});
        return end + 1 + second->words;
      }
    }
    figures.push_back(
        other ? Figure{Figure::Kind::kOther, ""}
              : Figure{Figure::Kind::kPeople, Qualifier(at) + std::to_string(count.value)});
    return end;
  }

  // Whether the number in [at, end) counts something else than people.
  bool IsOther(std::size_t at, std::size_t end) const {
    if (words_[at].kind == Word::Kind::kNumber && words_[at].fraction) return true;
    if (IsOneOf(Before(at, 1), {"$", "€", "£", "resolution", "no", "number", "article", "chapter",
                                "paragraph", "flight", "page", "section", "#"})) {
      return true;
    }
    if (Before(at, 1) == "." && IsOneOf(Before(at, 2), {"no", "nos"})) return true;
    const std::size_t unit = Lower(end) == "-" ? end + 1 : end;
    return IsOneOf(Lower(unit),
                   {"%",   "percent", "per",    "million", "billion",   "dollars", "euros",
                    "km",  "miles",   "metres", "hours",   "hour",      "minutes", "days",
                    "day", "weeks",   "week",   "months",  "month",     "years",   "year",
                    "am",  "pm",      "gmt",    "°",       "kilometres"});
  }

  // What the words before a number say of it, as a strength says it.
  std::string Qualifier(std::size_t at) const {
    const std::string_view last = Before(at, 1);
    const std::string_view last_but_one = Before(at, 2);
    if (last == "than" && IsOneOf(last_but_one, {"more", "greater"})) return "over ";
    if (last == "than" && IsOneOf(last_but_one, {"fewer", "less"})) return "under ";
    if (last_but_one == "at" && last == "least") return "at least ";
    if (last_but_one == "at" && last == "most") return "at most ";
    if (last_but_one == "up" && last == "to") return "at most ";
    if (last_but_one == "close" && last == "to") return "about ";
    if (IsOneOf(last, {"over", "exceeding"})) return "over ";
    if (last == "under") return "under ";
    if (IsOneOf(last, {"about", "around", "approximately", "roughly", "some"})) return "about ";
    if (IsOneOf(last, {"nearly", "almost"})) return "nearly ";
    return "";
  }

  std::vector<Word> words_;
};

}  // namespace

std::vector<Figure> FindFigures(std::string_view sentence) { return Finder(sentence).Find(); }

}  // namespace muster
