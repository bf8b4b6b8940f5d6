// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Where two answers differ, and by which records: between two states of knowledge, and between two
// days.
#ifndef MUSTER_PROJECTIONS_DIFF_H_
#define MUSTER_PROJECTIONS_DIFF_H_

#include <optional>

#include "ledger/date.h"
#include "ledger/position.h"
#include "ledger/registry.h"
#include "ledger/status.h"
#include "projections/effective_set.h"
#include "projections/record_source.h"
#include "projections/two_states.h"
#include "projections/view.h"
#include "projections/view_changes.h"
#include "projections/view_session.h"

namespace muster {

// What changed from the state `from` to `to`, which `states` are; on one day or on all. `source`
// has the records of their set. REQUIRES: a query that CheckQuery returned at the known-at `to`.
// Errors: those of `source`; INVALID_ARGUMENT if the strengths change on more than
// kTimelinePointsMax days.
StatusOr<Diff> ComputeDiff(const RecordSource& source, TwoStates& states, const Registry& registry,
                           LogSize from, LogSize to, std::optional<Day> on, const ViewQuery& query);

// What changed from the end of `from` to that of `to` in the world. REQUIRES: a query that
// CheckQuery returned; from <= to.
DayDiff ComputeDayDiff(ViewSession& session, Day from, Day to, const ViewQuery& query);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_DIFF_H_
