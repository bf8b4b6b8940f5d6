// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/group_strengths.h"

#include <algorithm>
#include <utility>

#include "projections/dated_sums.h"

namespace muster {

People PeopleOf(const Interval& strength) {
  People people;
  if (strength.least != Interval::kNoLeast) people.least = strength.least;
  people.best = strength.best;
  if (strength.most != Interval::kNoMost) people.most = strength.most;
  return people;
}

bool IsNobody(const People& people) { return people == People{0, 0, 0}; }

GroupStrengths::GroupStrengths(World& world, StrengthWalk& walk, const Partition& partition)
    : world_(world),
      walk_(walk),
      partition_(partition),
      by_cell_(partition.sums() != nullptr && partition.sums()->simple()),
      counted_(partition.size()),
      one_way_(partition.size()) {
  targets_[0].emplace(partition,
                      by_cell_ ? ScanTarget::Covers::kByCell : ScanTarget::Covers::kByPost);
  for (std::vector<Interval>& sums : sums_) sums.resize(partition.size());
}

std::vector<ScanTarget*> GroupStrengths::Targets() {
  if (same_covers_) return {&*targets_[0]};
  return {&*targets_[0], &*targets_[1]};
}

void GroupStrengths::Prepare(FactDay day) {
  for (std::optional<ScanTarget>& target : targets_) {
    if (target) target->Empty();
  }
  same_covers_ = true;
  if (!world_.has_settings()) return;
  if (by_cell_) {
    WalkCells(day);
    return;
  }
  std::vector<std::array<Walked, 2>> walks(partition_.size());
  for (GroupId group = 0; group < partition_.size(); ++group) WalkGroup(group, day, walks[group]);
  if (!same_covers_) {
    if (!targets_[1]) targets_[1].emplace(partition_);
    for (GroupId group = 0; group < partition_.size(); ++group) {
      Cover(walks[group][one_way_[group] ? 0 : 1], *targets_[1]);
    }
  }
  TouchBySettings(day);
}

// All posts of a reach are in one group and in no other reach: so the latest setting of each is
// chosen, in either order, and leaves no difference, for its unattributed post is covered.
void GroupStrengths::WalkCells(FactDay day) {
  const DatedSums& sums = *partition_.sums();
  ScanTarget& target = *targets_[0];
  for (std::vector<Interval>& of_walk : sums_) of_walk.assign(of_walk.size(), {});
  counted_.assign(counted_.size(), false);
  for (CellId cell = 0; cell < sums.cells().size(); ++cell) {
    const GroupId group = sums.GroupOf(cell);
    if (group == kNoGroup) continue;
    const ReachId reach = sums.cells().ReachOf(cell);
    const std::size_t count = world_.CountBefore(reach, ClosingOf(day).before);
    if (count == 0) continue;
    const std::uint32_t row = world_.SettingsOf(reach)[count - 1];
    const FactDay set_on = world_.Setting(row).day;
    const Interval level = walk_.LevelOf({row, world_.posts().OwnPost(reach)});
    for (std::vector<Interval>& of_walk : sums_) of_walk[group] += level;
    counted_[group] = true;
    target.covered_cells[cell] = set_on;
    target.groups[group].Touch(GroupTally::kOther, set_on, day);
  }
}

void GroupStrengths::WalkGroup(GroupId group, FactDay day, std::array<Walked, 2>& walks) {
  std::vector<PostId> posts;
  // Where no two settings of different reaches have a post in common, their order does not matter.
  bool one_way = true;
  for (const PostId post : partition_.ReachedOf(group)) {
    if (world_.OccursOn(post) > day) continue;
    posts.push_back(post);
    if (world_.posts().IsShared(post)) one_way = false;
  }
  one_way_[group] = one_way;
  constexpr std::array kOrders = {WalkOrder::kLatestFirst, WalkOrder::kWidestFirst};
  for (std::size_t i = 0; i < (one_way ? 1 : walks.size()); ++i) {
    if (!posts.empty()) walks[i] = walk_.WalkForSum(posts, ClosingOf(day), kOrders[i]);
    sums_[i][group] = walks[i].sum;
  }
  counted_[group] = !walks[0].chosen.empty();
  Cover(walks[0], *targets_[0]);
  if (one_way) {
    sums_[1][group] = sums_[0][group];
    return;
  }
  if (!IsCoveredSo(walks[1], walks[0].covered.size())) same_covers_ = false;
}

// Whether a walk that covers `count` posts once each, as the first target has them, covers the same
// as this one.
bool GroupStrengths::IsCoveredSo(const Walked& walked, std::size_t count) const {
  return walked.covered.size() == count &&
         std::all_of(walked.covered.begin(), walked.covered.end(), [&](const auto& cover) {
           // Every post has a name, and all its names the same cover.
           const NamedPostId name = *world_.posts().NamesOf(cover.first).begin();
           return targets_[0]->ends[name].covered == cover.second;
         });
}

void GroupStrengths::Cover(const Walked& walked, ScanTarget& target) const {
  for (const auto& [post, day] : walked.covered) {
    for (const NamedPostId name : world_.posts().NamesOf(post)) target.ends[name].covered = day;
  }
}

void GroupStrengths::TouchBySettings(FactDay day) {
  for (ReachId reach = 0; reach < world_.facts().reaches.size(); ++reach) {
    const std::size_t count = world_.CountBefore(reach, ClosingOf(day).before);
    if (count == 0) continue;
    const FactDay last = world_.Setting(world_.SettingsOf(reach)[count - 1]).day;
    const World::Occurring& occurring = world_.OccurringIn(reach);
    for (std::size_t i = 0; i < occurring.posts.size() && occurring.days[i] <= last; ++i) {
      const GroupId group = partition_.Of(occurring.posts[i]);
      if (group == kNoGroup) continue;
      GroupTally& tally = targets_[0]->groups[group];
      tally.touched_by |= GroupTally::kOther;
      tally.latest = std::max(tally.latest, last);
      // Then the reach has posts in no other group.
      if (AddUp()) break;
    }
  }
}

bool GroupStrengths::IsTouched(GroupId group) const {
  return targets_[0]->groups[group].touched_by != 0;
}

std::int64_t GroupStrengths::BestAt(GroupId group) const {
  return sums_[0][group].best + targets_[0]->groups[group].best;
}

Group GroupStrengths::At(GroupId group) const {
  Group answer = AnswerOf(
      {sums_[0][group], sums_[1][group]},
      {targets_[0]->groups[group], targets_[same_covers_ ? 0 : 1]->groups[group]}, counted_[group]);
  answer.keys = partition_.KeysOf(group);
  return answer;
}

// No setting is about two groups, so that the walk over all posts is that over each group's, one
// after the other. What the groups' movements come to counts a movement between two of them as an
// arrival and a departure: of that, what is inside is taken away.
Group GroupStrengths::AtAll(FactDay day) const {
  MUSTER_CHECK(AddUp());
  const MovementScan scan(world_);
  std::array<Interval, 2> sums;
  std::array<GroupTally, 2> tallies;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    for (const Interval& sum : sums_[i]) sums[i] += sum;
    if (i == 1 && same_covers_) {
      tallies[1] = tallies[0];
      continue;
    }
    const ScanTarget& target = *targets_[i];
    for (GroupId group = 0; group < size(); ++group) tallies[i].Add(target.groups[group]);
    for (const std::uint32_t row : *partition_.crossings()) {
      scan.TakeAwayInside(row, day, target, tallies[i]);
    }
  }
  return AnswerOf(sums, tallies,
                  std::find(counted_.begin(), counted_.end(), true) != counted_.end());
}

Group GroupStrengths::AnswerOf(std::array<Interval, 2> sums,
                               const std::array<GroupTally, 2>& tallies, bool counted) const {
  Group answer;
  const GroupTally& tally = tallies[0];
  if (tally.latest != kNeverBefore) answer.latest = Day{tally.latest};
  if (tally.touched_by == GroupTally::kLoss) {
    answer.basis = Basis::kLossesOnly;
    return answer;
  }
  answer.basis = counted ? Basis::kCounted : Basis::kAddedUp;
  sums[0] += tallies[0].Whole();
  sums[1] += tallies[1].Whole();
  answer.strength = PeopleOf(Floored(Narrower(sums[0], sums[1])));
  return answer;
}

}  // namespace muster
