// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/question.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

#include "ledger/decimal.h"
#include "ledger/spelling.h"
#include "tools/cli/command.h"
#include "tools/cli/parse.h"

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
// What is about the server's own files, or writes to the ledger.
constexpr std::string_view kNeverAsked[] = {"ledger",   "color",   "token-file", "tls-ca",
                                            "cosigned", "witness", "rotate",     "encrypt-key",
                                            "passphrase-file"};
// What is about the asker's own files.
constexpr std::string_view kFiles[] = {"plot", "proof", "output", "key"};

template <typename Names>
bool Contains(const Names& names, std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

enum class Files { kNone, kGiven };

bool IsAsked(std::string_view option, Files files) {
  return !Contains(kNeverAsked, option) && (files == Files::kGiven || !Contains(kFiles, option));
}

const Option* FindOption(const Command& command, std::string_view name, Files files) {
  for (const Option& option : command.options) {
    if (option.name == name && IsAsked(name, files)) return &option;
  }
  return nullptr;
}

// What names a file on the command line is a size of the log here.
Status CheckOperand(const Command& command, std::string_view name, std::string_view value) {
  if (command.operands_complete != Completes::kFiles || ParseDecimal(value)) return OkStatus();
  return InvalidArgument("`{}={}` is not a size of the log", name, value);
}

Status NoParameter(const Command& command, std::string_view name) {
  std::vector<std::string> names;
  for (const Option& option : command.options) {
    if (IsParameter(option)) names.emplace_back(option.name);
  }
  for (std::string& operand : OperandNames(command)) names.push_back(std::move(operand));
  if (const auto nearest = NearestName(std::string(name), names)) {
    return InvalidArgument("`{}` has no parameter `{}`; did you mean `{}`?", command.name, name,
                           *nearest);
  }
  return InvalidArgument("`{}` has no parameter `{}`; there are {}", command.name, name,
                         fmt::join(names, ", "));
}

// Adds the option that a parameter is.
Status AddOption(const Option& option, const std::string& value, std::vector<std::string>& words) {
  if (!option.value.empty()) {
    // The parser would take the word behind it.
    if (value.empty()) {
      return InvalidArgument("`--{}` needs a value: --{} {}", option.name, option.name,
                             option.value);
    }
    words.push_back(fmt::format("--{}={}", option.name, value));
    return OkStatus();
  }
  if (value == "true") words.push_back(fmt::format("--{}", option.name));
  if (value == "true" || value == "false") return OkStatus();
  return InvalidArgument("`{}={}`: there are true, false", option.name, value);
}

// The line up to its options.
std::vector<std::string> WordsOf(const Command& command) {
  std::vector<std::string> words;
  const std::size_t blank = command.name.find(' ');
  words.emplace_back(command.name.substr(0, blank));
  if (blank != command.name.npos) words.emplace_back(command.name.substr(blank + 1));
  words.emplace_back("--color=never");
  return words;
}

Status CheckNoZero(std::string_view name, std::string_view value) {
  if (value.find('\0') == value.npos) return OkStatus();
  return InvalidArgument("the value of `{}` has a zero byte", name);
}

// No word of it may ask for help; styles are those of the server's own output.
StatusOr<Invocation> Parse(const std::vector<std::string>& words) {
  MUSTER_ASSIGN_OR_RETURN(ParsedLine line, ParseLine(words));
  line.invocation.style = Style();
  line.invocation.error_style = Style();
  return std::move(line.invocation);
}

StatusOr<std::vector<std::string>> WordsOf(const Command& command, const Parameters& parameters) {
  std::vector<std::string> words = WordsOf(command);
  // By the operand that they are; one that is given twice is the parser's to refuse.
  const std::vector<std::string> operand_names = OperandNames(command);
  std::vector<std::vector<std::string>> operands(operand_names.size());
  bool has_format = false;
  for (const auto& [name, value] : parameters) {
    MUSTER_RETURN_IF_ERROR(CheckNoZero(name, value));
    const auto operand = std::find(operand_names.begin(), operand_names.end(), name);
    if (operand != operand_names.end()) {
      MUSTER_RETURN_IF_ERROR(CheckOperand(command, name, value));
      operands[static_cast<std::size_t>(operand - operand_names.begin())].push_back(value);
      continue;
    }
    const Option* const option = FindOption(command, name, Files::kNone);
    if (option == nullptr || !IsParameter(*option)) return NoParameter(command, name);
    if (name == "format" && value != "json" && value != "csv") {
      return InvalidArgument("`format={}`: there are json, csv", value);
    }
    has_format = has_format || name == "format";
    MUSTER_RETURN_IF_ERROR(AddOption(*option, value, words));
  }
  if (!has_format) words.emplace_back("--format=json");
  if (!operands.empty()) words.emplace_back("--");
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (i > 0 && operands[i - 1].empty() && !operands[i].empty()) {
      return InvalidArgument("`{}` goes with `{}`", operand_names[i], operand_names[i - 1]);
    }
    words.insert(words.end(), operands[i].begin(), operands[i].end());
  }
  return words;
}

}  // namespace

