// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Help, made from the table of commands: `-h` fits one screen, `--help` is complete.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_CLI_HELP_H_
#define MUSTER_TOOLS_CLI_HELP_H_

#include <string>

#include "tools/cli/command.h"
#include "tools/output/terminal.h"

namespace muster {

// Of the program: what it is, and its commands.
std::string ProgramHelp(bool complete, const Style& style);
// Of one command.
std::string CommandHelp(const Command& command, bool complete, const Style& style);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_HELP_H_
