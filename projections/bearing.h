// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Bearing: which facts bear on the strength of a set of posts. A movement does with an end in it, a
// setting with a post in it; and since a setting's difference depends on all of its posts, so does
// whatever bears on those.
#ifndef MUSTER_PROJECTIONS_BEARING_H_
#define MUSTER_PROJECTIONS_BEARING_H_

#include <cstdint>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "projections/fact_table.h"
#include "projections/partition.h"
#include "projections/world.h"

namespace muster {

// Posts that settings join are one region: what bears on one of them bears on all.
using RegionId = std::uint32_t;
using Regions = std::set<RegionId>;

// Thread-compatible.
class Bearing {
 public:
  // The facts as one or several states of knowledge have them. REQUIRES: the worlds are of one
  // table. They outlive the object.
  explicit Bearing(std::span<World* const> worlds);

  // The regions of the posts of a group as the world of that number has it.
  void AddGroup(std::size_t world, const Partition& partition, GroupId group, Regions& regions);
  // Those of the named posts whose contingent is in the family: `first` is the first element of its
  // path.
  void AddFamily(std::string_view first, Regions& regions);
  // Those that a row bears on.
  void AddMovement(std::size_t row, Regions& regions);
  void AddSetting(std::size_t row, Regions& regions);

  // Whether a row is true in one of the worlds.
  bool HoldsMovement(std::size_t row) const;
  bool HoldsSetting(std::size_t row) const;

 private:
  void FindOccurring();
  void Join();
  RegionId Find(NamedPostId name);
  // The named posts of a reach that occur, as any of the worlds has it.
  template <typename Visit>
  void VisitReach(ReachId reach, Visit visit) const;

  const std::vector<World*> worlds_;
  const FactTable& facts_;
  std::vector<bool> occurs_;       // by named post
  std::vector<RegionId> parents_;  // a forest over the named posts
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_BEARING_H_
