// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/total_and_groups.h"

namespace muster {

TotalAndGroups::TotalAndGroups(ViewSession& session, const ViewQuery& query) {
  if (!query.by.empty()) {
    partition_ = session.partitions().ByKeys(query);
    groups_.emplace(session.world(), session.walk(), *partition_);
  }
  if (groups_ && groups_->AddUp()) return;
  whole_ = session.partitions().Whole(query);
  total_.emplace(session.world(), session.walk(), *whole_);
}

std::vector<GroupStrengths*> TotalAndGroups::Parts() {
  std::vector<GroupStrengths*> parts;
  if (total_) parts.push_back(&*total_);
  if (groups_) parts.push_back(&*groups_);
  return parts;
}

Group TotalAndGroups::TotalAt(FactDay day) const {
  return total_ ? total_->At(0) : groups_->AtAll(day);
}

}  // namespace muster
