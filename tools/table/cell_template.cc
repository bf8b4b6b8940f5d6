// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/table/cell_template.h"

#include <utility>

namespace muster {

StatusOr<CellTemplate> CellTemplate::Parse(std::string_view text, Resolver resolve,
                                           std::vector<std::string>& unknown) {
  CellTemplate result;
  std::string literal;
  const auto flush = [&] {
    if (!literal.empty()) result.parts_.push_back({std::exchange(literal, {}), std::nullopt});
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool twice = i + 1 < text.size() && text[i + 1] == c;
    if (c != '{' && c != '}') {
      literal.push_back(c);
    } else if (twice) {
      literal.push_back(c);
      ++i;
    } else if (c == '}') {
      return InvalidArgument("'}}' without a '{{' before it; write '}}}}' for the sign itself");
    } else {
      const std::size_t end = text.find('}', i);
      if (end == text.npos) {
        return InvalidArgument("'{{' without a '}}' behind it; write '{{{{' for the sign itself");
      }
      const std::string_view name = text.substr(i + 1, end - i - 1);
      flush();
      const std::optional<std::size_t> slot = resolve(name);
      if (slot) {
        result.parts_.push_back({{}, slot});
      } else {
        unknown.emplace_back(name);
      }
      i = end;
    }
  }
  flush();
  return result;
}

StatusOr<bool> CellTemplate::Fill(Values value, std::string& text) const {
  text.clear();
  for (const Part& part : parts_) {
    if (!part.slot) {
      text.append(part.text);
      continue;
    }
    MUSTER_ASSIGN_OR_RETURN(const std::string* const filled, value(*part.slot));
    if (filled == nullptr) return false;
    text.append(*filled);
  }
  return true;
}

}  // namespace muster
