// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The kinds of findings, each with its own rule, in a file by its name or that of its family. What
// each means for a reader is in docs/findings.
#ifndef MUSTER_PROJECTIONS_FINDINGS_FINDERS_H_
#define MUSTER_PROJECTIONS_FINDINGS_FINDERS_H_

#include <vector>

#include "ledger/date.h"
#include "ledger/position.h"
#include "ledger/registry.h"
#include "ledger/status.h"
#include "projections/findings/checked_log.h"
#include "projections/findings/scope_levels.h"
#include "projections/view.h"
#include "projections/view_findings.h"
#include "projections/view_session.h"

namespace muster {

// What is checked. All of it outlives the finders.
struct CheckedState {
  ViewSession& session;
  const CheckedLog& log;
  const ScopeLevels& levels;
  const Registry& registry;
  LogSize known_at;
  Day on;
};

using FindingList = std::vector<Finding>;

// Each adds what it finds, in any order.
void FindOverdrafts(CheckedState& state, FindingList* findings);
void FindAboveAuthorised(CheckedState& state, FindingList* findings);
void FindOutsideMandates(CheckedState& state, FindingList* findings);
// Compares claims as a reconciliation does, for the known-at and the lens of `query`. Errors:
// DATA_LOSS.
Status FindDisagreeingClaims(CheckedState& state, const ViewQuery& query, FindingList* findings);
void FindDifferingAccounts(CheckedState& state, FindingList* findings);
void FindUnexplainedMusters(CheckedState& state, FindingList* findings);
void FindDifferingMusters(CheckedState& state, FindingList* findings);
void FindLines(CheckedState& state, FindingList* findings);
void FindMixedDates(CheckedState& state, FindingList* findings);
void FindPublishedBefore(CheckedState& state, FindingList* findings);
void FindDispatches(CheckedState& state, FindingList* findings);
void FindLikelyDuplicates(CheckedState& state, FindingList* findings);
void FindUnknownStrengths(CheckedState& state, FindingList* findings);
void FindStaleViews(CheckedState& state, FindingList* findings);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_FINDINGS_FINDERS_H_
