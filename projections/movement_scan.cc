// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/movement_scan.h"

#include <algorithm>
#include <span>

#include "projections/block_tallies.h"

namespace muster {

void GroupTally::Add(const Interval& counted, bool against, int sign) {
  const bool open = counted.most == Interval::kNoMost;
  const std::int64_t up = open ? 0 : sign * counted.most;
  const std::int64_t down = sign * counted.least;
  if (!against) {
    least += down;
    best += sign * counted.best;
    most += up;
    if (open) no_most += sign;
  } else {
    least -= up;
    best -= sign * counted.best;
    most -= down;
    if (open) no_least += sign;
  }
}

void GroupTally::Add(const GroupTally& other) {
  least += other.least;
  best += other.best;
  most += other.most;
  no_least += other.no_least;
  no_most += other.no_most;
  latest = std::max(latest, other.latest);
  touched_by |= other.touched_by;
}

Interval GroupTally::Sum() const {
  return {no_least > 0 ? Interval::kNoLeast : least, best, no_most > 0 ? Interval::kNoMost : most};
}

ScanTarget::ScanTarget(const Partition& partition)
    : ends(partition.of_named().size()), groups(partition.size() + 1), blocks(partition.blocks()) {
  for (NamedPostId name = 0; name < ends.size(); ++name) {
    ends[name].group = partition.of_named()[name];
  }
}

void ScanTarget::Empty() {
  for (End& end : ends) end.covered = kNeverBefore;
  std::fill(groups.begin(), groups.end(), GroupTally());
}

// What a movement with its way back counts at one of its ends.
void MovementScan::CountEnd(std::size_t row, FactDay day, int sign, bool arrives, FactDay covered,
                            GroupTally& tally) const {
  const Movements& m = world_.facts().movements();
  const bool has_back = m.leg[row] == MovementRow::kOut;
  const auto surely = [&](std::size_t leg) {
    return CertaintyIn(m.earliest[leg], m.latest[leg], covered, day) == Certainty::kSurely;
  };
  if (has_back && surely(row) && surely(row + 1)) return;
  tally.Add(CountIn(m, row, covered, day), !arrives, sign);
  if (has_back) tally.Add(CountIn(m, row + 1, covered, day), arrives, sign);
}

void MovementScan::Count(std::size_t row, FactDay day, int sign, ScanTarget& target) const {
  const Movements& m = world_.facts().movements();
  const ScanTarget::End from = target.ends[m.from[row]];
  const ScanTarget::End to = target.ends[m.to[row]];
  if (from.group == to.group && from.covered == to.covered) return;
  CountEnd(row, day, sign, /*arrives=*/true, to.covered, target.groups[to.group]);
  CountEnd(row, day, sign, /*arrives=*/false, from.covered, target.groups[from.group]);
}

void MovementScan::TakeAwayInside(std::size_t row, FactDay day, const ScanTarget& target,
                                  GroupTally& tally) const {
  const Movements& m = world_.facts().movements();
  const FactDay covered = target.ends[m.from[row]].covered;
  if (row >= world_.movements_known() || !m.Holds(row, world_.known_at()) ||
      m.earliest[row] > day || target.ends[m.to[row]].covered != covered) {
    return;
  }
  CountEnd(row, day, -1, /*arrives=*/true, covered, tally);
  CountEnd(row, day, -1, /*arrives=*/false, covered, tally);
}

void MovementScan::TouchGroups(std::size_t row, FactDay day, ScanTarget& target) const {
  const Movements& m = world_.facts().movements();
  if (m.earliest[row] > day) return;
  const bool is_loss = m.kind[row] == MovementKind::kLoss;
  for (const NamedPostId post : {m.from[row], m.to[row]}) {
    GroupTally& group = target.groups[target.ends[post].group];
    group.touched_by |= is_loss ? GroupTally::kLoss : GroupTally::kOther;
    if (m.best_day[row] <= day) group.latest = std::max(group.latest, m.best_day[row]);
  }
}

void MovementScan::CountAgain(std::size_t row, FactDay before, FactDay day,
                              ScanTarget& target) const {
  Count(row, before, -1, target);
  Count(row, day, 1, target);
  TouchGroups(row, day, target);
  if (world_.facts().movements().leg[row] == MovementRow::kOut) TouchGroups(row + 1, day, target);
}

// One without a way back, whose date may be uncertain, and whose bounds open.
inline void MovementScan::AddSingle(const ScanRow& row, FactDay day, ScanTarget& target) {
  const ScanTarget::End from_end = target.ends[row.from];
  const ScanTarget::End to_end = target.ends[row.to];
  GroupTally& from = target.groups[from_end.group];
  GroupTally& to = target.groups[to_end.group];
  const FactDay latest = row.date.best <= day ? row.date.best : kNeverBefore;
  for (GroupTally* group : {&from, &to}) {
    group->touched_by |= row.loss ? GroupTally::kLoss : GroupTally::kOther;
    group->latest = std::max(group->latest, latest);
  }
  if (from_end.group == to_end.group && from_end.covered == to_end.covered) return;
  to.Add(CountIn(row.date, row.amount, to_end.covered, day), /*against=*/false, 1);
  from.Add(CountIn(row.date, row.amount, from_end.covered, day), /*against=*/true, 1);
}

// Nearly all movements are of one day and have both bounds: they count surely or not at all. These
// are added without a branch, for what kind the next one is cannot be foretold.
inline void MovementScan::AddRow(const ScanRow& row, FactDay day, ScanTarget& target) const {
  const FactDay on = row.date.earliest;
  if (on > day && row.single) return;
  if (row.known_until < world_.known_at()) return;
  if (row.single && !row.plain) {
    AddSingle(row, day, target);
    return;
  }
  if (!row.plain) {
    TouchGroups(row.row, day, target);
    const bool is_back = world_.facts().movements().leg[row.row] == MovementRow::kBack;
    if (!is_back) Count(row.row, day, 1, target);
    return;
  }
  const ScanTarget::End from_end = target.ends[row.from];
  const ScanTarget::End to_end = target.ends[row.to];
  const std::int64_t least = row.amount.least;
  const std::int64_t best = row.amount.best;
  const std::int64_t most = row.amount.most;
  const bool inside = from_end.group == to_end.group && from_end.covered == to_end.covered;
  const std::uint32_t touch = row.loss ? GroupTally::kLoss : GroupTally::kOther;
  // All bits set where it counts, none where it does not.
  const std::int64_t counts_to = -std::int64_t{!inside && on > to_end.covered};
  const std::int64_t counts_from = -std::int64_t{!inside && on > from_end.covered};
  GroupTally& to = target.groups[to_end.group];
  to.least += least & counts_to;
  to.best += best & counts_to;
  to.most += most & counts_to;
  to.latest = std::max(to.latest, on);
  to.touched_by |= touch;
  GroupTally& from = target.groups[from_end.group];
  from.least -= most & counts_from;
  from.best -= best & counts_from;
  from.most -= least & counts_from;
  from.latest = std::max(from.latest, on);
  from.touched_by |= touch;
}

void MovementScan::AddRows(std::size_t begin, std::size_t end, FactDay day,
                           ScanTarget& target) const {
  const Movements& m = world_.facts().movements();
  for (std::size_t row = begin; row < end; ++row) AddRow(ScanRow::Of(m, row), day, target);
}

void MovementScan::AddByBlocks(FactDay day, ScanTarget& target) const {
  const BlockTallies& blocks = *target.blocks;
  const std::size_t known = world_.movements_known();
  std::vector<bool> by_row(known / blocks.block_rows() + 1);
  for (std::size_t begin = 0; begin < known; begin += blocks.block_rows()) {
    const std::size_t block = begin / blocks.block_rows();
    const std::size_t end =
        std::min(begin + blocks.block_rows(), world_.facts().movements().size());
    const bool past = end <= known && blocks.PastFrom(block) <= day;
    if (!past && blocks.BeginsOn(block) <= day) {
      AddRows(begin, std::min(end, known), day, target);
      by_row[block] = true;
      continue;
    }
    const std::span<const GroupTally> tallies = blocks.TalliesOf(block);
    for (std::size_t group = 0; past && group < tallies.size(); ++group) {
      target.groups[group].Add(tallies[group]);
    }
    for (const ScanRow& row : blocks.RestOf(block)) {
      if (row.row < known) AddRow(row, day, target);
    }
  }
  AddCells(day, by_row, target);
}

void MovementScan::AddCells(FactDay day, const std::vector<bool>& by_row,
                            ScanTarget& target) const {
  for (const BlockTallies::Cell& cell : target.blocks->cells()) {
    // Up to then each post is covered, or does not occur.
    FactDay after = kNeverBefore;
    if (world_.has_settings()) {
      after = day;
      for (const NamedPostId post : cell.posts) {
        const FactDay occurs = world_.OccursOn(world_.posts().Of(post));
        after = std::min(after, std::max(target.ends[post].covered, occurs - 1));
      }
    }
    auto end =
        std::upper_bound(cell.ends.begin(), cell.ends.end(), after,
                         [](FactDay a, const BlockTallies::CoveredEnd& b) { return a < b.day; });
    for (; end != cell.ends.end() && end->day <= day; ++end) {
      const ScanTarget::End& at = target.ends[end->post];
      if (end->row >= world_.movements_known() || by_row[end->row / target.blocks->block_rows()] ||
          end->day <= at.covered) {
        continue;
      }
      const std::int64_t people = end->people;
      target.groups[at.group].Add({people, people, people}, !end->arrives, 1);
    }
  }
}

void MovementScan::Add(FactDay day, const std::vector<ScanTarget*>& targets) const {
  // Piece by piece, so that a piece is still in the cache for the next target.
  constexpr std::size_t kPieceRows = 1024;
  std::vector<ScanTarget*> by_row;
  for (ScanTarget* target : targets) {
    if (target->blocks == nullptr) {
      by_row.push_back(target);
    } else {
      AddByBlocks(day, *target);
    }
  }
  if (by_row.empty()) return;
  for (std::size_t begin = 0; begin < world_.movements_known(); begin += kPieceRows) {
    const std::size_t end = std::min(begin + kPieceRows, world_.movements_known());
    for (ScanTarget* target : by_row) AddRows(begin, end, day, *target);
  }
}

}  // namespace muster
