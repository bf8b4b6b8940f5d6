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
    : ends(world.facts().posts.size()), tallies(partition.size()), touches(partition.size()) {
  for (NamedPostId name = 1; name < ends.size(); ++name) {
    ends[name].group = partition.Of(world.posts().Of(name));
  }
}

void MovementScan::Count(std::size_t row, FactDay day, int sign, ScanTarget& target) const {
  const Movements& m = world_.facts().movements();
  const ScanTarget::End from = target.ends[m.from[row]];
  const ScanTarget::End to = target.ends[m.to[row]];
  if (from.group == to.group && (from.group == kNoGroup || from.covered == to.covered)) return;
  const bool has_back = m.leg[row] == MovementRow::kOut;
  const auto count_at = [&](const ScanTarget::End& end, bool arrives) {
    if (end.group == kNoGroup) return;
    const auto surely = [&](std::size_t leg) {
      return CertaintyIn(m.earliest[leg], m.latest[leg], end.covered, day) == Certainty::kSurely;
    };
    if (has_back && surely(row) && surely(row + 1)) return;
    Tally& tally = target.tallies[end.group];
    tally.Add(CountIn(m, row, end.covered, day), !arrives, sign);
    if (has_back) tally.Add(CountIn(m, row + 1, end.covered, day), arrives, sign);
  };
  count_at(to, true);
  count_at(from, false);
}

void MovementScan::TouchGroups(std::size_t row, FactDay day, ScanTarget& target) const {
  const Movements& m = world_.facts().movements();
  if (m.earliest[row] > day) return;
  const bool is_loss = m.kind[row] == MovementKind::kLoss;
  for (const NamedPostId post : {m.from[row], m.to[row]}) {
    const GroupId group = target.ends[post].group;
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

void MovementScan::AddRows(std::size_t begin, std::size_t end, FactDay day,
                           ScanTarget& target) const {
  const Movements& m = world_.facts().movements();
  const FactPosition known_at = world_.known_at();
  const ScanTarget::End* const ends = target.ends.data();
  for (std::size_t row = begin; row < end; ++row) {
    const FactDay earliest = m.earliest[row];
    const MovementRow::Leg leg = m.leg[row];
    if (m.known_until[row] < known_at || (earliest > day && leg != MovementRow::kOut)) continue;
    const ScanTarget::End from = ends[m.from[row]];
    const ScanTarget::End to = ends[m.to[row]];
    if (from.group == kNoGroup && to.group == kNoGroup) continue;
    TouchGroups(row, day, target);
    if (leg == MovementRow::kBack) continue;
    const bool plain =
        leg == MovementRow::kSingle && earliest == m.latest[row] && m.most[row] != Amount::kNoMost;
    if (!plain) {
      Count(row, day, 1, target);
      continue;
    }
    // Nearly all movements are of one day and have both bounds: surely, or not at all.
    if (from.group == to.group && from.covered == to.covered) continue;
    if (to.group != kNoGroup && earliest > to.covered) {
      Tally& tally = target.tallies[to.group];
      tally.least += m.least[row];
      tally.best += m.best[row];
      tally.most += m.most[row];
    }
    if (from.group != kNoGroup && earliest > from.covered) {
      Tally& tally = target.tallies[from.group];
      tally.least -= m.most[row];
      tally.best -= m.best[row];
      tally.most -= m.least[row];
    }
  }
}

void MovementScan::Add(FactDay day, const std::vector<ScanTarget*>& targets) const {
  // Piece by piece, so that a piece is still in the cache for the next target.
  constexpr std::size_t kPieceRows = 1024;
  for (std::size_t row = 0; row < world_.movements_known(); row += kPieceRows) {
    const std::size_t end = std::min(row + kPieceRows, world_.movements_known());
    for (ScanTarget* target : targets) AddRows(row, end, day, *target);
  }
}

}  // namespace muster