std::vector<std::string_view> CommandsAsked() { return {std::begin(kAsked), std::end(kAsked)}; }

bool IsParameter(const Option& option) {
  return option.completes == Completes::kNothing && IsAsked(option.name, Files::kNone);
}

std::vector<std::string> OperandNames(const Command& command) {
  std::vector<std::string> names;
  bool is_within = false;
  for (const char c : command.operands) {
    const bool is_letter = std::isalpha(static_cast<unsigned char>(c)) != 0;
    if (is_letter && !is_within) names.emplace_back();
    if (is_letter) names.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    is_within = is_letter;
  }
  return names;
}

std::string PathOf(std::string_view command) {
  std::string path(command);
  std::replace(path.begin(), path.end(), ' ', '/');
  return path;
}

StatusOr<Invocation> InvocationOf(std::string_view path, const Parameters& parameters) {
  const auto asked = std::find_if(std::begin(kAsked), std::end(kAsked),
                                  [path](std::string_view name) { return PathOf(name) == path; });
  const Command* const command = asked != std::end(kAsked) ? FindCommand(*asked) : nullptr;
  if (command == nullptr) {
    std::vector<std::string> names;
    for (const std::string_view name : kAsked) names.push_back(PathOf(name));
    const auto nearest = NearestName(std::string(path), names);
    return NotFound("there is no /v1/{}; {}", path,
                    nearest ? fmt::format("did you mean /v1/{}?", *nearest)
                            : fmt::format("there are {}", fmt::join(names, ", ")));
  }
  MUSTER_ASSIGN_OR_RETURN(const std::vector<std::string> words, WordsOf(*command, parameters));
  return Parse(words);
}

StatusOr<Invocation> InvocationOf(const CommandAsked& asked) {
  const Command* const command = FindCommand(asked.name);
  if (command == nullptr) {
    const std::vector<std::string> names(std::begin(kAsked), std::end(kAsked));
    const auto nearest = NearestName(asked.name, names);
    return NotFound("there is no command `{}`; {}", asked.name,
                    nearest ? fmt::format("did you mean `{}`?", *nearest)
                            : fmt::format("there are {}", fmt::join(names, ", ")));
  }
  if (!Contains(kAsked, command->name)) {
    return ErrorOf(StatusCode::kUnimplemented,
                   "a server does not answer `muster {}`: it is for a ledger at hand",
                   command->name);
  }
  std::vector<std::string> words = WordsOf(*command);
  bool has_format = asked.for_people;
  for (const auto& [name, value] : asked.options) {
    MUSTER_RETURN_IF_ERROR(CheckNoZero(name, value));
    has_format = has_format || name == "format";
    const Option* const option = FindOption(*command, name, Files::kGiven);
    if (option == nullptr) {
      return InvalidArgument("a server does not take `--{}` of `muster {}`", name, command->name);
    }
    if (option->value.empty() && !value.empty()) {
      return InvalidArgument("`--{}` takes no value", name);
    }
    words.push_back(option->value.empty() ? fmt::format("--{}", name)
                                          : fmt::format("--{}={}", name, value));
  }
  if (!has_format) words.emplace_back("--format=json");
  if (!asked.operands.empty()) words.emplace_back("--");
  for (const std::string& operand : asked.operands) {
    MUSTER_RETURN_IF_ERROR(CheckNoZero(command->operands, operand));
    words.push_back(operand);
  }
  return Parse(words);
}

std::string KeyOf(std::string_view path, const Parameters& parameters) {
  Parameters sorted = parameters;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string key(path);
  for (const auto& [name, value] : sorted) {
    key += fmt::format("\n{}:{}={}:{}", name.size(), name, value.size(), value);
  }
  return key;
}

}  // namespace muster
