// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// CommandAsked: a command that one program asks of another, which has the ledger, with options and
// operands as the command line has them.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_CLI_COMMAND_ASKED_H_
#define MUSTER_TOOLS_CLI_COMMAND_ASKED_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/status.h"
#include "tools/cli/command.h"
#include "tools/cli/invocation.h"

namespace muster {

struct CommandAsked {
  std::string name;                                          // "audit prove"
  std::vector<std::pair<std::string, std::string>> options;  // a flag has an empty value
  std::vector<std::string> operands;
  // The answer is a table unless the option `format` says otherwise; else it is in JSON.
  bool for_people = false;
};

// The names of the commands that are asked.
std::vector<std::string_view> CommandsAsked();

// Whether files of the asker can go to and fro.
enum class FilesAsked { kNone, kGiven };
// Whether an option is for who asks: not one that writes to the ledger, is about files of the
// server, or about the asker's terminal and connection.
bool IsOptionAsked(const Option& option, FilesAsked files);

// Why a command is not asked, and what to do instead. Errors: UNIMPLEMENTED; OK if it is asked.
Status CheckAsked(const Command& command);

// The line up to its options, without colours.
std::vector<std::string> FirstWordsOf(const Command& command);
// Errors: INVALID_ARGUMENT.
Status CheckNoZeroByte(std::string_view name, std::string_view value);
// Parses a line that came from elsewhere: nothing is styled as this process's own output.
// REQUIRES: no word of it asks for help. Errors: those of ParseLine.
StatusOr<Invocation> ParseAsked(const std::vector<std::string>& words);

// What is asked, with files. Errors: NOT_FOUND if there is no such command; UNIMPLEMENTED if it is
// not one that is asked; INVALID_ARGUMENT.
StatusOr<Invocation> InvocationOf(const CommandAsked& asked);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_COMMAND_ASKED_H_
