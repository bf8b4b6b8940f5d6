// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/dated_sums.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <utility>

namespace muster {
namespace {

bool IsExactRow(const Movements& m, std::size_t row) {
  return m.earliest[row] == m.latest[row] && m.least[row] == m.best[row] &&
         m.best[row] == m.most[row];
}

std::uint32_t TouchOf(const Movements& m, std::size_t row) {
  return m.kind[row] == MovementKind::kLoss ? GroupTally::kLoss : GroupTally::kOther;
}

}  // namespace

std::size_t DatedSums::SideFor(const FactTable& facts, const Partition& partition) {
  constexpr double kBytesAMovement = 8;
  constexpr double kSideMax = 256;
  const double entry = static_cast<double>(sizeof(GroupTally) * (partition.size() + 1));
  const double bytes = kBytesAMovement * static_cast<double>(facts.movements().size());
  return static_cast<std::size_t>(std::clamp(std::sqrt(bytes / entry), 1.0, kSideMax));
}

DatedSums::DatedSums(const FactTable& facts, std::shared_ptr<const Cells> cells,
                     const Partition& partition, std::size_t side)
    : facts_(facts),
      cells_(std::move(cells)),
      rows_(facts.movements().size()),
      groups_(partition.size() + 1),
      cell_steps_(cells_->size()),
      loose_(cells_->size() + 1) {
  FindGroupsOfCells(partition);
  std::vector<Step> steps;
  for (std::size_t row = 0; row < rows_; ++row) {
    // Ways back stand with their ways out.
    if (facts.movements().leg[row] != MovementRow::kBack) TakeRow(partition, row, steps);
  }
  KeepSteps(std::move(steps), side);
  AddUpTable();
  KeepTouches(partition, side);
  for (std::vector<CellStep>& cell : cell_steps_) {
    std::stable_sort(cell.begin(), cell.end(),
                     [](const CellStep& a, const CellStep& b) { return a.day < b.day; });
  }
  for (std::vector<LooseEnd>& cell : loose_) {
    std::stable_sort(cell.begin(), cell.end(),
                     [](const LooseEnd& a, const LooseEnd& b) { return a.last < b.last; });
    loose_count_ += cell.size();
  }
}

void DatedSums::FindGroupsOfCells(const Partition& partition) {
  const auto none = static_cast<GroupId>(partition.size());
  simple_ = cells_->apart();
  for (CellId cell = 0; cell < cells_->size(); ++cell) {
    const Buckets::Range posts = cells_->NamedIn(cell);
    const GroupId group = partition.of_named()[*posts.begin()];
    for (const NamedPostId post : posts) {
      if (partition.of_named()[post] != group) simple_ = false;
    }
    group_of_cell_.push_back(group == none ? kNoGroup : group);
  }
}

void DatedSums::TakeRow(const Partition& partition, std::size_t row, std::vector<Step>& steps) {
  const Movements& m = facts_.movements();
  const NamedPostId from = m.from[row];
  const NamedPostId to = m.to[row];
  const CellId from_cell = cells_->Of(from);
  const CellId to_cell = cells_->Of(to);
  const GroupId from_group = partition.of_named()[from];
  const GroupId to_group = partition.of_named()[to];
  if (from_group == to_group && from_cell == kNoCell && to_cell == kNoCell) return;
  const bool has_back = m.leg[row] == MovementRow::kOut;
  const bool exact = IsExactRow(m, row) && (!has_back || IsExactRow(m, row + 1));
  const auto take = [&](NamedPostId post, GroupId group, CellId cell, bool arrives) {
    if (group == partition.size()) return;
    if (exact && cell != kNoCell) {
      TakeCellEnd(row, post, arrives);
    } else if (cell == kNoCell && (exact || from_group != to_group)) {
      TakeEnd(row, group, arrives, steps);
    } else {
      TakeLoose(row, cell, arrives);
    }
  };
  take(to, to_group, to_cell, true);
  take(from, from_group, from_cell, false);
}

void DatedSums::TakeLoose(std::size_t row, CellId cell, bool arrives) {
  const Movements& m = facts_.movements();
  FactDay last = m.latest[row];
  if (m.leg[row] == MovementRow::kOut) last = std::max(last, m.latest[row + 1]);
  loose_[cell == kNoCell ? cells_->size() : cell].push_back({last, arrives, ScanRow::Of(m, row)});
}

// What a movement (with its way back) counts at an end that nothing covers, day by day: it changes
// only where one of its dates begins, has its best day, or ends.
void DatedSums::TakeEnd(std::size_t row, GroupId group, bool arrives,
                        std::vector<Step>& steps) const {
  const Movements& m = facts_.movements();
  std::array<FactDay, 6> days = {m.earliest[row], m.best_day[row], m.latest[row]};
  std::size_t count = 3;
  if (m.leg[row] == MovementRow::kOut) {
    for (const FactDay day : {m.earliest[row + 1], m.best_day[row + 1], m.latest[row + 1]}) {
      days[count++] = day;
    }
  }
  std::sort(days.begin(), days.begin() + count);
  const FactPosition from = m.known_from[row];
  const FactPosition until = m.known_until[row];
  const auto add = [&](FactDay day, std::int64_t people, std::uint8_t bounds) {
    // Twice that of one movement at most: it is parted until it fits.
    while (people != 0) {
      const std::int64_t part =
          std::clamp<std::int64_t>(people, -std::int64_t{std::numeric_limits<std::uint32_t>::max()},
                                   std::int64_t{std::numeric_limits<std::uint32_t>::max()});
      Step step{day,
                from,
                static_cast<std::uint32_t>(std::abs(part)),
                static_cast<std::uint16_t>(group),
                bounds,
                part < 0};
      steps.push_back(step);
      if (until != kStillTrue) {
        step.at = until;
        step.down = !step.down;
        steps.push_back(step);
      }
      people -= part;
    }
  };
  GroupTally before;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0 && days[i] == days[i - 1]) continue;
    GroupTally tally;
    CountEnd(m, row, days[i], /*sign=*/1, arrives, kNeverBefore, tally);
    GroupTally change = tally;
    change.Add(before, -1);
    if (change.least == change.best && change.best == change.most) {
      add(days[i], change.best, kLeast | kBest | kMost);
    } else {
      add(days[i], change.least, kLeast);
      add(days[i], change.best, kBest);
      add(days[i], change.most, kMost);
    }
    add(days[i], change.no_least, kNoLeast);
    add(days[i], change.no_most, kNoMost);
    before = tally;
  }
}

