// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// TotalAndGroups: the strengths that a query asks for, of all its posts together and of its groups.
#ifndef MUSTER_PROJECTIONS_TOTAL_AND_GROUPS_H_
#define MUSTER_PROJECTIONS_TOTAL_AND_GROUPS_H_

#include <memory>
#include <optional>
#include <vector>

#include "projections/group_strengths.h"
#include "projections/partition.h"
#include "projections/view.h"
#include "projections/view_session.h"

namespace muster {

// The total is had from the groups where these add up, and else walked and counted by itself.
// Thread-compatible.
class TotalAndGroups {
 public:
  // `session` outlives the object. `days`: how many are asked for.
  TotalAndGroups(ViewSession& session, const ViewQuery& query,
                 PartitionCache::Days days = PartitionCache::Days::kFew);

  // What has to be prepared and counted, before there is an answer.
  std::vector<GroupStrengths*> Parts();

  // Whether each part has any day as quickly as the one after another.
  bool any_day_is_quick() const;

  // At the end of `day`, up to which the parts were counted.
  Group TotalAt(FactDay day) const;
  // Null if the query asks for none.
  const GroupStrengths* groups() const { return groups_ ? &*groups_ : nullptr; }

 private:
  std::shared_ptr<const Partition> whole_, partition_;
  std::optional<GroupStrengths> total_, groups_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_TOTAL_AND_GROUPS_H_
