// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/input/json_escapes.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

namespace muster {
namespace {

constexpr std::size_t kPairLength = 12;    // \ud83d\ude00
constexpr std::size_t kEscapeLength = 10;  // \U0001f600

// The four hexadecimal digits of `\uXXXX` at `at`, if they lie in [least, most].
std::optional<unsigned> UnitAt(std::string_view text, std::size_t at, unsigned least,
                               unsigned most) {
  if (text.substr(at, 2) != "\\u" || at + 6 > text.size()) return std::nullopt;
  const char* const begin = text.data() + at + 2;
  unsigned unit = 0;
  const auto [end, error] = std::from_chars(begin, begin + 4, unit, 16);
  if (error != std::errc() || end != begin + 4 || unit < least || unit > most) return std::nullopt;
  return unit;
}

}  // namespace

JsonEscapes::JsonEscapes(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\n");
  const bool is_json = first != text.npos && (text[first] == '{' || text[first] == '[');
  if (!is_json) {
    text_ = text;
    return;
  }
  text_.reserve(text.size());
  std::uint32_t line = 1;
  std::size_t line_start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      const auto high = UnitAt(text, i, 0xD800, 0xDBFF);
      const auto low = high ? UnitAt(text, i + 6, 0xDC00, 0xDFFF) : std::nullopt;
      if (low) {
        shortened_.emplace_back(line, text_.size() - line_start);
        text_ += fmt::format("\\U{:08x}", 0x10000 + ((*high - 0xD800) << 10) + (*low - 0xDC00));
        i += kPairLength - 1;
        continue;
      }
      // The character after a backslash is taken with it: in `\\ud83d` there is no escape of a
      // unit.
      text_ += text[i++];
      if (i == text.size()) break;
    }
    text_ += text[i];
    if (text[i] == '\n') {
      ++line;
      line_start = text_.size();
    }
  }
}

std::size_t JsonEscapes::OriginalByte(std::uint32_t line, std::size_t byte) const {
  const auto first =
      std::lower_bound(shortened_.begin(), shortened_.end(), std::pair(line, std::size_t{0}));
  const auto last = std::lower_bound(first, shortened_.end(), std::pair(line, byte));
  const auto count = static_cast<std::size_t>(last - first);
  return byte + count * (kPairLength - kEscapeLength);
}

}  // namespace muster
