// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Colour on terminals, and only there.
#ifndef MUSTER_TOOLS_OUTPUT_TERMINAL_H_
#define MUSTER_TOOLS_OUTPUT_TERMINAL_H_

#include <string>

namespace muster {

enum class ColorMode { kAuto, kAlways, kNever };

// Wraps text in the escape sequences of a terminal, or leaves it as it is. Pure.
class Style {
 public:
  explicit Style(bool colored = false) : colored_(colored) {}

  bool is_colored() const { return colored_; }
  std::string Heading(const std::string& text) const { return Wrap("1", text); }
  std::string Strong(const std::string& text) const { return Wrap("1", text); }
  std::string Faint(const std::string& text) const { return Wrap("2", text); }
  std::string Error(const std::string& text) const { return Wrap("1;31", text); }
  std::string Warning(const std::string& text) const { return Wrap("1;33", text); }
  std::string Hint(const std::string& text) const { return Wrap("36", text); }
  // The passage of a report that a record rests on.
  std::string Evidence(const std::string& text) const { return Wrap("7", text); }

 private:
  std::string Wrap(const char* code, const std::string& text) const;
  bool colored_;
};

// The style for what goes to a file descriptor: with kAuto, colour if it is a terminal, TERM is not
// "dumb", and NO_COLOR is not set (or empty).
Style StyleFor(int file_descriptor, ColorMode mode);

// A terminal that can be written to in place, for progress.
bool IsTerminal(int file_descriptor);

// How many columns it has; of anything but a terminal, 80.
int TerminalColumns(int file_descriptor);

}  // namespace muster

#endif  // MUSTER_TOOLS_OUTPUT_TERMINAL_H_