void DatedSums::TakeCellEnd(std::size_t row, NamedPostId post, bool arrives) {
  const Movements& m = facts_.movements();
  std::vector<CellStep>& steps = cell_steps_[cells_->Of(post)];
  const auto take = [&](std::size_t leg, bool comes) {
    const std::int64_t people = comes ? std::int64_t{m.best[leg]} : -std::int64_t{m.best[leg]};
    steps.push_back({m.best_day[leg], m.known_from[leg], post, people});
    if (m.known_until[leg] == kStillTrue) return;
    steps.push_back({m.best_day[leg], m.known_until[leg], post, -people});
  };
  take(row, arrives);
  if (m.leg[row] == MovementRow::kOut) take(row + 1, !arrives);
}

void DatedSums::KeepSteps(std::vector<Step> steps, std::size_t side) {
  std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.at < b.at; });
  const std::size_t strip_size = steps.size() / side + 1;
  // Some as many steps in each column.
  const std::size_t sampled = strip_size / 64 + 1;
  std::vector<FactDay> days;
  for (std::size_t i = 0; i < steps.size(); i += sampled) days.push_back(steps[i].day);
  std::sort(days.begin(), days.end());
  for (std::size_t i = 0; i < days.size(); i += strip_size / sampled + 1) {
    if (columns_.empty() || columns_.back() != days[i]) columns_.push_back(days[i]);
  }
  // No step is before the first column.
  if (!columns_.empty()) columns_.front() = kNeverBefore;
  const std::size_t strips = (steps.size() + strip_size - 1) / strip_size;
  starts_.resize(strips * (columns_.size() + 1));
  for (std::size_t begin = 0; begin < steps.size(); begin += strip_size) {
    const std::size_t strip = begin / strip_size;
    const std::size_t end = std::min(begin + strip_size, steps.size());
    strip_ends_.push_back(steps[end - 1].at);
    const auto first = steps.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = steps.begin() + static_cast<std::ptrdiff_t>(end);
    std::sort(first, last, [](const Step& a, const Step& b) { return a.day < b.day; });
    auto at = first;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      at = std::lower_bound(at, last, columns_[column],
                            [](const Step& step, FactDay day) { return step.day < day; });
      starts_[column * strips + strip] = static_cast<std::uint32_t>(at - steps.begin());
    }
    starts_[columns_.size() * strips + strip] = static_cast<std::uint32_t>(end);
  }
  steps_ = std::move(steps);
  steps_.shrink_to_fit();
}

