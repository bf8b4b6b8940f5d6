// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/movement_scan.h"

#include <algorithm>

#include "projections/strength_walk.h"

namespace muster {

void Tally::Add(const Interval& counted, bool against, int sign) {
  const bool open = counted.most == Interval::kNoMost;
  if (!against) {
    least += sign * counted.least;
    best += sign * counted.best;
    open ? void(no_most += sign) : void(most += sign * counted.most);
  } else {
    most -= sign * counted.least;
    best -= sign * counted.best;
    open ? void(no_least += sign) : void(least -= sign * counted.most);
  }
}

Interval Tally::Sum() const {
  return {no_least > 0 ? Interval::kNoLeast : least, best, no_most > 0 ? Interval::kNoMost : most};
}

ScanTarget::ScanTarget(const World& world, const Partition& partition)
    : group(world.facts().posts.size(), kNoGroup),
      covered(world.facts().posts.size(), kNeverBefore),
      tallies(partition.size()),
      touches(partition.size()) {
  for (NamedPostId name = 1; name < group.size(); ++name) {
    group[name] = partition.Of(world.posts().Of(name));
  }
}

void MovementScan::Count(std::size_t row, FactDay day, int sign, ScanTarget& target) const {
  const Movements& m = world_.facts().movements();
  const NamedPostId from = m.from[row];
  const NamedPostId to = m.to[row];
  const GroupId from_group = target.group[from];
  const GroupId to_group = target.group[to];
  if (from_group == to_group &&
      (from_group == kNoGroup || target.covered[from] == target.covered[to])) {
    return;
  }
  const bool has_back = m.leg[row] == MovementRow::kOut;
  const auto count_at = [&](GroupId group, FactDay after, bool arrives) {
    if (group == kNoGroup) return;
    const auto surely = [&](std::size_t leg) {
      return CertaintyIn(m.earliest[leg], m.latest[leg], after, day) == Certainty::kSurely;
    };
    if (has_back && surely(row) && surely(row + 1)) return;
    target.tallies[group].Add(CountIn(m, row, after, day), !arrives, sign);
    if (has_back) target.tallies[group].Add(CountIn(m, row + 1, after, day), arrives, sign);
  };
  count_at(to_group, target.covered[to], true);
  count_at(from_group, target.covered[from], false);
}

void MovementScan::TouchGroups(std::size_t row, FactDay day, ScanTarget& target) const {
  const Movements& m = world_.facts().movements();
  if (m.earliest[row] > day) return;
  const bool is_loss = m.kind[row] == MovementKind::kLoss;
  for (const NamedPostId post : {m.from[row], m.to[row]}) {
    const GroupId group = target.group[post];
    if (group == kNoGroup) continue;
    Touch& touch = target.touches[group];
    (is_loss ? touch.by_loss : touch.by_other) = true;
    if (m.best_day[row] <= day) touch.latest = std::max(touch.latest, m.best_day[row]);
  }
}

void MovementScan::CountAgain(std::size_t row, FactDay before, FactDay day,
                              ScanTarget& target) const {
  Count(row, before, -1, target);
  Count(row, day, 1, target);
  TouchGroups(row, day, target);
  if (world_.facts().movements().leg[row] == MovementRow::kOut) TouchGroups(row + 1, day, target);
}

void MovementScan::Add(FactDay day, std::vector<ScanTarget*> targets) const {
  const Movements& m = world_.facts().movements();
  const FactPosition known_at = world_.known_at();
  for (std::size_t row = 0; row < world_.movements_known(); ++row) {
    if (m.known_until[row] < known_at) continue;
    if (m.earliest[row] > day && m.leg[row] != MovementRow::kOut) continue;
    for (ScanTarget* target : targets) {
      TouchGroups(row, day, *target);
      if (m.leg[row] != MovementRow::kBack) Count(row, day, 1, *target);
    }
  }
}

}  // namespace muster
