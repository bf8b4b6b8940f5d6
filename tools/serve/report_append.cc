// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/report_append.h"

#include <utility>

#include "tools/cli/effect.h"

namespace muster {
namespace {

// How often a dry run is made again because the log has grown in the meantime.
constexpr int kDryRunsMax = 8;

StatusOr<Effects> EffectsOfAppended(const ServedLedger& ledger, const AppendResult& result) {
  MUSTER_RETURN_IF_ERROR(ledger.Await(result.head.size));
  StatusOr<Effects> effects = Effects();
  ledger.Answer([&](const OpenedLedger& opened) {
    effects = EffectsOfAppend(*opened.ledger, *opened.views, result);
  });
  return effects;
}

// A dry run speaks of the log as it is at that moment, and its effects of that log, too.
StatusOr<AppendResult> Rehearse(ServedLedger& ledger, const ReportInput& input,
                                const AppendOptions& options, StatusOr<Effects>& effects) {
  effects = Effects();
  for (int i = 0;; ++i) {
    MUSTER_ASSIGN_OR_RETURN(AppendResult result, ledger.Append(input.drafts, options));
    if (!result.refusals.empty() || !input.refusals.empty()) return result;
    MUSTER_RETURN_IF_ERROR(ledger.Await(result.head.size));
    bool is_same = false;
    ledger.Answer([&](const OpenedLedger& opened) {
      is_same = opened.views->size() == result.head.size;
      if (is_same) effects = EffectsOfDryRun(*opened.ledger, *opened.views, result);
    });
    if (is_same) return result;
    if (i == kDryRunsMax) {
      effects = Unavailable("the log grew whenever it was looked at");
      return result;
    }
  }
}

}  // namespace

StatusOr<ReportAppend> AppendReports(ServedLedger& ledger, const ReportInput& input,
                                     AppendOptions options) {
  ReportAppend append;
  append.receipt.dry_run = options.dry_run;
  if (!input.refusals.empty()) options.dry_run = true;
  StatusOr<Effects> effects = Effects();
  if (options.dry_run) {
    MUSTER_ASSIGN_OR_RETURN(append.receipt.result, Rehearse(ledger, input, options, effects));
  } else {
    MUSTER_ASSIGN_OR_RETURN(append.receipt.result, ledger.Append(input.drafts, options));
    if (append.receipt.result.refusals.empty()) {
      effects = EffectsOfAppended(ledger, append.receipt.result);
    }
  }
  append.refused = AllRefusalsOf(input, std::move(append.receipt.result.refusals));
  if (effects.ok()) append.receipt.effects = *std::move(effects);
  append.effects_status = effects.status();
  return append;
}

}  // namespace muster