void DatedSums::AddUpTable() {
  const std::size_t width = columns_.size() + 1;
  table_.resize((strip_ends_.size() + 1) * width * groups_);
  for (std::size_t strip = 0; strip < strip_ends_.size(); ++strip) {
    // Of this strip alone.
    std::vector<GroupTally> sum(groups_);
    for (std::size_t column = 0; column < width; ++column) {
      GroupTally* const above = &table_[(strip * width + column) * groups_];
      GroupTally* const here = &table_[((strip + 1) * width + column) * groups_];
      if (column > 0) {
        const std::size_t start = (column - 1) * strip_ends_.size() + strip;
        for (std::size_t i = starts_[start]; i < starts_[start + strip_ends_.size()]; ++i) {
          AddStep(steps_[i], sum[steps_[i].group]);
        }
      }
      for (std::size_t group = 0; group < groups_; ++group) {
        here[group] = above[group];
        here[group].Add(sum[group]);
      }
    }
  }
}

void DatedSums::KeepTouches(const Partition& partition, std::size_t side) {
  const Movements& m = facts_.movements();
  touch_rows_ = rows_ / (2 * side) + 1;
  touch_strips_ = (rows_ + touch_rows_ - 1) / touch_rows_;
  touched_.resize(touch_strips_ * groups_);
  irregular_.resize(groups_);
  std::vector<std::vector<FactDay>> days(groups_);
  for (std::size_t strip = 0; strip < touch_strips_; ++strip) {
    const std::size_t begin = strip * touch_rows_;
    for (std::size_t group = 0; strip > 0 && group < groups_; ++group) {
      Touched& here = touched_[group * touch_strips_ + strip];
      const Touched& before = touched_[group * touch_strips_ + strip - 1];
      here.last_best = before.last_best;
      here.other_from = before.other_from;
      here.loss_from = before.loss_from;
    }
    for (std::size_t row = begin; row < std::min(begin + touch_rows_, rows_); ++row) {
      const GroupId from = partition.of_named()[m.from[row]];
      const GroupId to = partition.of_named()[m.to[row]];
      const std::uint32_t touch = TouchOf(m, row);
      const auto take = [&](GroupId group) {
        // Nobody asks for what is outside all groups.
        if (group == partition.size()) return;
        Touched& here = touched_[group * touch_strips_ + strip];
        const bool corrected = m.known_until[row] != kStillTrue;
        if (!corrected) {
          FactDay& first = touch == GroupTally::kLoss ? here.loss_from : here.other_from;
          first = std::min(first, m.earliest[row]);
        }
        // Until the strip is done, it has the last day of those before.
        if (!corrected && m.best_day[row] >= here.last_best) {
          days[group].push_back(m.best_day[row]);
        } else {
          irregular_[group].push_back(
              {{m.known_from[row], m.known_until[row]}, m.earliest[row], m.best_day[row], touch});
        }
      };
      take(from);
      if (to != from) take(to);
    }
    for (std::size_t group = 0; group < groups_; ++group) {
      Touched& here = touched_[group * touch_strips_ + strip];
      std::vector<FactDay>& of_group = days[group];
      std::sort(of_group.begin(), of_group.end());
      here.start = static_cast<std::uint32_t>(touch_days_.size());
      touch_days_.insert(touch_days_.end(), of_group.begin(), of_group.end());
      here.end = static_cast<std::uint32_t>(touch_days_.size());
      if (of_group.empty()) continue;
      here.last_best = of_group.back();
      of_group.clear();
    }
  }
  for (std::vector<Irregular>& of_group : irregular_) {
    std::stable_sort(of_group.begin(), of_group.end(), [](const Irregular& a, const Irregular& b) {
      return a.best_day < b.best_day;
    });
  }
}

inline void DatedSums::AddStep(const Step& step, GroupTally& tally) {
  const std::int64_t people = step.down ? -std::int64_t{step.people} : std::int64_t{step.people};
  if ((step.bounds & (kNoLeast | kNoMost)) != 0) {
    const auto count = static_cast<std::int32_t>(people);
    if (step.bounds == kNoLeast) tally.no_least += count;
    if (step.bounds == kNoMost) tally.no_most += count;
    return;
  }
  // All bits set where it is a step of the bound.
  tally.least += people & -std::int64_t{(step.bounds & kLeast) != 0};
  tally.best += people & -std::int64_t{(step.bounds & kBest) != 0};
  tally.most += people & -std::int64_t{(step.bounds & kMost) != 0};
}

