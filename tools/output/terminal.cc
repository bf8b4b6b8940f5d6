// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/output/terminal.h"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace muster {

std::string Style::Wrap(const char* code, const std::string& text) const {
  if (!colored_ || text.empty()) return text;
  return std::string("\x1b[") + code + 'm' + text + "\x1b[0m";
}

bool IsTerminal(int file_descriptor) {
  const char* const term = std::getenv("TERM");
  const bool dumb = term == nullptr || std::string_view(term) == "dumb";
  return !dumb && ::isatty(file_descriptor) == 1;
}

Style StyleFor(int file_descriptor, ColorMode mode) {
  if (mode == ColorMode::kAlways) return Style(true);
  if (mode == ColorMode::kNever) return Style(false);
  const char* const no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return Style(false);
  return Style(IsTerminal(file_descriptor));
}

}  // namespace muster
