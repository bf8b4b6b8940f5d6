// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster append FILE...`: checks and appends report files, all or none.

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "ledger/ledger.h"
#include "projections/views.h"
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/effect.h"
#include "tools/cli/invocation.h"
#include "tools/cli/receipt.h"
#include "tools/cli/report_input.h"
#include "tools/cli/view_request.h"
#include "tools/export/record_json.h"
#include "tools/input/report_file.h"
#include "tools/output/csv.h"
#include "tools/output/progress.h"
#include "tools/output/refusal_text.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

StatusOr<ReportInput> ReadInput(const std::vector<std::string>& paths) {
  if (std::count(paths.begin(), paths.end(), "-") > 1) {
    return InvalidArgument("standard input can be read only once");
  }
  ReportInput input;
  for (const std::string& path : paths) {
    input.Add(ReadReportFile(path));
  }
  return input;
}

StatusOr<AppendOptions> OptionsOf(const Invocation& invocation) {
  AppendOptions options;
  options.recorded_by = invocation.Recorder();
  options.dry_run = invocation.Has("dry-run");
  MUSTER_ASSIGN_OR_RETURN(const auto expected, invocation.Number("expect-size"));
  if (expected) options.expected_size = LogSize{*expected};
  return options;
}

// `names_unchecked`: refusals were left out because a file could not be read.
void PrintRefusals(const ReportInput& input, const Refusals& refusals, bool names_unchecked,
                   const Invocation& invocation) {
  if (invocation.format == Format::kJson) {
    Print(JsonLine({{"refusals", RefusalsJson(refusals)}}));
    return;
  }
  if (invocation.format == Format::kCsv) {
    Print(CsvLine(std::vector<std::string>{"file", "line", "column", "rule", "message", "hint"}));
    for (const Refusal& refusal : refusals) {
      Print(CsvLine(std::vector<std::string>{refusal.file, fmt::format("{}", refusal.position.line),
                                             fmt::format("{}", refusal.position.column),
                                             refusal.rule, refusal.message, refusal.hint}));
    }
    return;
  }
  std::string text;
  for (const Refusal& refusal : refusals) {
    std::string_view line;
    for (const ReportFile& file : input.files) {
      if (file.name == refusal.file) line = file.source.Line(refusal.position.line);
    }
    text += RefusalText(refusal, line, invocation.error_style) + '\n';
  }
  text += fmt::format("muster: {} mistake{}; nothing was appended", refusals.size(),
                      refusals.size() == 1 ? "" : "s");
  if (names_unchecked) text += "; names are checked once every file can be read";
  PrintNote(text);
}

StatusOr<ExitStatus> Refuse(const ReportInput& input, Refusals refusals,
                            const Invocation& invocation) {
  const AllRefusals all = AllRefusalsOf(input, std::move(refusals));
  PrintRefusals(input, all.refusals, all.names_unchecked, invocation);
  return ExitStatus::kRefused;
}

// Brings the projections up to date and compares the answers before and after.
StatusOr<Effects> ComputeEffects(const Invocation& invocation, const Ledger& ledger,
                                 const AppendResult& result, bool dry_run) {
  Progress progress("folding records");
  ViewsOptions options = SavedViewsOptions(invocation, progress);
  options.write = !dry_run;
  MUSTER_ASSIGN_OR_RETURN(std::unique_ptr<Views> views, Views::Open(ledger, options));
  if (!dry_run) return EffectsOfAppend(ledger, *views, result);
  return EffectsOfDryRun(ledger, *views, result);
}

// For programs, the one refusal that is about no file.
void PrintUnexpectedSize(const Status& status, const Invocation& invocation) {
  if (invocation.format == Format::kTable) return;
  const Refusal refusal = {"",
                           {},
                           "unexpected-size",
                           std::string(Message(status)),
                           "read what came since, and expect the size that is there now"};
  PrintRefusals(ReportInput(), {refusal}, false, invocation);
}

// "3 events were appended".
std::string AppendedText(const AppendResult& result) {
  const std::size_t count = NewRecords(result).size();
  return fmt::format("{} event{} appended", count, count == 1 ? " was" : "s were");
}

StatusOr<ExitStatus> RunAppend(const Invocation& invocation) {
  MUSTER_ASSIGN_OR_RETURN(AppendOptions options, OptionsOf(invocation));
  MUSTER_ASSIGN_OR_RETURN(const ReportInput input, ReadInput(invocation.operands));
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> ledger,
                          Ledger::Open(invocation.LedgerDirectory(), {.write = !options.dry_run}));
  const bool dry_run = options.dry_run;
  // The ledger is asked even if the reader has refused something: the user is told of everything at
  // once.
  if (!input.refusals.empty()) options.dry_run = true;
  Receipt receipt;
  receipt.dry_run = dry_run;
  StatusOr<AppendResult> result = ledger->Append(input.drafts, options);
  if (result.status().code() == StatusCode::kAborted)
    PrintUnexpectedSize(result.status(), invocation);
  if (!result.ok()) return result.status();
  receipt.result = *std::move(result);
  if (!input.refusals.empty() || !receipt.result.refusals.empty()) {
    return Refuse(input, std::move(receipt.result.refusals), invocation);
  }
  if (!dry_run) NoteDone(AppendedText(receipt.result));
  StatusOr<Effects> effects = ComputeEffects(invocation, *ledger, receipt.result, dry_run);
  // The records are in the log: whatever is wrong with the projections is no reason to say
  // otherwise.
  if (effects.ok()) {
    receipt.effects = *std::move(effects);
  } else {
    WarnOfStaleViews(effects.status(), invocation);
  }
  if (invocation.format == Format::kTable) Print(ReceiptText(receipt, invocation.style));
  if (invocation.format == Format::kCsv) Print(ReceiptCsv(receipt));
  if (invocation.format == Format::kJson) Print(JsonLine(ReceiptJson(receipt)));
  return ExitStatus::kDone;
}

}  // namespace

Command AppendCommand() {
  return {
      .name = "append",
      .summary = "checks and appends report files, all or none",
      .access = "writes to the ledger",
      .operands = "FILE...",
      .operands_min = 1,
      .operands_max = Command::kAnyNumber,
      .operands_complete = Completes::kFiles,
      .description =
          "Each file holds field reports and the events read from them, as YAML or JSON; `-` is\n"
          "standard input. All files are checked first, later ones seeing earlier ones; any "
          "mistake\n"
          "refuses all of them, and all mistakes are told with their places. The receipt says "
          "what\n"
          "was understood, what was assumed, and which strengths changed. Appending a report "
          "again\n"
          "does no harm: what is recorded already is skipped.\n",
      .examples =
          "# see what would happen, then do it\n"
          "muster append --dry-run report.yaml && muster append report.yaml\n"
          "# from a script that saw 45 records\n"
          "muster append --expect-size 45 --by desk --format json report.yaml\n",
      .options = Joined(
          {{.name = "dry-run", .help = "check and say what would happen; write nothing"},
           {.name = "expect-size", .value = "N", .help = "append only if the log has N records"}},
          OptionsOfRecorders()),
      .run = RunAppend};
}

}  // namespace muster
