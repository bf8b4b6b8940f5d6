// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Cells: the posts that settings may be about, by the reach that includes them; with the movements
// there, so that what a setting covers is known without a look at every post.
#ifndef MUSTER_PROJECTIONS_CELLS_H_
#define MUSTER_PROJECTIONS_CELLS_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "projections/fact_table.h"
#include "projections/post_map.h"

namespace muster {

using CellId = std::uint32_t;
inline constexpr CellId kNoCell = std::numeric_limits<CellId>::max();

// Each post that a reach includes is in one cell, that of the first such reach. Immutable after
// construction; safe for concurrent use.
class Cells {
 public:
  // Both outlive the object and are not changed meanwhile.
  Cells(const FactTable& facts, const PostMap& posts);

  std::size_t size() const { return reaches_.size(); }
  ReachId ReachOf(CellId cell) const { return reaches_[cell]; }
  // kNoCell of a post that no setting is about.
  CellId Of(NamedPostId post) const { return of_named_[post]; }
  Buckets::Range NamedIn(CellId cell) const { return named_[cell]; }

  // Whether each reach is taken whole, has an unattributed post, and shares no post with another:
  // then its latest setting covers all its posts that occur, whatever else is set.
  bool apart() const { return apart_; }

  // Whether the post of a cell occurs by `day`, by a movement that is known at `known_at`.
  bool MovesBy(PostId post, FactDay day, FactPosition known_at) const;

 private:
  const FactTable& facts_;
  std::vector<ReachId> reaches_;
  std::vector<CellId> of_named_;
  Buckets named_;
  Buckets rows_;  // the movements at each post of a cell
  bool apart_ = true;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_CELLS_H_
