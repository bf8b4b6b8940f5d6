// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/arrivals_by_who.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "muster/v1/post.pb.h"

namespace muster {

ArrivalsByWho::ArrivalsByWho(const World& world) : names_(world.facts().names) {
  const Movements& m = world.facts().movements();
  for (std::size_t row = 0; row < world.movements_known(); ++row) {
    if (m.kind[row] != MovementKind::kArrival || !m.Holds(row, world.known_at())) continue;
    const NamedPost& post = world.facts().posts[m.to[row]];
    const Key key = {post[kMission], post[kContributor], post[kComponent], post[kContingent]};
    arrivals_[key].push_back({m.earliest[row], m.best_day[row], m.latest[row]});
  }
}

std::optional<ArrivalsByWho::Key> ArrivalsByWho::KeyOf(const v1::Who& who) const {
  Key key{};
  const std::array said = {&who.mission(), &who.contributor(), &who.component(), &who.contingent()};
  for (std::size_t i = 0; i < key.size(); ++i) {
    if (said[i]->empty()) continue;
    const std::optional<NameId> name = names_.Find(*said[i]);
    if (!name) return std::nullopt;
    key[i] = *name;
  }
  return key;
}

bool ArrivalsByWho::HaveArrived(const v1::Who& who, const DateBounds& dispatched, Day until) const {
  const std::optional<Key> key = KeyOf(who);
  const auto found = key ? arrivals_.find(*key) : arrivals_.end();
  if (found == arrivals_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const FactDate& arrival) {
    return arrival.latest >= dispatched.earliest.value && arrival.best <= until.value;
  });
}

}  // namespace muster
