// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/commands.h"

#include <algorithm>
#include <utility>

#include "tools/cli/command.h"

namespace muster {
namespace {

constexpr std::string_view kScopeGroup = "What to count";
constexpr std::string_view kLensGroup = "Which field reports count (the lens)";
constexpr std::string_view kOutputGroup = "Answer";

}  // namespace

const std::vector<Command>& Commands() {
  static const std::vector<Command>* const kCommands = new std::vector<Command>{
      InitCommand(),      NewCommand(),       AppendCommand(),     ImportCommand(),
      HeadcountCommand(), TimelineCommand(),  FlowsCommand(),      WhyCommand(),
      CoverageCommand(),  ReconcileCommand(), CheckCommand(),      DiffCommand(),
      LogCommand(),       ShowCommand(),      HistoryCommand(),    ReportsCommand(),
      AuditCommand(),     RebuildCommand(),   RedactCommand(),     BackupCommand(),
      RestoreCommand(),   ExportCommand(),    ReleaseCommand(),    ServeCommand(),
      TokenCommand(),     SchemaCommand(),    CompletionCommand(), HelpCommand(),
      VersionCommand(),
  };
  return *kCommands;
}

const std::vector<const Command*>& CommandsAndWords() {
  static const std::vector<const Command*>* const kAll = [] {
    auto* const all = new std::vector<const Command*>();
    for (const Command& command : Commands()) {
      all->push_back(&command);
      for (const Command& word : command.words) all->push_back(&word);
    }
    return all;
  }();
  return *kAll;
}

const Command* FindCommand(std::string_view name) {
  for (const Command* const command : CommandsAndWords()) {
    if (command->name == name) return command;
  }
  return nullptr;
}

std::string_view WordOf(const Command& command) {
  return command.name.substr(command.name.rfind(' ') + 1);
}

std::vector<Option> Without(std::vector<Option> options,
                            std::initializer_list<std::string_view> names) {
  std::erase_if(options, [&](const Option& option) {
    return std::find(names.begin(), names.end(), option.name) != names.end();
  });
  return options;
}

std::vector<Option> Joined(std::vector<Option> own, std::vector<Option> more) {
  for (Option& option : more) own.push_back(std::move(option));
  return own;
}

std::vector<Option> OptionsOfLedgers() {
  return {{.name = "ledger",
           .value = "DIR",
           .help = "the ledger's directory ($MUSTER_LEDGER, else ./muster.ledger)",
           .completes = Completes::kDirectories,
           .group = kOutputGroup}};
}

std::vector<Option> OptionsOfServers() {
  return {{.name = "token-file",
           .value = "FILE",
           .help = "of a server: the token that says who asks ($MUSTER_TOKEN)",
           .details =
               "where DIR is its address, grpc://HOST:PORT or grpcs://HOST:PORT; the file's first\n"
               "line, without its end",
           .completes = Completes::kFiles,
           .group = kOutputGroup},
          {.name = "tls-ca",
           .value = "FILE",
           .help = "of a server: the authority that it is known by, in PEM (the system's)",
           .completes = Completes::kFiles,
           .group = kOutputGroup}};
}

std::vector<Option> OptionsOfAsked() { return Joined(OptionsOfAnswers(), OptionsOfServers()); }

std::vector<Option> OptionsOfRecorders() {
  return Joined({{.name = "by", .value = "WHO", .help = "who records it (the user's name)"}},
                OptionsOfAnswers());
}

std::vector<Option> OptionsOfAnswers() {
  return Joined(
      {{.name = "format",
        .value = "FORMAT",
        .help = "table for people, csv or json for programs",
        .words = {"table", "csv", "json"},
        .group = kOutputGroup},
       {.name = "color",
        .value = "WHEN",
        .help = "auto, always or never",
        .details = "auto colours on a terminal only; NO_COLOR and TERM=dumb are respected",
        .words = {"auto", "always", "never"},
        .group = kOutputGroup}},
      OptionsOfLedgers());
}

std::vector<Option> OptionsOfViews() {
  return Joined(
      {{.name = "known-at",
        .value = "K",
        .help = "the state of the log to speak from (now)",
        .details = "a log size, an RFC 3339 time, a date (its last instant in UTC), or a release",
        .group = kScopeGroup},
       {.name = "where",
        .value = "DIM=VALUE",
        .help = "only posts of that value; of one dimension, either",
        .details =
            "dimensions: mission, contributor, component, contingent, place, duty, label.NAME;\n"
            "a path includes what lies below it; `unspecified` is a value, too",
        .repeatable = true,
        .group = kScopeGroup},
       {.name = "by",
        .value = "DIM[,DIM]",
        .help = "a row for each value of these dimensions",
        .repeatable = true,
        .group = kScopeGroup},
       {.name = "depth",
        .value = "N",
        .help = "group paths by their first N elements",
        .group = kScopeGroup},
       {.name = "of",
        .value = "NAME",
        .help = "a part of the strength, as in `of_which: {women: 24}`",
        .group = kScopeGroup},
       {.name = "all-groups",
        .value = "",
        .help = "keep the groups whose strength is 0",
        .group = kScopeGroup},
       {.name = "source",
        .value = "NAME",
        .help = "reports of this source or agency",
        .repeatable = true,
        .group = kLensGroup},
       {.name = "least-grade",
        .value = "GRADE",
        .help = "reports graded at least so: B2, B or 2",
        .group = kLensGroup},
       {.name = "published-by",
        .value = "DATE",
        .help = "reports published by that day",
        .group = kLensGroup}},
      OptionsOfAsked());
}

}  // namespace muster
