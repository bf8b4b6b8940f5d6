// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/admission.h"

#include <utility>

#include "muster/v1/record.pb.h"

namespace muster {
namespace {

// Whether the append is small enough to be judged.
bool CheckSize(std::span<PreparedDraft> drafts, Refusals& refusals) {
  std::size_t events = 0;
  for (const PreparedDraft& draft : drafts) {
    events += draft.parsed.events.size();
    if (events <= kAppendEventsMax) continue;
    refusals.push_back({draft.draft->file, draft.draft->root.position, "too-many",
                        fmt::format("the append has more than {} events", kAppendEventsMax),
                        "append the files one after the other"});
    return false;
  }
  return true;
}

}  // namespace

Status AdmitDrafts(std::span<PreparedDraft> drafts, AppendUnderway& append, AdmissionState& state,
                   AppendResult& result) {
  state.names.Reset();
  if (CheckSize(drafts, append.refusals)) {
    for (PreparedDraft& draft : drafts) {
      append.refusals.insert(append.refusals.end(), draft.refusals.begin(), draft.refusals.end());
      DraftAdmission admission(draft, append, state);
      MUSTER_RETURN_IF_ERROR(admission.Admit(result));
    }
  }
  if (append.refusals.empty()) return OkStatus();
  result = {};
  result.refusals = std::move(append.refusals);
  SortRefusals(result.refusals);
  return OkStatus();
}

}  // namespace muster
