// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/cells.h"

#include <algorithm>
#include <utility>

namespace muster {

Cells::Cells(const FactTable& facts, const PostMap& posts)
    : facts_(facts), of_named_(posts.named_size(), kNoCell) {
  std::vector<CellId> of_reach(facts.reaches.size(), kNoCell);
  std::vector<std::pair<Buckets::Item, Buckets::Item>> named;
  for (const PostId post : posts.reached()) {
    const Buckets::Range whole = posts.WholeOver(post);
    const ReachId reach = whole.size() > 0 ? *whole.begin() : *posts.ApartOver(post).begin();
    if (of_reach[reach] == kNoCell) {
      of_reach[reach] = static_cast<CellId>(reaches_.size());
      reaches_.push_back(reach);
      if (facts.reaches[reach].apart || posts.OwnPost(reach) == kNoPost) apart_ = false;
    }
    if (posts.IsShared(post)) apart_ = false;
    for (const NamedPostId name : posts.NamesOf(post)) {
      of_named_[name] = of_reach[reach];
      named.emplace_back(of_reach[reach], name);
    }
  }
  named_ = Buckets(reaches_.size(), named);
  const Movements& m = facts.movements();
  std::vector<std::pair<Buckets::Item, Buckets::Item>> rows;
  for (std::uint32_t row = 0; row < m.size(); ++row) {
    for (const NamedPostId post : {m.from[row], m.to[row]}) {
      if (of_named_[post] != kNoCell) rows.emplace_back(posts.Of(post), row);
    }
  }
  rows_ = Buckets(posts.size(), rows);
}

bool Cells::MovesBy(PostId post, FactDay day, FactPosition known_at) const {
  const Movements& m = facts_.movements();
  const Buckets::Range rows = rows_[post];
  return std::any_of(rows.begin(), rows.end(), [&](std::uint32_t row) {
    return m.earliest[row] <= day && m.Holds(row, known_at);
  });
}

}  // namespace muster
