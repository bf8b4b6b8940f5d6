// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Command: one row of the table of commands. The same table is parsed by, printed as help, and
// completed in shells, so that the three cannot disagree.
#ifndef MUSTER_TOOLS_CLI_COMMAND_H_
#define MUSTER_TOOLS_CLI_COMMAND_H_

#include <cstddef>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/status.h"

namespace muster {

struct Invocation;

// The program's exit status is a contract (DESIGN section 9).
enum class ExitStatus {
  kDone = 0,
  kNo = 1,       // the answer is no: findings, a failed verification
  kRefused = 2,  // the request or the input is wrong, and nothing was appended
  kDamaged = 3,  // the ledger is damaged or unreadable
};

// What a shell offers for a value.
enum class Completes { kNothing, kFiles, kDirectories };

struct Option {
  std::string_view name = {};   // "on": given as `--on`
  std::string_view value = {};  // "DATE"; empty for a flag
  std::string_view help = {};   // one line, lower case, no final stop
  // For the complete help: what the line does not say. May be empty.
  std::string_view details = {};
  // The values there are, where they are few.
  std::vector<std::string_view> words = {};
  // Which of the words another spelling means; what means none comes back as it is. May be null.
  std::string (*word_of)(std::string_view spelling) = nullptr;
  bool repeatable = false;
  Completes completes = Completes::kNothing;
  // The heading it stands under in the help.
  std::string_view group = "Options";
};

struct Command {
  static constexpr std::size_t kAnyNumber = std::numeric_limits<std::size_t>::max();

  std::string_view name = {};
  std::string_view summary = {};  // one line: "checks and appends report files, all or none"
  // "reads the ledger", "writes to the ledger", "neither reads nor writes a ledger".
  std::string_view access = {};
  // What stands behind the options: "FILE..."; empty if nothing may.
  std::string_view operands = {};
  std::size_t operands_min = 0;
  std::size_t operands_max = 0;
  Completes operands_complete = Completes::kNothing;
  std::vector<std::string_view> operand_words = {};
  // Paragraphs for the complete help.
  std::string_view description = {};
  // Two, each a comment line and a command line.
  std::string_view examples = {};
  std::vector<Option> options = {};
  // Does it. An error is printed, and its code decides the exit status. Null if there are `words`.
  StatusOr<ExitStatus> (*run)(const Invocation& invocation) = nullptr;
  // The commands that a second word names; their names are both words: "audit prove".
  std::vector<Command> words = {};
};

// All commands, in the order of the help.
const std::vector<Command>& Commands();
// The same with those that a second word names, each behind the command it belongs to.
const std::vector<const Command*>& CommandsAndWords();
// Null if there is none of that name: "append", "audit prove".
const Command* FindCommand(std::string_view name);
// The last word of the name: "prove".
std::string_view WordOf(const Command& command);

// Options that several commands have. Each command lists them behind its own.
std::vector<Option> OptionsOfLedgers();    // --ledger
std::vector<Option> OptionsOfRecorders();  // --by, and OptionsOfAnswers()
std::vector<Option> OptionsOfAnswers();    // --format, --color, --ledger
std::vector<Option> OptionsOfServers();    // --token-file, --tls-ca
std::vector<Option> OptionsOfAsked();      // OptionsOfAnswers(), and OptionsOfServers()
std::vector<Option> OptionsOfViews();      // what to count, the lens, and OptionsOfAsked()

// `options` without those of these names.
std::vector<Option> Without(std::vector<Option> options,
                            std::initializer_list<std::string_view> names);

// `own` with `more` behind it.
std::vector<Option> Joined(std::vector<Option> own, std::vector<Option> more);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_COMMAND_H_
