// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Reads an event with its accounts: how it reads, who says so, and who says otherwise.
#ifndef MUSTER_PROJECTIONS_ACCOUNTED_EVENT_H_
#define MUSTER_PROJECTIONS_ACCOUNTED_EVENT_H_

#include <functional>

#include "ledger/position.h"
#include "ledger/status.h"
#include "projections/corrected_reports.h"
#include "projections/record_source.h"
#include "projections/view_reasons.h"

namespace muster {

// Whether a lens admits a record.
using Admission = std::function<bool(const v1::Record&)>;

// The event whose chain begins at `root`, by its records below `known_at`. `reading` is null if it
// counts for nothing there. `reports` are as of the same known-at. Errors: those of `source`.
StatusOr<AccountedEvent> ReadAccountedEvent(const RecordSource& source, CorrectedReports& reports,
                                            Position root, LogSize known_at,
                                            const Admission& admits);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_ACCOUNTED_EVENT_H_
