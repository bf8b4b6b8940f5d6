// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// GroupStrengths: the strengths of all groups of a partition on one day after another.
#ifndef MUSTER_PROJECTIONS_GROUP_STRENGTHS_H_
#define MUSTER_PROJECTIONS_GROUP_STRENGTHS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "projections/movement_scan.h"
#include "projections/partition.h"
#include "projections/strength_walk.h"
#include "projections/view.h"
#include "projections/world.h"

namespace muster {

// Used thus: Prepare(day), a MovementScan over Targets(), then the answers. For a later day without
// a setting in between, only the movements that count otherwise then need be counted again.
// Thread-compatible.
class GroupStrengths {
 public:
  // All outlive the object; `walk` is one of `world`.
  GroupStrengths(World& world, StrengthWalk& walk, const Partition& partition);

  // Whether any day is had as quickly as the one after another; then none is to be counted again.
  bool any_day_is_quick() const { return by_cell_; }

  // Walks the settings up to `day` and empties the tallies.
  void Prepare(FactDay day);
  // One target for each walk; one alone where both cover the same.
  std::vector<ScanTarget*> Targets();

  std::size_t size() const { return partition_.size(); }
  // Something is known of the group by the day.
  bool IsTouched(GroupId group) const;
  Group At(GroupId group) const;
  // Whether all groups together can be had from them; then, what one group of them all would be at
  // the end of `day`, up to which the movements were counted.
  bool AddUp() const { return partition_.crossings().has_value(); }
  Group AtAll(FactDay day) const;
  // The best as the books have it, even where only losses are known.
  std::int64_t BestAt(GroupId group) const;

 private:
  // `sums` are those of the walks, and the tallies those of the targets that have the same covers.
  Group AnswerOf(std::array<Interval, 2> sums, const std::array<GroupTally, 2>& tallies,
                 bool counted) const;
  void WalkGroup(GroupId group, FactDay day, std::array<Walked, 2>& walks);
  void Cover(const Walked& walked, ScanTarget& target) const;
  bool IsCoveredSo(const Walked& walked, std::size_t count) const;
  void TouchBySettings(FactDay day);
  // The walk of sums that are simple: the latest setting of each cell.
  void WalkCells(FactDay day);

  World& world_;
  StrengthWalk& walk_;
  const Partition& partition_;
  const bool by_cell_;
  // By walk: latest first, widest first.
  // The second is made when a walk first covers otherwise than the other.
  std::array<std::optional<ScanTarget>, 2> targets_;
  std::array<std::vector<Interval>, 2> sums_;  // of settings, by group
  std::vector<bool> counted_;                  // by group
  std::vector<bool> one_way_;                  // by group: whether one walk stands for both
  bool same_covers_ = true;
};

// As a view shows it.
People PeopleOf(const Interval& strength);

// Whether nobody is there, for sure.
bool IsNobody(const People& people);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_GROUP_STRENGTHS_H_
