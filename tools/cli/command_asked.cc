// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/command_asked.h"

#include <algorithm>
#include <iterator>

#include "ledger/spelling.h"
#include "tools/cli/parse.h"
#include "tools/output/terminal.h"

namespace muster {
namespace {

constexpr std::string_view kAsked[] = {"headcount",
                                       "timeline",
                                       "flows",
                                       "why",
                                       "coverage",
                                       "reconcile",
                                       "check",
                                       "diff",
                                       "log",
                                       "show",
                                       "history",
                                       "reports",
                                       "audit checkpoint",
                                       "audit prove",
                                       "audit consistency",
                                       "audit key"};
constexpr std::string_view kNeverAsked[] = {"ledger", "color",       "token-file",
                                            "tls-ca", "cosigned",    "witness",
                                            "rotate", "encrypt-key", "passphrase-file"};
constexpr std::string_view kFiles[] = {"plot", "proof", "output", "key"};

template <typename Names>
bool HasName(const Names& names, std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

Status NoCommand(const std::string& name) {
  std::vector<std::string> names;
  for (const std::string_view each : CommandsAsked()) names.emplace_back(each);
  const auto nearest = NearestName(name, names);
  return NotFound("there is no command `{}`; {}", name,
                  nearest ? fmt::format("did you mean `{}`?", *nearest)
                          : fmt::format("there are {}", fmt::join(names, ", ")));
}

// What a command that is not asked is for.
std::string_view WhatToDo(std::string_view name) {
  if (name == "audit verify") {
    return "take a copy with `muster backup` where the ledger is and verify that, or check what "
           "you were given with `muster audit verify-proof`";
  }
  if (name == "append") return "call Append of muster.v1.Log";
  if (name == "serve") return "give --ledger a directory";
  return "run it on the computer that has the ledger, with --ledger DIR";
}

StatusOr<std::string> OptionWord(const Command& command, const std::string& name,
                                 const std::string& value) {
  MUSTER_RETURN_IF_ERROR(CheckNoZeroByte(name, value));
  const auto option = std::find_if(command.options.begin(), command.options.end(),
                                   [&](const Option& each) { return each.name == name; });
  if (option == command.options.end() || !IsOptionAsked(*option, FilesAsked::kGiven)) {
    return InvalidArgument("a server does not take `--{}` of `muster {}`", name, command.name);
  }
  if (!option->value.empty()) return fmt::format("--{}={}", name, value);
  if (value.empty()) return fmt::format("--{}", name);
  return InvalidArgument("`--{}` takes no value", name);
}

}  // namespace

std::vector<std::string_view> CommandsAsked() { return {std::begin(kAsked), std::end(kAsked)}; }

bool IsOptionAsked(const Option& option, FilesAsked files) {
  // Who records something, and not a dimension.
  if (option.name == "by" && option.value == "WHO") return false;
  return !HasName(kNeverAsked, option.name) &&
         (files == FilesAsked::kGiven || !HasName(kFiles, option.name));
}

Status CheckAsked(const Command& command) {
  if (HasName(kAsked, command.name)) return OkStatus();
  return ErrorOf(StatusCode::kUnimplemented, "`muster {}` is not for a ledger that is served: {}",
                 command.name, WhatToDo(command.name));
}

std::vector<std::string> FirstWordsOf(const Command& command) {
  std::vector<std::string> words;
  const std::size_t blank = command.name.find(' ');
  words.emplace_back(command.name.substr(0, blank));
  if (blank != command.name.npos) words.emplace_back(command.name.substr(blank + 1));
  words.emplace_back("--color=never");
  return words;
}

Status CheckNoZeroByte(std::string_view name, std::string_view value) {
  if (value.find('\0') == value.npos) return OkStatus();
  return InvalidArgument("the value of `{}` has a zero byte", name);
}

StatusOr<Invocation> ParseAsked(const std::vector<std::string>& words) {
  MUSTER_ASSIGN_OR_RETURN(ParsedLine line, ParseLine(words));
  line.invocation.style = Style();
  line.invocation.error_style = Style();
  return std::move(line.invocation);
}

StatusOr<Invocation> InvocationOf(const CommandAsked& asked) {
  const Command* const command = FindCommand(asked.name);
  if (command == nullptr) return NoCommand(asked.name);
  MUSTER_RETURN_IF_ERROR(CheckAsked(*command));
  std::vector<std::string> words = FirstWordsOf(*command);
  bool has_format = asked.for_people;
  for (const auto& [name, value] : asked.options) {
    has_format = has_format || name == "format";
    MUSTER_ASSIGN_OR_RETURN(std::string word, OptionWord(*command, name, value));
    words.push_back(std::move(word));
  }
  if (!has_format) words.emplace_back("--format=json");
  if (!asked.operands.empty()) words.emplace_back("--");
  for (const std::string& operand : asked.operands) {
    MUSTER_RETURN_IF_ERROR(CheckNoZeroByte(command->operands, operand));
    words.push_back(operand);
  }
  return ParseAsked(words);
}

}  // namespace muster
