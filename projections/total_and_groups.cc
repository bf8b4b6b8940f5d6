// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/total_and_groups.h"

namespace muster {

TotalAndGroups::TotalAndGroups(ViewSession& session, const ViewQuery& query,
                               PartitionCache::Days days) {
  if (!query.by.empty()) {
    partition_ = session.partitions().ByKeys(query, days);
    groups_.emplace(session.world(), session.walk(), *partition_);
  }
  if (groups_ && groups_->AddUp()) return;
  whole_ = session.partitions().Whole(query, days);
  total_.emplace(session.world(), session.walk(), *whole_);
}

std::vector<GroupStrengths*> TotalAndGroups::Parts() {
  std::vector<GroupStrengths*> parts;
  if (total_) parts.push_back(&*total_);
  if (groups_) parts.push_back(&*groups_);
  return parts;
}

bool TotalAndGroups::any_day_is_quick() const {
  return (!total_ || total_->any_day_is_quick()) && (!groups_ || groups_->any_day_is_quick());
}

Group TotalAndGroups::TotalAt(FactDay day) const {
  return total_ ? total_->At(0) : groups_->AtAll(day);
}

}  // namespace muster
