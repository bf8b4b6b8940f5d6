// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Reads an event with its accounts: how it reads, who says so, and who says otherwise.
#ifndef MUSTER_PROJECTIONS_ACCOUNTED_EVENT_H_
#define MUSTER_PROJECTIONS_ACCOUNTED_EVENT_H_

#include "ledger/lens.h"
#include "ledger/position.h"
#include "ledger/status.h"
#include "projections/corrected_reports.h"
#include "projections/record_source.h"
#include "projections/standings.h"
#include "projections/view_reasons.h"

namespace muster {

// The event whose chain begins at `root`, by its records below `known_at`. `reading` is null if it
// counts for nothing there. `reports` and `standings` are as of the same known-at; `standings` may
// be null if the lens is clear. Errors: those of `source`.
StatusOr<AccountedEvent> ReadAccountedEvent(const RecordSource& source, CorrectedReports& reports,
                                            Position root, LogSize known_at, const Lens& lens,
                                            const Standings* standings);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_ACCOUNTED_EVENT_H_
