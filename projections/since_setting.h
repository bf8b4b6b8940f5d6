// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What moved into and out of the posts of a setting since the setting of the same posts before it.
//
// Between two settings of one reach without a setting of another reach over any of its posts, both
// walks (DESIGN section 4, steps 5 and 8) choose the earlier one: no other that lies within the
// later one's posts has as many, or is later. It covers the posts that occur by its day, the
// unattributed posts of all earlier settings there among them, so that no difference is left open;
// and the posts that come to occur later have no movement before they do. So the strength before
// the later one is the level of the earlier one and what moved since.
#ifndef MUSTER_PROJECTIONS_SINCE_SETTING_H_
#define MUSTER_PROJECTIONS_SINCE_SETTING_H_

#include <algorithm>
#include <cstdint>

#include "projections/fact_index.h"
#include "projections/fact_table.h"
#include "projections/interval.h"
#include "projections/post_map.h"

namespace muster {

// What one end of a movement, with its way back, counts at a post whose window is (after, until].
Interval CountEnd(const Movements& movements, const MovementEnd& end, FactDay after, FactDay until);

inline bool IsInReach(const PostMap& posts, PostId post, ReachId reach) {
  if (post == kNoPost) return false;
  const Buckets::Range reaches = posts.WholeOver(post);
  return std::binary_search(reaches.begin(), reaches.end(), reach);
}

// Adds what the movement `row` counts for the posts of `reach` between settings at the end of
// `after` and of `until`. `occurs_on(post)` is asked about movements within the reach only.
template <typename OccursOn>
void AddSince(const Movements& movements, const PostMap& posts, ReachId reach, std::uint32_t row,
              FactDay after, FactDay until, OccursOn occurs_on, Interval* sum) {
  const PostId from = posts.Of(movements.from[row]);
  const PostId to = posts.Of(movements.to[row]);
  const bool from_inside = IsInReach(posts, from, reach);
  const bool to_inside = IsInReach(posts, to, reach);
  if (from_inside && to_inside && (occurs_on(from) <= after) == (occurs_on(to) <= after)) return;
  if (to_inside) *sum += CountEnd(movements, {row, true}, after, until);
  if (from_inside) *sum += CountEnd(movements, {row, false}, after, until);
}

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_SINCE_SETTING_H_
