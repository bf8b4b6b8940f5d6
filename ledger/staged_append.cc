// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/staged_append.h"

#include <utility>
#include <vector>

#include "ledger/ledger_state.h"
#include "ledger/prepared_draft.h"

namespace muster {

struct StagedAppend::Parts {
  Ledger::State& state;
  const std::span<const ReportDraft> drafts;
  const AppendOptions options;
  std::vector<PreparedDraft> prepared;
  Ledger::State::Begun begun;
};

StagedAppend::StagedAppend(Ledger& ledger, std::span<const ReportDraft> drafts,
                           AppendOptions options)
    : parts_(new Parts{*ledger.state_, drafts, std::move(options), {}, {}}) {}
StagedAppend::~StagedAppend() = default;

void StagedAppend::Prepare() {
  parts_->prepared.reserve(parts_->drafts.size());
  for (const ReportDraft& draft : parts_->drafts) parts_->prepared.push_back(PrepareDraft(draft));
}

Status StagedAppend::Begin() {
  MUSTER_ASSIGN_OR_RETURN(parts_->begun, parts_->state.Begin(parts_->prepared, parts_->options));
  parts_->prepared.clear();
  return OkStatus();
}

bool StagedAppend::refused() const { return !parts_->begun.result.refusals.empty(); }

StatusOr<AppendResult> StagedAppend::Finish() {
  return parts_->state.Finish(std::move(parts_->begun), parts_->options);
}

}  // namespace muster
