// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// From the words of a command line to an invocation.
#ifndef MUSTER_TOOLS_CLI_PARSE_H_
#define MUSTER_TOOLS_CLI_PARSE_H_

#include <optional>
#include <string>
#include <vector>

#include "ledger/status.h"
#include "tools/cli/invocation.h"

namespace muster {

struct ParsedLine {
  // With no command: help or the version was asked for, or nothing.
  Invocation invocation;
  enum class Help { kNo, kShort, kComplete } help = Help::kNo;
  bool version = false;
};

// `words` are those behind the program's name. Errors: INVALID_ARGUMENT, saying what is wrong and
// what would be right; the nearest name for one that is not known.
StatusOr<ParsedLine> ParseLine(const std::vector<std::string>& words);

// The styles for standard output and error that the words ask for, even if they are wrong
// otherwise.
ColorMode ColorModeOf(const std::vector<std::string>& words);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_PARSE_H_
