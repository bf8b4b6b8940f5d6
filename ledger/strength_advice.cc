// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/strength_advice.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "ledger/ascii.h"
#include "ledger/excerpt.h"

namespace muster {
namespace {

constexpr std::string_view kStrengthForms =
    "217, over 200, at least 201, 201.., under 400, at most 399, ..399, 150 to 200, 150..200, "
    "150..200=180, about 200, nearly 400 or unknown";

// Words that people use for the forms. Longer ones stand before those that they begin with.
constexpr std::array<std::pair<std::string_view, std::string_view>, 32> kSynonyms{{
    {"more than or equal to", "at least"},
    {"no fewer than", "at least"},
    {"no less than", "at least"},
    {"not less than", "at least"},
    {"not fewer than", "at least"},
    {"a minimum of", "at least"},
    {"minimum", "at least"},
    {"no more than", "at most"},
    {"not more than", "at most"},
    {"a maximum of", "at most"},
    {"maximum", "at most"},
    {"up to", "at most"},
    {"more than", "over"},
    {"greater than", "over"},
    {"upwards of", "over"},
    {"above", "over"},
    {"exceeding", "over"},
    {"fewer than", "under"},
    {"less than", "under"},
    {"below", "under"},
    {"approximately", "about"},
    {"approx.", "about"},
    {"approx", "about"},
    {"around", "about"},
    {"roughly", "about"},
    {"circa", "about"},
    {"ca.", "about"},
    {"some", "about"},
    {"almost", "nearly"},
    {"just under", "nearly"},
    {"close to", "nearly"},
    {"exactly", ""},
}};

// A number with separators between its digits, as "1,200", taken apart: nullopt if `text` is none.
// "12.5" is none: its dot may part a fraction.
std::optional<std::string> WithoutSeparators(std::string_view text) {
  constexpr std::array<std::string_view, 8> kSeparators = {",",      "'",      "_",      " ",
                                                           "\u00a0", "\u2009", "\u202f", "\u2019"};
  std::string digits;
  std::size_t groups = 1;
  std::size_t group_size = 0;
  while (!text.empty()) {
    if (IsDigit(text.front())) {
      digits += text.front();
      ++group_size;
      text.remove_prefix(1);
      continue;
    }
    std::size_t separator_size = 0;
    for (const std::string_view separator : kSeparators) {
      if (text.substr(0, separator.size()) == separator) separator_size = separator.size();
    }
    if (separator_size == 0 || group_size == 0) return std::nullopt;
    if (groups > 1 && group_size != 3) return std::nullopt;
    ++groups;
    group_size = 0;
    text.remove_prefix(separator_size);
  }
  if (groups < 2 || group_size != 3) return std::nullopt;
  return digits;
}

bool IsNumber(std::string_view text) {
  for (const char c : text) {
    if (!IsDigit(c)) return false;
  }
  return !text.empty();
}

// The digits of a number that is written with or without separators.
std::optional<std::string> Number(std::string_view text) {
  text = Trimmed(text);
  if (IsNumber(text)) return std::string(text);
  return WithoutSeparators(text);
}

// Two numbers with a word or sign between them that people use for a range.
std::optional<std::string> Range(std::string_view text) {
  constexpr std::array<std::string_view, 8> kBetween = {"-",      "\u2013", "\u2014", "...",
                                                        "\u2026", " and ",  " to ",   ".."};
  for (const std::string_view between : kBetween) {
    const std::size_t at = text.find(between);
    if (at == std::string_view::npos) continue;
    const auto first = Number(text.substr(0, at));
    const auto second = Number(text.substr(at + between.size()));
    if (first && second) return fmt::format("{}..{}", *first, *second);
  }
  return std::nullopt;
}

// How to write what `text` (in lower case) most likely means.
std::optional<std::string> Meant(std::string_view text) {
  if (auto number = WithoutSeparators(text)) return number;
  if (auto range = Range(text)) return range;
  if (!text.empty() && text.front() == '+' && IsNumber(text.substr(1))) {
    return std::string(text.substr(1));
  }
  if (!text.empty() && text.back() == '+') {
    if (const auto number = Number(text.substr(0, text.size() - 1))) return *number + "..";
  }
  if (text.starts_with("between ")) return Range(text.substr(8));
  for (const std::string_view word :
       {"at least", "at most", "over", "under", "about", "nearly", ">=", "<=", ">", "<", "~"}) {
    if (!text.starts_with(word)) continue;
    if (const auto number = Number(text.substr(word.size())))
      return fmt::format("{} {}", word, *number);
  }
  for (const auto& [synonym, word] : kSynonyms) {
    if (!text.starts_with(synonym)) continue;
    const auto number = Number(text.substr(synonym.size()));
    if (number) return word.empty() ? *number : fmt::format("{} {}", word, *number);
  }
  for (const std::string_view word : {"?", "n/a", "na", "none given", "not known", "not stated"}) {
    if (text == word) return "unknown";
  }
  return std::nullopt;
}

// Whether `text` is a number with a sign, a fraction, an exponent or odd separators.
bool IsOtherNumber(std::string_view text) {
  bool digit = false;
  for (const char c : text) {
    digit = digit || IsDigit(c);
    if (!IsDigit(c) && c != '.' && c != ',' && c != '-' && c != '+' && c != 'e' && c != ' ')
      return false;
  }
  return digit;
}

}  // namespace

Status NotAStrength(std::string_view text) {
  if (text.empty()) return InvalidArgument("the strength is empty; write {}", kStrengthForms);
  const std::string excerpt = Excerpt(text);
  std::string lower;
  for (const char c : text) {
    const bool capital = c >= 'A' && c <= 'Z';
    lower += capital ? static_cast<char>(c - 'A' + 'a') : (c == '\t' || c == '\n' ? ' ' : c);
  }
  if (const auto meant = Meant(lower)) {
    return InvalidArgument("'{}' is not a strength; write {}", excerpt, *meant);
  }
  if (lower.front() == '-' && IsNumber(std::string_view(lower).substr(1))) {
    return InvalidArgument("'{}' is not a strength: it cannot be negative; write a number from 0",
                           excerpt);
  }
  if (IsOtherNumber(lower)) {
    return InvalidArgument(
        "'{}' is not a strength; write a whole number of people in digits only, as in 1200",
        excerpt);
  }
  return InvalidArgument("'{}' is not a strength; write {}", excerpt, kStrengthForms);
}

}  // namespace muster
