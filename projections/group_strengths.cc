// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/group_strengths.h"

#include <algorithm>
#include <utility>

namespace muster {
namespace {

People PeopleOf(const Interval& strength) {
  People people;
  if (strength.least != Interval::kNoLeast) people.least = strength.least;
  people.best = strength.best;
  if (strength.most != Interval::kNoMost) people.most = strength.most;
  return people;
}

void Empty(ScanTarget& target) {
  for (ScanTarget::End& end : target.ends) end.covered = kNeverBefore;
  std::fill(target.tallies.begin(), target.tallies.end(), Tally());
  std::fill(target.touches.begin(), target.touches.end(), Touch());
}

}  // namespace

bool IsNobody(const People& people) { return people == People{0, 0, 0}; }

GroupStrengths::GroupStrengths(World& world, StrengthWalk& walk, const Partition& partition)
    : world_(world),
      walk_(walk),
      partition_(partition),
      targets_{ScanTarget(world, partition), ScanTarget(world, partition)},
      counted_(partition.size()) {
  for (std::vector<Interval>& sums : sums_) sums.resize(partition.size());
}

std::vector<ScanTarget*> GroupStrengths::Targets() {
  if (same_covers_) return {&targets_[0]};
  return {&targets_[0], &targets_[1]};
}

void GroupStrengths::Prepare(FactDay day) {
  for (ScanTarget& target : targets_) Empty(target);
  same_covers_ = true;
  if (!world_.has_settings()) return;
  for (GroupId group = 0; group < partition_.size(); ++group) PrepareGroup(group, day);
  TouchBySettings(day);
}

void GroupStrengths::PrepareGroup(GroupId group, FactDay day) {
  std::vector<PostId> posts;
  for (const PostId post : partition_.PostsOf(group)) {
    if (world_.OccursOn(post) <= day) posts.push_back(post);
  }
  std::array<Walked, 2> walks = {walk_.Walk(posts, ClosingOf(day), WalkOrder::kLatestFirst),
                                 walk_.Walk(posts, ClosingOf(day), WalkOrder::kWidestFirst)};
  counted_[group] = !walks[0].chosen.empty();
  for (std::size_t i = 0; i < walks.size(); ++i) {
    sums_[i][group] = walks[i].sum;
    std::sort(walks[i].covered.begin(), walks[i].covered.end());
    for (const auto& [post, covered_on] : walks[i].covered) {
      for (const NamedPostId name : world_.posts().NamesOf(post)) {
        targets_[i].ends[name].covered = covered_on;
      }
    }
  }
  if (walks[0].covered != walks[1].covered) same_covers_ = false;
}

void GroupStrengths::TouchBySettings(FactDay day) {
  for (ReachId reach = 0; reach < world_.facts().reaches.size(); ++reach) {
    const std::size_t count = world_.CountBefore(reach, ClosingOf(day).before);
    if (count == 0) continue;
    const FactDay last = world_.Setting(world_.SettingsOf(reach)[count - 1]).day;
    for (const PostId post : world_.posts().PostsOf(reach)) {
      const GroupId group = partition_.Of(post);
      if (group == kNoGroup || world_.OccursOn(post) > last) continue;
      Touch& touch = targets_[0].touches[group];
      touch.by_other = true;
      touch.latest = std::max(touch.latest, last);
    }
  }
}

bool GroupStrengths::IsTouched(GroupId group) const {
  const Touch& touch = targets_[0].touches[group];
  return touch.by_loss || touch.by_other;
}

Group GroupStrengths::At(GroupId group) const {
  Group answer;
  answer.keys = partition_.KeysOf(group);
  const Touch& touch = targets_[0].touches[group];
  if (touch.latest != kNeverBefore) answer.latest = Day{touch.latest};
  if (touch.by_loss && !touch.by_other) {
    answer.basis = Basis::kLossesOnly;
    return answer;
  }
  answer.basis = counted_[group] ? Basis::kCounted : Basis::kAddedUp;
  std::array<Interval, 2> strengths = {sums_[0][group], sums_[1][group]};
  strengths[0] += targets_[0].tallies[group].Sum();
  strengths[1] += targets_[same_covers_ ? 0 : 1].tallies[group].Sum();
  answer.strength = PeopleOf(Floored(Narrower(strengths[0], strengths[1])));
  return answer;
}

}  // namespace muster
