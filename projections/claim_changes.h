// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Claim changes: which claims read otherwise than before.
#ifndef MUSTER_PROJECTIONS_CLAIM_CHANGES_H_
#define MUSTER_PROJECTIONS_CLAIM_CHANGES_H_

#include <optional>
#include <vector>

#include "ledger/registry.h"
#include "projections/new_records.h"
#include "projections/two_states.h"
#include "projections/view_changes.h"

namespace muster {

// Of `states`, which are those of the log at `from` and `to`: the claims of the earlier one that
// the later one does not have, or with another strength, date or scope; `on`: of this best day in
// one of the two. By position, the whole before its lines. Errors: DATA_LOSS.
StatusOr<std::vector<ClaimChange>> ComputeClaimChanges(TwoStates& states, const Registry& registry,
                                                       const NewRecords& records, LogSize from,
                                                       LogSize to, std::optional<Day> on,
                                                       const ViewQuery& query);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_CLAIM_CHANGES_H_
