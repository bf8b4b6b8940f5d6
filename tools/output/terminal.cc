// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/output/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace muster {
namespace {

constexpr int kUsualColumns = 80;

}  // namespace

std::string Style::Wrap(const char* code, const std::string& text) const {
  if (!colored_ || text.empty()) return text;
  return std::string("\x1b[") + code + 'm' + text + "\x1b[0m";
}

bool IsTerminal(int file_descriptor) {
  const char* const term = std::getenv("TERM");
  const bool dumb = term == nullptr || std::string_view(term) == "dumb";
  return !dumb && ::isatty(file_descriptor) == 1;
}

int TerminalColumns(int file_descriptor) {
  ::winsize size{};
  if (!IsTerminal(file_descriptor)) return kUsualColumns;
  if (::ioctl(file_descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUsualColumns;
  return size.ws_col;
}

Style StyleFor(int file_descriptor, ColorMode mode) {
  if (mode == ColorMode::kAlways) return Style(true);
  if (mode == ColorMode::kNever) return Style(false);
  const char* const no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return Style(false);
  return Style(IsTerminal(file_descriptor));
}

}  // namespace muster
