// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/movement_scan.h"

#include <algorithm>
#include <span>

#include "projections/dated_sums.h"

namespace muster {

ScanTarget::ScanTarget(const Partition& partition, Covers covers)
    : groups(partition.size() + 1), partition_(&partition), covers_(covers) {
  if (by_cell()) {
    covered_cells.assign(sums()->cells().size(), kNeverBefore);
    return;
  }
  ends.resize(partition.of_named().size());
  for (NamedPostId name = 0; name < ends.size(); ++name) {
    ends[name].group = partition.of_named()[name];
  }
}

void ScanTarget::Empty() {
  for (End& end : ends) end.covered = kNeverBefore;
  std::fill(covered_cells.begin(), covered_cells.end(), kNeverBefore);
  std::fill(groups.begin(), groups.end(), GroupTally());
}

// A setting covers the posts that occur by its day: those with a movement that may have been by
// then, and its unattributed post.
ScanTarget::End ScanTarget::EndInCell(NamedPostId post, FactDay earliest,
                                      const World& world) const {
  const Cells& cells = sums()->cells();
  const CellId cell = cells.Of(post);
  End end{GroupOf(post), kNeverBefore};
  if (cell == kNoCell || covered_cells[cell] == kNeverBefore) return end;
  const FactDay covered = covered_cells[cell];
  const PostId id = world.posts().Of(post);
  if (earliest <= covered || id == world.posts().OwnPost(cells.ReachOf(cell)) ||
      cells.MovesBy(id, covered, world.known_at())) {
    end.covered = covered;
  }
  return end;
}

void CountEnd(const Movements& m, std::size_t row, FactDay day, int sign, bool arrives,
              FactDay covered, GroupTally& tally) {
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
  const ScanTarget::End from = target.EndOf(m.from[row], m.earliest[row], world_);
  const ScanTarget::End to = target.EndOf(m.to[row], m.earliest[row], world_);
  if (from.group == to.group && from.covered == to.covered) return;
  CountEnd(m, row, day, sign, /*arrives=*/true, to.covered, target.groups[to.group]);
  CountEnd(m, row, day, sign, /*arrives=*/false, from.covered, target.groups[from.group]);
}

void MovementScan::TakeAwayInside(std::size_t row, FactDay day, const ScanTarget& target,
                                  GroupTally& tally) const {
  const Movements& m = world_.facts().movements();
  if (row >= world_.movements_known() || !m.Holds(row, world_.known_at()) ||
      m.earliest[row] > day) {
    return;
  }
  const FactDay covered = target.EndOf(m.from[row], m.earliest[row], world_).covered;
  if (target.EndOf(m.to[row], m.earliest[row], world_).covered != covered) return;
  CountEnd(m, row, day, -1, /*arrives=*/true, covered, tally);
  CountEnd(m, row, day, -1, /*arrives=*/false, covered, tally);
}

void MovementScan::TouchGroups(std::size_t row, FactDay day, ScanTarget& target) const {
  const Movements& m = world_.facts().movements();
  if (m.earliest[row] > day) return;
  const std::uint32_t touch =
      m.kind[row] == MovementKind::kLoss ? GroupTally::kLoss : GroupTally::kOther;
  for (const NamedPostId post : {m.from[row], m.to[row]}) {
    target.groups[target.GroupOf(post)].Touch(touch, m.best_day[row], day);
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
  for (GroupTally* group : {&from, &to}) {
    group->Touch(row.loss ? GroupTally::kLoss : GroupTally::kOther, row.date.best, day);
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

void MovementScan::AddLoose(std::span<const LooseEnd> ends, FactDay day, ScanTarget& target) const {
  for (const LooseEnd& end : ends) {
    const ScanRow& row = end.row;
    if (row.row >= world_.movements_known() || row.known_until < world_.known_at() ||
        (row.single && row.date.earliest > day)) {
      continue;
    }
    const ScanTarget::End from = target.EndOf(row.from, row.date.earliest, world_);
    const ScanTarget::End to = target.EndOf(row.to, row.date.earliest, world_);
    if (from.group == to.group && from.covered == to.covered) continue;
    const ScanTarget::End& at = end.arrives ? to : from;
    CountEnd(world_.facts().movements(), row.row, day, 1, end.arrives, at.covered,
             target.groups[at.group]);
  }
}

// What moved since the posts of a cell were covered.
void MovementScan::AddCell(CellId cell, FactDay day, ScanTarget& target) const {
  const DatedSums& sums = *target.sums();
  const auto add = [&](GroupId group, const DatedSums::CellStep& step) {
    target.groups[group].Add({step.people, step.people, step.people}, /*against=*/false, 1);
  };
  if (target.by_cell()) {
    const GroupId group = sums.GroupOf(cell);
    if (group == kNoGroup) return;
    for (const DatedSums::CellStep& step : sums.StepsOf(cell, target.covered_cells[cell], day)) {
      if (step.at < world_.known_at()) add(group, step);
    }
    AddLoose(sums.LooseOf(cell, target.covered_cells[cell]), day, target);
    return;
  }
  // Up to then each post is covered, or does not occur.
  FactDay after = kNeverBefore;
  if (world_.has_settings()) {
    after = day;
    for (const NamedPostId post : sums.cells().NamedIn(cell)) {
      const FactDay occurs = world_.OccursOn(world_.posts().Of(post));
      after = std::min(after, std::max(target.ends[post].covered, occurs - 1));
    }
  }
  for (const DatedSums::CellStep& step : sums.StepsOf(cell, after, day)) {
    const ScanTarget::End& end = target.ends[step.post];
    if (step.at < world_.known_at() && step.day > end.covered) add(end.group, step);
  }
  AddLoose(sums.LooseOf(cell, after), day, target);
}

void MovementScan::AddBySums(FactDay day, ScanTarget& target) const {
  const DatedSums& sums = *target.sums();
  sums.AddTo(target.groups, target.partition(), day, world_.known_at(), world_.movements_known());
  AddLoose(sums.LooseElsewhere(), day, target);
  for (CellId cell = 0; cell < sums.cells().size(); ++cell) AddCell(cell, day, target);
}

void MovementScan::AddOf(std::span<const std::uint32_t> rows, FactDay day,
                         const std::vector<ScanTarget*>& targets) const {
  const Movements& m = world_.facts().movements();
  for (ScanTarget* target : targets) {
    for (const std::uint32_t row : rows) AddRow(ScanRow::Of(m, row), day, *target);
  }
}

void MovementScan::Add(FactDay day, const std::vector<ScanTarget*>& targets) const {
  // Piece by piece, so that a piece is still in the cache for the next target.
  constexpr std::size_t kPieceRows = 1024;
  std::vector<ScanTarget*> by_row;
  for (ScanTarget* target : targets) {
    if (target->sums() == nullptr) {
      by_row.push_back(target);
    } else {
      AddBySums(day, *target);
    }
  }
  if (by_row.empty()) return;
  for (std::size_t begin = 0; begin < world_.movements_known(); begin += kPieceRows) {
    const std::size_t end = std::min(begin + kPieceRows, world_.movements_known());
    for (ScanTarget* target : by_row) AddRows(begin, end, day, *target);
  }
}

}  // namespace muster
