// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster export`: the ledger in a form for others.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "ledger/log_export.h"
#include "tools/cli/answer.h"
#include "tools/cli/audit_session.h"
#include "tools/cli/audit_text.h"
#include "tools/cli/commands.h"
#include "tools/cli/exported.h"
#include "tools/cli/passphrase.h"
#include "tools/export/export_file.h"
#include "tools/export/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"
#include "tools/output/progress.h"
#include "tools/output/unfinished.h"

namespace muster {
namespace {

constexpr std::string_view kFormGroup = "Forms";

// Writes the log beside `file`, and moves it there once it is whole.
StatusOr<LogExport> ExportToFile(AuditSession& session, const std::string& name) {
  MUSTER_ASSIGN_OR_RETURN(const std::string file, PlaceFor(name));
  MUSTER_ASSIGN_OR_RETURN(const VerifiedCheckpoint checkpoint,
                          session.SignedCheckpoint(session.tree().head().size));
  const std::string beside = NameBeside(file);
  const Unfinished unfinished(beside);
  StatusOr<LogExport> exported = LogExport();
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    if (!out) {
      return Unavailable("cannot write {}: {}", name, std::generic_category().message(errno));
    }
    Progress progress("exporting records");
    exported = ExportLog(
        session.ledger().log(), checkpoint, session.keys().Verifiers(), out,
        [&progress](Position done, LogSize size) { progress.Show(done.value, size.value); });
  }
  Status status = exported.status();
  if (status.ok()) {
    MUSTER_RETURN_IF_ERROR(MoveIntoPlace(file));
    return exported;
  }
  std::remove(beside.c_str());
  return status.code() == StatusCode::kUnavailable ? Annotate(status, file) : status;
}

}  // namespace

StatusOr<ExitStatus> ExportRecords(const Invocation& invocation, const std::string& file) {
  if (file == kStandardOutput) {
    return InvalidArgument("`--records` writes a file, not standard output");
  }
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<AuditSession> session,
                          AuditSession::Open(invocation));
  MUSTER_ASSIGN_OR_RETURN(const LogExport exported, ExportToFile(*session, file));
  NoteDone("the log was exported");
  const std::string counts =
      CountsText({{"report", exported.reports}, {"document", exported.documents}});
  switch (invocation.format) {
    case Format::kTable:
      Print(fmt::format("Exported {}, {} to {}; root {}.\n", CountOfRecords(exported.head.size),
                        counts, SafeText(file), ToHex(exported.head.root)));
      Print("No secret key is in it. Make a ledger of it with `muster init --from`.\n");
      break;
    case Format::kCsv:
      Print(CsvLine(std::vector<std::string>{"file", "size", "root", "reports", "documents"}));
      Print(CsvLine(std::vector<std::string>{
          file, fmt::format("{}", exported.head.size.value), ToHex(exported.head.root),
          fmt::format("{}", exported.reports), fmt::format("{}", exported.documents)}));
      break;
    case Format::kJson:
      Print(JsonLine({{"file", file},
                      {"size", exported.head.size.value},
                      {"root", ToHex(exported.head.root)},
                      {"reports", exported.reports},
                      {"documents", exported.documents}}));
      break;
  }
  return ExitStatus::kDone;
}

