// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The history of an event or of a field report.
#ifndef MUSTER_PROJECTIONS_HISTORY_H_
#define MUSTER_PROJECTIONS_HISTORY_H_

#include "ledger/position.h"
#include "ledger/status.h"
#include "projections/corrected_reports.h"
#include "projections/record_source.h"
#include "projections/target_finder.h"
#include "projections/view_history.h"

namespace muster {

// What a TargetFinder of `known_at` found, with everything below `known_at` that is about it.
// `reports` are those of `known_at`. Errors: those of `source`.
StatusOr<History> ReadHistory(const RecordSource& source, CorrectedReports& reports,
                              const FoundTarget& target, LogSize known_at);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_HISTORY_H_
