// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The facts that a lens leaves (DESIGN section 3).
#ifndef MUSTER_PROJECTIONS_LENSED_FACTS_H_
#define MUSTER_PROJECTIONS_LENSED_FACTS_H_

#include "ledger/lens.h"
#include "ledger/position.h"
#include "ledger/status.h"
#include "projections/fact_table.h"
#include "projections/record_source.h"
#include "projections/standings.h"

namespace muster {

// Folds the records below `known_at` that `lens` admits. The rows of the result are true at every
// known-at above 0. `names` are those of the lensless facts, for the values that registrations
// give, which count under every lens. Costs a reading of the log.
//
// Errors: those of `source`.
StatusOr<FactTable> FactsThroughLens(const RecordSource& source, const Lens& lens,
                                     const Standings& standings, LogSize known_at,
                                     const Names& names);

// Adds them to `table`, as true at the known-ats of `known`. REQUIRES: no row of `table` is known
// from later on. Errors: as above.
Status AddFactsThroughLens(const RecordSource& source, const Lens& lens, const Standings& standings,
                           LogSize known_at, const Span& known, FactTable& table);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_LENSED_FACTS_H_
