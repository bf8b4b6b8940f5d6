// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/changed_contingents.h"

#include <optional>
#include <set>
#include <utility>

#include "muster/v1/event.pb.h"

namespace muster {

ChangedContingents ChangedContingents::Find(const EffectiveSet& set, LogSize from, LogSize to) {
  struct Standing {
    std::optional<Position> before;
    std::optional<Position> after;
    std::vector<Position> changes;
  };
  std::map<std::string, Standing> contingents;
  std::map<Position, std::string> ids;
  for (const RegistrationChange& change : set.registrations()) {
    if (!Holds(to, change.at)) break;
    v1::Event reading;
    if (change.reading && reading.ParseFromString(*change.reading) && reading.has_contingent()) {
      ids[change.root] = reading.contingent().id();
    }
    const auto id = ids.find(change.root);
    if (id == ids.end()) continue;
    Standing& standing = contingents[id->second];
    const auto apply = [&](std::optional<Position>& root) {
      if (!change.reading && root == change.root) root.reset();
      if (change.reading && !root) root = change.root;
    };
    apply(standing.after);
    if (Holds(from, change.at)) {
      apply(standing.before);
    } else {
      standing.changes.push_back(change.at);
    }
  }
  std::set<std::string> stood;
  for (const auto& [id, standing] : contingents) {
    if (standing.before) stood.insert(id);
  }
  const auto is_above_others = [&stood](const std::string& id) {
    const auto next = stood.upper_bound(id + "/");
    return next != stood.end() && next->starts_with(id + "/");
  };
  ChangedContingents result;
  for (auto& [id, standing] : contingents) {
    if (standing.changes.empty() || !standing.after) continue;
    const bool is_new = standing.before != standing.after;
    result.any_new = result.any_new || is_new;
    if (!is_new || is_above_others(id)) result.changed[id] = std::move(standing.changes);
  }
  return result;
}

Registry ChangedContingents::Without(const EffectiveSet& set, LogSize to) const {
  std::set<Position> left_out;
  for (const auto& [id, positions] : changed) left_out.insert(positions.begin(), positions.end());
  Registry registry;
  for (const RegistrationChange& change : set.registrations()) {
    if (!Holds(to, change.at)) break;
    if (left_out.contains(change.at)) continue;
    v1::Event reading;
    const bool reads = change.reading && reading.ParseFromString(*change.reading);
    registry.Apply(change.at, change.root, reads ? &reading : nullptr);
  }
  return registry;
}

}  // namespace muster
