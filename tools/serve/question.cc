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
#include "tools/cli/command_asked.h"

namespace muster {
namespace {

const Option* FindOption(const Command& command, std::string_view name) {
  for (const Option& option : command.options) {
    if (option.name == name && IsParameter(option)) return &option;
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

StatusOr<std::vector<std::string>> WordsOf(const Command& command, const Parameters& parameters) {
  std::vector<std::string> words = FirstWordsOf(command);
  // By the operand that they are; one that is given twice is the parser's to refuse.
  const std::vector<std::string> operand_names = OperandNames(command);
  std::vector<std::vector<std::string>> operands(operand_names.size());
  bool has_format = false;
  for (const auto& [name, value] : parameters) {
    MUSTER_RETURN_IF_ERROR(CheckNoZeroByte(name, value));
    const auto operand = std::find(operand_names.begin(), operand_names.end(), name);
    if (operand != operand_names.end()) {
      MUSTER_RETURN_IF_ERROR(CheckOperand(command, name, value));
      operands[static_cast<std::size_t>(operand - operand_names.begin())].push_back(value);
      continue;
    }
    const Option* const option = FindOption(command, name);
    if (option == nullptr) return NoParameter(command, name);
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

bool IsParameter(const Option& option) {
  return option.completes == Completes::kNothing && IsOptionAsked(option, FilesAsked::kNone);
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
  const std::vector<std::string_view> all = CommandsAsked();
  const auto asked = std::find_if(all.begin(), all.end(),
                                  [path](std::string_view name) { return PathOf(name) == path; });
  const Command* const command = asked != all.end() ? FindCommand(*asked) : nullptr;
  if (command == nullptr) {
    std::vector<std::string> names;
    for (const std::string_view name : all) names.push_back(PathOf(name));
    const auto nearest = NearestName(std::string(path), names);
    return NotFound("there is no /v1/{}; {}", path,
                    nearest ? fmt::format("did you mean /v1/{}?", *nearest)
                            : fmt::format("there are {}", fmt::join(names, ", ")));
  }
  MUSTER_ASSIGN_OR_RETURN(const std::vector<std::string> words, WordsOf(*command, parameters));
  return ParseAsked(words);
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
