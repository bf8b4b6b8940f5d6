// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Which records a number rests on: so many that it comes out of them alone.
#ifndef MUSTER_PROJECTIONS_ANSWER_RECORDS_H_
#define MUSTER_PROJECTIONS_ANSWER_RECORDS_H_

#include <vector>

#include "ledger/date.h"
#include "ledger/position.h"
#include "ledger/status.h"
#include "projections/effective_set.h"
#include "projections/record_source.h"
#include "projections/view.h"
#include "projections/view_reasons.h"
#include "projections/view_session.h"

namespace muster {

// The positions, ascending and below the query's known-at, of records of which ReasonsOf makes
// `reasons`: the movements and musters that have a share in the number, with all that was said of
// them and the registrations of their contingents; if these leave another number, as where a muster
// left a difference unexplained, also all that happened at the same posts; and if even that does,
// every record. It is tried, not assumed.
//
// `session` and `set` are those that answered, of the records of `source`. Errors: those of
// `source`.
StatusOr<std::vector<Position>> FindAnswerRecords(const RecordSource& source,
                                                  const EffectiveSet& set, ViewSession& session,
                                                  const Reasons& reasons, const ViewQuery& query);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_ANSWER_RECORDS_H_
