// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/block_tallies.h"

#include <algorithm>

#include "projections/interval.h"

namespace muster {
namespace {

// How far from its block's middle day a row may be. Farther ones (corrections stand among what
// they were recorded with, not with what they correct) would keep their block from being past.
constexpr std::int64_t kDaysFromMiddleMax = 62;

// The middle one of the days on which the movements [begin, end) began.
FactDay MiddleDay(const Movements& m, std::size_t begin, std::size_t end) {
  std::vector<FactDay> days(m.earliest.begin() + static_cast<std::ptrdiff_t>(begin),
                            m.earliest.begin() + static_cast<std::ptrdiff_t>(end));
  const auto middle = days.begin() + static_cast<std::ptrdiff_t>(days.size() / 2);
  std::nth_element(days.begin(), middle, days.end());
  return *middle;
}

bool IsRegular(const Movements& m, std::size_t row, FactDay middle) {
  return m.known_until[row] == kStillTrue && m.leg[row] == MovementRow::kSingle &&
         m.most[row] != Amount::kNoMost &&
         std::int64_t{middle} - m.earliest[row] <= kDaysFromMiddleMax &&
         std::int64_t{m.latest[row]} - middle <= kDaysFromMiddleMax;
}

// What counts of it at its one end does not depend on whether it counts at the other.
bool IsExact(const Movements& m, std::size_t row) {
  return m.earliest[row] == m.latest[row] && m.least[row] == m.best[row] &&
         m.best[row] == m.most[row];
}

void TouchRow(const Movements& m, std::size_t row, GroupTally& group) {
  group.touched_by |= m.kind[row] == MovementKind::kLoss ? GroupTally::kLoss : GroupTally::kOther;
  group.latest = std::max(group.latest, m.best_day[row]);
}

}  // namespace

BlockTallies::BlockTallies(const FactTable& facts, const PostMap& posts, const Partition& partition,
                           std::size_t block_rows)
    : groups_(partition.size() + 1), rows_(facts.movements().size()), block_rows_(block_rows) {
  const Movements& m = facts.movements();
  const std::size_t blocks = (m.size() + block_rows_ - 1) / block_rows_;
  begins_on_.assign(blocks, kNeverDay);
  past_from_.assign(blocks, kNeverBefore);
  tallies_.resize(blocks * groups_);
  const std::vector<std::uint32_t> cell_of = MakeCells(facts, posts);
  FactDay middle = 0;
  for (std::size_t row = 0; row < m.size(); ++row) {
    const std::size_t block = row / block_rows_;
    if (row % block_rows_ == 0) {
      rest_starts_.push_back(rest_.size());
      middle = MiddleDay(m, row, std::min(row + block_rows_, m.size()));
    }
    const bool covered = cell_of[m.from[row]] != kNoCell || cell_of[m.to[row]] != kNoCell;
    if (!IsRegular(m, row, middle) || (covered && !IsExact(m, row))) {
      rest_.push_back(ScanRow::Of(m, row));
      continue;
    }
    begins_on_[block] = std::min(begins_on_[block], m.earliest[row]);
    past_from_[block] = std::max(past_from_[block], m.latest[row]);
    const GroupId from = partition.of_named()[m.from[row]];
    const GroupId to = partition.of_named()[m.to[row]];
    GroupTally* const tallies = &tallies_[block * groups_];
    TouchRow(m, row, tallies[from]);
    TouchRow(m, row, tallies[to]);
    if (from == to && !covered) continue;
    const Interval people = {m.least[row], m.best[row], m.most[row]};
    const auto add = [&](NamedPostId post, GroupId group, bool arrives) {
      if (cell_of[post] == kNoCell) {
        tallies[group].Add(people, !arrives, 1);
      } else {
        cells_[cell_of[post]].ends.push_back(
            {m.earliest[row], static_cast<std::uint32_t>(row), post, m.best[row], arrives});
      }
    };
    add(m.to[row], to, true);
    add(m.from[row], from, false);
  }
  rest_starts_.push_back(rest_.size());
  for (Cell& cell : cells_) {
    std::sort(cell.ends.begin(), cell.ends.end(),
              [](const CoveredEnd& a, const CoveredEnd& b) { return a.day < b.day; });
  }
}

std::vector<std::uint32_t> BlockTallies::MakeCells(const FactTable& facts, const PostMap& posts) {
  std::vector<std::uint32_t> cell_of(posts.named_size(), kNoCell);
  std::vector<std::uint32_t> cell_of_reach(facts.reaches.size(), kNoCell);
  for (const PostId post : posts.reached()) {
    const Buckets::Range whole = posts.WholeOver(post);
    const ReachId reach = whole.size() > 0 ? *whole.begin() : *posts.ApartOver(post).begin();
    if (cell_of_reach[reach] == kNoCell) {
      cell_of_reach[reach] = static_cast<std::uint32_t>(cells_.size());
      cells_.emplace_back();
    }
    for (const NamedPostId name : posts.NamesOf(post)) {
      cell_of[name] = cell_of_reach[reach];
      cells_[cell_of_reach[reach]].posts.push_back(name);
    }
  }
  return cell_of;
}

}  // namespace muster
