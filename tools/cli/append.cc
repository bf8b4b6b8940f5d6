// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster append FILE...`: checks and appends report files, all or none.

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "ledger/ledger.h"
#include "projections/views.h"
#include "tools/cli/answer.h"
#include "tools/cli/append_answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/effect.h"
#include "tools/cli/invocation.h"
#include "tools/cli/receipt.h"
#include "tools/cli/report_input.h"
#include "tools/cli/view_request.h"
#include "tools/input/report_file.h"
#include "tools/output/progress.h"

namespace muster {
namespace {

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

StatusOr<ExitStatus> Refuse(const ReportInput& input, Refusals refusals,
                            const Invocation& invocation) {
  const AllRefusals all = AllRefusalsOf(input, std::move(refusals));
  PrintRefusals(input, all, invocation);
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
  PrintReceipt(receipt, invocation);
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
          Joined(OptionsOfRecorders(), OptionsOfServers())),
      .run = RunAppend};
}

}  // namespace muster
