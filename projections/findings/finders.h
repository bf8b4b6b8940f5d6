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
  const ViewQuery& query;  // a known-at and a lens
  Day on;
};

using FindingList = std::vector<Finding>;

// Each adds what it finds, in any order. Errors: DATA_LOSS.
Status FindOverdrafts(CheckedState& state, FindingList* findings);
Status FindAboveAuthorised(CheckedState& state, FindingList* findings);
Status FindOutsideMandates(CheckedState& state, FindingList* findings);
Status FindDisagreeingClaims(CheckedState& state, FindingList* findings);
Status FindDifferingAccounts(CheckedState& state, FindingList* findings);
Status FindUnexplainedMusters(CheckedState& state, FindingList* findings);
Status FindDifferingMusters(CheckedState& state, FindingList* findings);
Status FindLines(CheckedState& state, FindingList* findings);
Status FindMixedDates(CheckedState& state, FindingList* findings);
Status FindPublishedBefore(CheckedState& state, FindingList* findings);
Status FindDispatches(CheckedState& state, FindingList* findings);
Status FindLikelyDuplicates(CheckedState& state, FindingList* findings);
Status FindUnknownStrengths(CheckedState& state, FindingList* findings);
Status FindStaleViews(CheckedState& state, FindingList* findings);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_FINDINGS_FINDERS_H_
