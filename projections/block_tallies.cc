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
  std::vector<std::uint8_t> reached(posts.named_size(), 0);
  for (const PostId post : posts.reached()) {
    for (const NamedPostId name : posts.NamesOf(post)) reached[name] = 1;
  }
  FactDay middle = 0;
  for (std::size_t row = 0; row < m.size(); ++row) {
    const std::size_t block = row / block_rows_;
    if (row % block_rows_ == 0) {
      rest_starts_.push_back(rest_.size());
      middle = MiddleDay(m, row, std::min(row + block_rows_, m.size()));
    }
    if (!IsRegular(m, row, middle) || reached[m.from[row]] != 0 || reached[m.to[row]] != 0) {
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
    if (from == to) continue;
    const Interval people = {m.least[row], m.best[row], m.most[row]};
    tallies[to].Add(people, false, 1);
    tallies[from].Add(people, true, 1);
  }
  rest_starts_.push_back(rest_.size());
}

}  // namespace muster
