// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Invocation: what the user typed, as a command sees it.
#ifndef MUSTER_TOOLS_CLI_INVOCATION_H_
#define MUSTER_TOOLS_CLI_INVOCATION_H_

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/status.h"
#include "tools/cli/command.h"
#include "tools/output/terminal.h"

namespace muster {

struct OpenedLedger;
class Progress;

enum class Format { kTable, kCsv, kJson };

struct Invocation {
  const Command* command = nullptr;
  // Option names without dashes, with their values as typed; a flag has one empty value.
  std::map<std::string, std::vector<std::string>, std::less<>> options;
  std::vector<std::string> operands;
  Format format = Format::kTable;
  Style style;        // of standard output
  Style error_style;  // of standard error
  // How wide a chart may be; nullopt: as the terminal is.
  std::optional<int> columns = std::nullopt;
  // What a process that goes on running answers from; null: the ledger is opened.
  const OpenedLedger* opened = nullptr;
  // Shows what the command is at; null: nothing is shown.
  Progress* progress = nullptr;

  bool Has(std::string_view option) const { return options.contains(option); }
  // The option's value, or nullopt.
  std::optional<std::string> Value(std::string_view option) const;
  // All of them; comma-separated ones are taken apart if `split` is set.
  std::vector<std::string> Values(std::string_view option, bool split = false) const;
  // The option's value as a number. Errors: INVALID_ARGUMENT, naming the option.
  StatusOr<std::optional<std::uint64_t>> Number(std::string_view option) const;

  // --by, else the user's name.
  std::string Recorder() const;
  // --ledger, else $MUSTER_LEDGER, else ./muster.ledger.
  std::filesystem::path LedgerDirectory() const;
  // The same where it is the address of a server: "grpc://localhost:8081"; else nullopt.
  std::optional<std::string> RemoteAddress() const;
};

// Reads a number in digits. `what` names it in the error: "--expect-size".
StatusOr<std::uint64_t> ParseNumber(std::string_view text, std::string_view what);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_INVOCATION_H_