namespace {

struct ExportForm {
  std::string_view option;
  StatusOr<ExitStatus> (*write)(const Invocation& invocation, const std::string& file);
  // The options that go with it, beside those of the answer.
  std::vector<std::string_view> with;
};

// Of the CSV, the view says which.
bool TakesAny(const ExportForm& form) { return form.option == "csv"; }

const std::vector<ExportForm>& Forms() {
  static const auto* const kForms = new std::vector<ExportForm>{
      {"records", ExportRecords, {"passphrase-file"}},
      {"jsonl", ExportLines, {"known-at"}},
      {"csv", ExportViewCsv, {}},
      {"hledger", ExportHledger, {"on", "known-at", "of", "source", "least-grade", "published-by"}},
      {"sqlite", ExportSqlite, {"on", "known-at", "of", "source", "least-grade", "published-by"}},
      {"perstat",
       ExportStrengthReturn,
       {"from", "to", "known-at", "where", "depth", "of", "all-groups", "source", "least-grade",
        "published-by"}}};
  return *kForms;
}

std::string FormsText() {
  std::vector<std::string> forms;
  for (const ExportForm& form : Forms()) forms.push_back(fmt::format("--{} FILE", form.option));
  return fmt::format("{}", fmt::join(forms, ", "));
}

Status CheckOptions(const ExportForm& form, const Invocation& invocation) {
  if (TakesAny(form)) return OkStatus();
  const std::vector<Option> always = OptionsOfAnswers();
  for (const auto& [name, values] : invocation.options) {
    const auto is_named = [&, &sought = name](const auto& option) { return option.name == sought; };
    if (name == form.option || std::any_of(always.begin(), always.end(), is_named) ||
        std::find(form.with.begin(), form.with.end(), name) != form.with.end()) {
      continue;
    }
    return InvalidArgument("`--{}` does not go with `--{}`", name, form.option);
  }
  return OkStatus();
}

StatusOr<ExitStatus> RunExport(const Invocation& invocation) {
  const ExportForm* chosen = nullptr;
  for (const ExportForm& form : Forms()) {
    if (!invocation.Has(form.option)) continue;
    if (chosen != nullptr) {
      return InvalidArgument("`muster export` writes one form at a time: --{} or --{}",
                             chosen->option, form.option);
    }
    chosen = &form;
  }
  if (chosen == nullptr) {
    return InvalidArgument("`muster export` needs to know in which form: {}", FormsText());
  }
  MUSTER_RETURN_IF_ERROR(CheckOptions(*chosen, invocation));
  const std::string file = *invocation.Value(chosen->option);
  if (file.empty()) return InvalidArgument("`--{}` needs the name of a file", chosen->option);
  return chosen->write(invocation, file);
}

Option FormOption(std::string_view name, std::string_view help) {
  return {.name = name,
          .value = "FILE",
          .help = help,
          .completes = Completes::kFiles,
          .group = kFormGroup};
}

std::vector<Option> OptionsOfForms() {
  return {FormOption("records", "the whole log, as `muster init --from` takes it"),
          FormOption("jsonl", "the records, as `muster log --format json` has them"),
          FormOption("csv", "what a view answers (--view)"),
          FormOption("hledger", "the double entry as a journal, up to --on"),
          FormOption("sqlite", "records, movements and claims as a database, up to --on"),
          FormOption("perstat", "a strength return of --from to --to, as .csv or .html")};
}

std::vector<Option> OptionsOfDays() {
  constexpr std::string_view kScopeGroup = "What to count";
  return {{.name = "view",
           .value = "VIEW",
           .help = "the view that --csv writes (headcount), with its options",
           .words = ViewsToExport(),
           .group = kFormGroup},
          {.name = "on", .value = "DATE", .help = "the day (today)", .group = kScopeGroup},
          {.name = "from",
           .value = "DATE",
           .help = "the first day; of diff, a state of the log",
           .group = kScopeGroup},
          {.name = "to",
           .value = "DATE",
           .help = "the last day (today); of diff, a state of the log",
           .group = kScopeGroup},
          {.name = "step",
           .value = "STEP",
           .help = "of a timeline: day, week, month, year or change",
           .words = {"day", "week", "month", "year", "change"},
           .group = kScopeGroup},
          {.name = "since",
           .value = "DATE",
           .help = "of reconcile: claims from that day on",
           .group = kScopeGroup}};
}

}  // namespace

Command ExportCommand() {
  return {
      .name = "export",
      .summary = "the ledger, or an answer, as a file for other programs",
      .access = "reads the ledger",
      .description =
          "One form at a time. A file is written beside its name, and moved there once it is "
          "whole;\n"
          "FILE may be - for standard output, but for --records and --sqlite.\n"
          "\n"
          "--records: every record byte for byte, with the reports and documents that they rest\n"
          "on, in one file that depends on no database, and at its end a signed checkpoint.\n"
          "`muster init --from` makes the same log of it, with the same root. Documents that were\n"
          "blacked out are not in it, nor is the signing key.\n"
          "\n"
          "--jsonl: one record a line, with the words that it rests on.\n"
          "\n"
          "--csv: the view that --view names, one row a cell, as its own --format csv. Cells that "
          "a\n"
          "spreadsheet would run as formulas begin with an apostrophe.\n"
          "\n"
          "--hledger: posts are accounts, movements and musters transactions on their best days;\n"
          "what musters leave unexplained is posted, and claims that agree to a man are balance\n"
          "assertions where their scope is one account with all below it.\n"
          "\n"
          "--sqlite: tables of records, reports, posts, movements, headcounts by month, and "
          "claims,\n"
          "with what they mean in the schema.\n"
          "\n"
          "--perstat: per contingent, the opening strength, gains and losses by kind, who is\n"
          "assigned, absent and on hand; per mission what is authorised. FILE ends in .csv or "
          ".html;\n"
          "on standard output it is HTML, or CSV with --format csv.\n",
      .examples =
          "# for the archive, or for another machine\n"
          "muster export --records haiti.records\n"
          "# and back\n"
          "muster init --from haiti.records --ledger copy.ledger\n"
          "# for a spreadsheet\n"
          "muster export --csv haiti.csv --view timeline --from 2024-06-01 --by contributor\n",
      .options = Joined(
          Joined(OptionsOfForms(), OptionsOfDays()),
          Joined(OptionsOfPassphrases(), Without(OptionsOfViews(), {"token-file", "tls-ca"}))),
      .run = RunExport};
}

}  // namespace muster
