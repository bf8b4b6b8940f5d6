// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Admission: what stands between drafts and the log. It judges the drafts of one append in order,
// later ones seeing earlier ones, and makes the batch that the log writes.
#ifndef MUSTER_LEDGER_ADMISSION_H_
#define MUSTER_LEDGER_ADMISSION_H_

#include <cstddef>
#include <span>

#include "ledger/admission_state.h"
#include "ledger/draft_admission.h"
#include "ledger/ledger.h"
#include "ledger/prepared_draft.h"
#include "ledger/status.h"

namespace muster {

// The events of one append are at most this many.
inline constexpr std::size_t kAppendEventsMax = 1'000'000;

// Judges the drafts of `append`, and fills in all of `result` but its head. If anything is refused,
// the result has the refusals alone. The state has the changes until its Commit or Rollback, one of
// which must follow. Errors: DATA_LOSS.
Status AdmitDrafts(std::span<PreparedDraft> drafts, AppendUnderway& append, AdmissionState& state,
                   AppendResult& result);

}  // namespace muster

#endif  // MUSTER_LEDGER_ADMISSION_H_
