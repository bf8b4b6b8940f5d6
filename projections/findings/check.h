// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The check: every kind of finding, and which of them are settled.
#ifndef MUSTER_PROJECTIONS_FINDINGS_CHECK_H_
#define MUSTER_PROJECTIONS_FINDINGS_CHECK_H_

#include "ledger/registry.h"
#include "ledger/status.h"
#include "projections/record_source.h"
#include "projections/view.h"
#include "projections/view_findings.h"
#include "projections/view_session.h"

namespace muster {

// All findings that are asked for, the settled ones among them. Reads the log once. REQUIRES:
// `session` is for `query`, which CheckQuery returned, and which has a known-at and a lens only.
//
// Errors: INVALID_ARGUMENT for a name that no finding has; those of `source`.
StatusOr<Findings> ComputeFindings(ViewSession& session, const RecordSource& source,
                                   const Registry& registry, const ViewQuery& query,
                                   const CheckRequest& request);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_FINDINGS_CHECK_H_
