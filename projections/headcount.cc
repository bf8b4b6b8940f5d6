// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include <utility>
#include <vector>

#include "projections/movement_scan.h"
#include "projections/total_and_groups.h"
#include "projections/view_session.h"

namespace muster {

Headcount ComputeHeadcount(ViewSession& session, Day on, const ViewQuery& query) {
  TotalAndGroups strengths(session, query);
  std::vector<ScanTarget*> targets;
  for (GroupStrengths* part : strengths.Parts()) {
    part->Prepare(on.value);
    for (ScanTarget* target : part->Targets()) targets.push_back(target);
  }
  MovementScan(session.world()).Add(on.value, targets);

  Headcount headcount{on, query.known_at, query.by, {}, strengths.TotalAt(on.value)};
  const GroupStrengths* const groups = strengths.groups();
  for (GroupId group = 0; groups != nullptr && group < groups->size(); ++group) {
    if (!groups->IsTouched(group)) continue;
    Group row = groups->At(group);
    if (query.all_groups || !IsNobody(row.strength)) headcount.rows.push_back(std::move(row));
  }
  return headcount;
}

}  // namespace muster
