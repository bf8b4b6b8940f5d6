// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include <memory>
#include <optional>

#include "projections/group_strengths.h"
#include "projections/view_session.h"

namespace muster {

Headcount ComputeHeadcount(ViewSession& session, Day on, const ViewQuery& query) {
  World& world = session.world();
  const std::shared_ptr<const Partition> whole = session.partitions().Whole(query);
  GroupStrengths total(world, session.walk(), *whole);
  total.Prepare(on.value);
  std::vector<ScanTarget*> targets = total.Targets();

  std::shared_ptr<const Partition> partition;
  std::optional<GroupStrengths> groups;
  if (!query.by.empty()) {
    partition = session.partitions().ByKeys(query);
    groups.emplace(world, session.walk(), *partition);
    groups->Prepare(on.value);
    for (ScanTarget* target : groups->Targets()) targets.push_back(target);
  }
  MovementScan(world).Add(on.value, targets);

  Headcount headcount{on, query.known_at, query.by, {}, total.At(0)};
  for (GroupId group = 0; groups && group < groups->size(); ++group) {
    if (!groups->IsTouched(group)) continue;
    Group row = groups->At(group);
    if (query.all_groups || !IsNobody(row.strength)) headcount.rows.push_back(std::move(row));
  }
  return headcount;
}

}  // namespace muster
