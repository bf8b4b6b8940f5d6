// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/output/refusal_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>

#include "tools/output/display_text.h"

namespace muster {
namespace {

// Of a long line, what stands around the place is shown.
constexpr std::size_t kExcerptColumns = 100;
constexpr std::size_t kExcerptBefore = 60;

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// The byte at which character `count` (from 0) of `text` begins.
std::size_t ByteOf(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (; count > 0 && at < text.size(); --count) {
    ++at;
    while (at < text.size() && IsContinuation(text[at])) ++at;
  }
  return at;
}

std::string Excerpt(std::string_view line, SourcePosition position, const Style& style) {
  const std::size_t column = position.column - 1;
  const std::size_t first = column > kExcerptColumns ? column - kExcerptBefore : 0;
  const std::size_t begin = ByteOf(line, first);
  const std::size_t place = ByteOf(line, column);
  const std::size_t end = ByteOf(line, first + kExcerptColumns);
  const std::string number = fmt::format("{:5} | ", position.line);
  const std::string lead = begin > 0 ? "..." : "";
  // Each part is made safe by itself, so that the mark stands under the place.
  const auto safe = [](std::string_view text) {
    std::string kept = SafeText(text, LineEnds::kKept);
    std::replace(kept.begin(), kept.end(), '\n', ' ');
    return kept;
  };
  const std::string before = safe(line.substr(begin, place - begin));
  const std::string after = place < end ? safe(line.substr(place, end - place)) : std::string();
  const std::string tail = end < line.size() ? "..." : "";
  std::string text = style.Faint(number) + lead + before + after + tail + '\n';
  text += std::string(number.size() - 2, ' ') + style.Faint("| ") +
          std::string(lead.size() + DisplayWidth(before), ' ') + style.Error("^") + '\n';
  return text;
}

}  // namespace

std::string RefusalText(const Refusal& refusal, std::string_view line, const Style& style) {
  std::string place = SafeText(refusal.file);
  if (refusal.position.line > 0) {
    place += fmt::format(":{}:{}", refusal.position.line, refusal.position.column);
  }
  std::string text = fmt::format("muster: {} {}: {} [{}]\n", style.Error("error:"),
                                 style.Strong(place), SafeText(refusal.message), refusal.rule);
  if (refusal.position.line > 0 && !line.empty()) text += Excerpt(line, refusal.position, style);
  if (!refusal.hint.empty()) {
    std::string hint = SafeText(refusal.hint, LineEnds::kKept);
    while (!hint.empty() && hint.back() == '\n') hint.pop_back();
    const bool is_block = hint.find('\n') != std::string::npos;
    if (is_block) {
      std::string indented = "\n  ";
      for (const char character : hint)
        indented += character == '\n' ? std::string("\n  ") : std::string(1, character);
      hint = indented;
    }
    text += style.Hint("hint:") + (is_block ? "" : " ") + hint + '\n';
  }
  return text;
}

nlohmann::ordered_json RefusalsJson(const Refusals& refusals) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Refusal& refusal : refusals) {
    list.push_back({{"file", refusal.file},
                    {"line", refusal.position.line},
                    {"column", refusal.position.column},
                    {"rule", refusal.rule},
                    {"message", refusal.message},
                    {"hint", refusal.hint}});
  }
  return list;
}

}  // namespace muster