void DatedSums::AddSteps(std::span<GroupTally> groups, FactDay day, FactPosition known_at) const {
  if (columns_.empty() || day < columns_.front()) return;
  const std::size_t width = columns_.size() + 1;
  // The strips that lie wholly below `known_at`, and the columns wholly up to `day`.
  const auto strips = static_cast<std::size_t>(
      std::lower_bound(strip_ends_.begin(), strip_ends_.end(), known_at) - strip_ends_.begin());
  const auto columns = static_cast<std::size_t>(
      std::upper_bound(columns_.begin(), columns_.end(), day) - columns_.begin() - 1);
  const GroupTally* const whole = &table_[(strips * width + columns) * groups_];
  for (std::size_t group = 0; group < groups_; ++group) groups[group].Add(whole[group]);
  for (std::size_t strip = 0; strip < strips; ++strip) {
    const std::size_t start = columns * strip_ends_.size() + strip;
    const std::size_t end = starts_[start + strip_ends_.size()];
    for (std::size_t i = starts_[start]; i < end && steps_[i].day <= day; ++i) {
      AddStep(steps_[i], groups[steps_[i].group]);
    }
  }
  if (strips == strip_ends_.size()) return;
  const std::size_t end = starts_[columns_.size() * strip_ends_.size() + strips];
  for (std::size_t i = starts_[strips]; i < end && steps_[i].day <= day; ++i) {
    if (steps_[i].at < known_at) AddStep(steps_[i], groups[steps_[i].group]);
  }
}

FactDay DatedSums::LatestOf(std::size_t group, std::size_t strips, FactDay day) const {
  const Touched* const first = &touched_[group * touch_strips_];
  // Of the strips up to one, all are by then; of those behind the next, none.
  const Touched* const next = std::partition_point(
      first, first + strips, [day](const Touched& touched) { return touched.last_best <= day; });
  const FactDay before = next == first ? kNeverBefore : (next - 1)->last_best;
  if (next == first + strips) return before;
  const auto begin = touch_days_.begin() + next->start;
  const auto after = std::upper_bound(begin, touch_days_.begin() + next->end, day);
  return after == begin ? before : *(after - 1);
}

void DatedSums::Touch(std::span<GroupTally> groups, const Partition& partition, FactDay day,
                      FactPosition known_at, std::size_t movements_known) const {
  const std::size_t strips = movements_known / touch_rows_;
  for (std::size_t group = 0; strips > 0 && group < partition.size(); ++group) {
    const Touched& last = touched_[group * touch_strips_ + strips - 1];
    GroupTally& tally = groups[group];
    if (last.other_from <= day) tally.touched_by |= GroupTally::kOther;
    if (last.loss_from <= day) tally.touched_by |= GroupTally::kLoss;
    tally.latest = std::max(tally.latest, LatestOf(group, strips, day));
  }
  const Movements& m = facts_.movements();
  for (std::size_t row = strips * touch_rows_; row < movements_known; ++row) {
    if (m.earliest[row] > day || m.known_until[row] < known_at) continue;
    for (const NamedPostId post : {m.from[row], m.to[row]}) {
      groups[partition.of_named()[post]].Touch(TouchOf(m, row), m.best_day[row], day);
    }
  }
  for (std::size_t group = 0; group < partition.size(); ++group) {
    GroupTally& tally = groups[group];
    const std::vector<Irregular>& rows = irregular_[group];
    // Where something else happened than losses, these do not matter any more.
    if ((tally.touched_by & GroupTally::kOther) == 0) {
      for (const Irregular& row : rows) {
        if (row.earliest <= day && row.known.Holds(known_at)) tally.touched_by |= row.touch;
      }
    }
    auto row = std::upper_bound(rows.begin(), rows.end(), day,
                                [](FactDay d, const Irregular& r) { return d < r.best_day; });
    for (; row != rows.begin() && (row - 1)->best_day > tally.latest; --row) {
      if ((row - 1)->known.Holds(known_at)) tally.latest = (row - 1)->best_day;
    }
  }
}

void DatedSums::AddTo(std::span<GroupTally> groups, const Partition& partition, FactDay day,
                      FactPosition known_at, std::size_t movements_known) const {
  AddSteps(groups, day, known_at);
  Touch(groups, partition, day, known_at, movements_known);
}

std::span<const DatedSums::CellStep> DatedSums::StepsOf(CellId cell, FactDay after,
                                                        FactDay until) const {
  const std::vector<CellStep>& steps = cell_steps_[cell];
  const auto later = [](FactDay day, const CellStep& step) { return day < step.day; };
  const auto begin = std::upper_bound(steps.begin(), steps.end(), after, later);
  return {begin, std::upper_bound(begin, steps.end(), until, later)};
}

std::span<const LooseEnd> DatedSums::LooseOf(CellId cell, FactDay after) const {
  const std::vector<LooseEnd>& ends = loose_[cell];
  return {std::upper_bound(ends.begin(), ends.end(), after,
                           [](FactDay day, const LooseEnd& end) { return day < end.last; }),
          ends.end()};
}

}  // namespace muster
