// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/bearing.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "ledger/path.h"

namespace muster {

Bearing::Bearing(std::span<World* const> worlds)
    : worlds_(worlds.begin(), worlds.end()),
      facts_(worlds.front()->facts()),
      occurs_(facts_.posts.size()),
      parents_(facts_.posts.size()) {
  std::iota(parents_.begin(), parents_.end(), RegionId{0});
  FindOccurring();
  Join();
}

bool Bearing::HoldsMovement(std::size_t row) const {
  return std::any_of(worlds_.begin(), worlds_.end(), [&](const World* world) {
    return facts_.movements().Holds(row, world->known_at());
  });
}

bool Bearing::HoldsSetting(std::size_t row) const {
  return std::any_of(worlds_.begin(), worlds_.end(), [&](const World* world) {
    return facts_.settings().known[row].Holds(world->known_at());
  });
}

void Bearing::FindOccurring() {
  const Movements& movements = facts_.movements();
  for (std::size_t row = 0; row < movements.size(); ++row) {
    if (!HoldsMovement(row)) continue;
    occurs_[movements.from[row]] = true;
    occurs_[movements.to[row]] = true;
  }
  const Settings& settings = facts_.settings();
  for (std::size_t row = 0; row < settings.size(); ++row) {
    const std::optional<NamedPostId>& own = facts_.reaches[settings.rows[row].reach].own_post;
    if (own && HoldsSetting(row)) occurs_[*own] = true;
  }
  occurs_[kAbroad] = false;
}

void Bearing::Join() {
  for (ReachId reach = 0; reach < facts_.reaches.size(); ++reach) {
    // Each post of one that is taken apart is a setting of its own.
    if (facts_.reaches[reach].apart) continue;
    const bool set = std::any_of(worlds_.begin(), worlds_.end(), [&](World* world) {
      return world->has_settings() && !world->SettingsOf(reach).empty();
    });
    if (!set) continue;
    std::optional<RegionId> region;
    VisitReach(reach, [&](NamedPostId name) {
      if (!region) region = Find(name);
      parents_[Find(name)] = *region;
    });
  }
}

RegionId Bearing::Find(NamedPostId name) {
  RegionId at = name;
  while (parents_[at] != at) {
    parents_[at] = parents_[parents_[at]];
    at = parents_[at];
  }
  return at;
}

template <typename Visit>
void Bearing::VisitReach(ReachId reach, Visit visit) const {
  for (std::size_t i = 0; i < worlds_.size(); ++i) {
    const PostMap& posts = worlds_[i]->posts();
    for (const PostId post : posts.PostsOf(reach)) {
      for (const NamedPostId name : posts.NamesOf(post)) {
        if (occurs_[name]) visit(name);
      }
    }
  }
}

void Bearing::AddGroup(std::size_t world, const Partition& partition, GroupId group,
                       Regions& regions) {
  const PostMap& posts = worlds_[world]->posts();
  for (const PostId post : partition.PostsOf(group)) {
    for (const NamedPostId name : posts.NamesOf(post)) {
      if (occurs_[name]) regions.insert(Find(name));
    }
  }
}

void Bearing::AddFamily(std::string_view first, Regions& regions) {
  for (NamedPostId name = 1; name < occurs_.size(); ++name) {
    const NameId contingent = facts_.posts[name][kContingent];
    if (!occurs_[name] || contingent == kNoName) continue;
    if (PathIncludes(first, facts_.names[contingent])) regions.insert(Find(name));
  }
}

void Bearing::AddMovement(std::size_t row, Regions& regions) {
  for (const NamedPostId end : {facts_.movements().from[row], facts_.movements().to[row]}) {
    if (end != kAbroad) regions.insert(Find(end));
  }
}

void Bearing::AddSetting(std::size_t row, Regions& regions) {
  VisitReach(facts_.settings().rows[row].reach,
             [&](NamedPostId name) { regions.insert(Find(name)); });
}

}  // namespace muster
