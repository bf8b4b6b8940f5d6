// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/help.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace muster {
namespace {

constexpr std::string_view kProgram =
    "muster keeps a ledger of deployments: how many are where, doing what, on which day,\n"
    "who says so, since when have we known it, and has anybody changed the answer?\n";

constexpr std::string_view kProgramDetails =
    "A ledger is a directory. Field reports with the events read from them are written as YAML or "
    "JSON\n"
    "(`muster new` begins such a file), checked and appended whole, and never changed afterwards:\n"
    "a correction is a new record. Every view is computed from the records for a day in the world\n"
    "(--on), a state of knowledge (--known-at) and the reports that count (the lens).\n";

constexpr std::string_view kExitStatus =
    "  0  done\n"
    "  1  the answer is no: findings, a failed verification\n"
    "  2  the request or the input is wrong; nothing was appended\n"
    "  3  the ledger is damaged or unreadable\n";

constexpr std::string_view kProgramExamples =
    "  # a ledger with a first report in it\n"
    "  muster init && muster append report.yaml\n"
    "  # how many are there today, by contributor\n"
    "  muster headcount --by contributor\n";

std::string OptionWord(const Option& option) {
  if (option.value.empty()) return fmt::format("--{}", option.name);
  return fmt::format("--{} {}", option.name, option.value);
}

std::string Usage(const Command& command) {
  return fmt::format("muster {}{}{}", command.name, command.operands.empty() ? "" : " ",
                     command.operands) +
         (command.options.empty() && command.words.empty() ? "" : " [OPTION...]");
}

// Each line of `text` behind `indent` blanks.
std::string Indented(std::string_view text, std::size_t indent) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    result += std::string(indent, ' ') + std::string(text.substr(0, end)) + '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

std::string OptionsHelp(const Command& command, bool complete, const Style& style) {
  std::vector<std::string_view> groups;
  std::size_t width = 0;
  for (const Option& option : command.options) {
    width = std::max(width, OptionWord(option).size());
    if (std::find(groups.begin(), groups.end(), option.group) == groups.end()) {
      groups.push_back(option.group);
    }
  }
  std::string text;
  for (const std::string_view group : groups) {
    text += '\n' + style.Heading(std::string(group) + ":") + '\n';
    for (const Option& option : command.options) {
      if (option.group != group) continue;
      std::string help(option.help);
      if (option.repeatable) help += "; repeatable";
      text += fmt::format("  {:<{}}  {}\n", OptionWord(option), width, help);
      if (complete && !option.details.empty()) text += Indented(option.details, width + 4);
    }
  }
  return text;
}

// The second words of a command, with what they do.
std::string WordsHelp(const Command& command, const Style& style) {
  if (command.words.empty()) return {};
  std::size_t width = 0;
  for (const Command& word : command.words) width = std::max(width, WordOf(word).size());
  std::string text = '\n' + style.Heading("Words:") + '\n';
  for (const Command& word : command.words) {
    text += fmt::format("  {:<{}}  {}\n", WordOf(word), width, word.summary);
  }
  return text;
}

}  // namespace

std::string ProgramHelp(bool complete, const Style& style) {
  std::string text(kProgram);
  if (complete) text += '\n' + std::string(kProgramDetails);
  text += '\n' + style.Heading("Usage:") + " muster COMMAND [OPTION...]\n\n" +
          style.Heading("Commands:") + '\n';
  std::size_t width = 0;
  for (const Command& command : Commands()) width = std::max(width, command.name.size());
  for (const Command& command : Commands()) {
    text += fmt::format("  {:<{}}  {}\n", command.name, width, command.summary);
  }
  text += '\n' + style.Heading("Everywhere:") + '\n';
  text += "  --ledger DIR      the ledger's directory ($MUSTER_LEDGER, else ./muster.ledger)\n";
  text += "  --format FORMAT   table for people, csv or json for programs\n";
  text += "  -h, --help        more about a command: on one screen, complete\n";
  if (complete) {
    text += '\n' + style.Heading("Exit status:") + '\n' + std::string(kExitStatus);
    text += '\n' + style.Heading("Examples:") + '\n' + std::string(kProgramExamples);
  }
  return text;
}

std::string CommandHelp(const Command& command, bool complete, const Style& style) {
  std::string text =
      fmt::format("muster {}: {}; {}\n\n", command.name, command.summary, command.access);
  text += style.Heading("Usage:") + ' ' + Usage(command) + '\n';
  if (complete && !command.description.empty()) text += '\n' + std::string(command.description);
  text += WordsHelp(command, style) + OptionsHelp(command, complete, style);
  if (complete) {
    text += '\n' + style.Heading("Examples:") + '\n' + Indented(command.examples, 2);
  } else {
    if (!command.words.empty()) {
      text += fmt::format("\n`muster {} WORD -h` says more about one.\n", command.name);
    }
    text += fmt::format("\n`muster {} --help` is complete, with examples.\n", command.name);
  }
  return text;
}

}  // namespace muster
