// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster help COMMAND`: the complete help.
#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "ledger/spelling.h"
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/help.h"
#include "tools/cli/invocation.h"

namespace muster {
namespace {

StatusOr<ExitStatus> RunHelp(const Invocation& invocation) {
  if (invocation.operands.empty()) {
    Print(ProgramHelp(true, invocation.style));
    return ExitStatus::kDone;
  }
  const std::string name = fmt::format("{}", fmt::join(invocation.operands, " "));
  const Command* const command = FindCommand(name);
  if (command != nullptr) {
    Print(CommandHelp(*command, true, invocation.style));
    return ExitStatus::kDone;
  }
  std::vector<std::string> names;
  for (const Command* const known : CommandsAndWords()) names.emplace_back(known->name);
  const std::optional<std::string> nearest = NearestName(name, names);
  if (nearest)
    return InvalidArgument("there is no command `{}`; did you mean `{}`?", name, *nearest);
  return InvalidArgument("there is no command `{}`; `muster --help` lists them", name);
}

}  // namespace

Command HelpCommand() {
  return {.name = "help",
          .summary = "explains a command, or the program",
          .access = "neither reads nor writes a ledger",
          .operands = "[COMMAND]",
          .operands_max = 2,
          .examples =
              "# what append does\n"
              "muster help append\n"
              "# all commands, exit statuses, examples\n"
              "muster help\n",
          .run = RunHelp};
}

}  // namespace muster
