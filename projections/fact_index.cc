// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/fact_index.h"

#include <tuple>
#include <utility>

namespace muster {
namespace {

struct SortedEnd {
  FactDay last = 0;
  NamedPostId post = 0;
  MovementEnd end;
};

}  // namespace

FactIndex::FactIndex(const FactTable& facts) : facts_(facts), first_days_(facts) {
  const std::vector<SettingFact>& rows = facts.settings().rows;
  std::vector<std::uint32_t> order(rows.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto key = [&rows](std::uint32_t i) {
    return std::tuple(rows[i].day, rows[i].root, rows[i].written, i);
  };
  std::sort(order.begin(), order.end(),
            [&key](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
  std::vector<std::pair<Buckets::Item, Buckets::Item>> pairs;
  pairs.reserve(order.size());
  for (const std::uint32_t row : order) pairs.emplace_back(rows[row].reach, row);
  settings_ = Buckets(facts.reaches.size(), pairs);
  ranks_.resize(rows.size());
  for (ReachId reach = 0; reach < facts.reaches.size(); ++reach) {
    std::uint32_t rank = 0;
    for (const std::uint32_t row : settings_[reach]) {
      ranks_[row] = rank++;
      spans_.push_back(facts.settings().known[row]);
    }
  }
}

void FactIndex::Build() const {
  const Movements& m = facts_.movements();
  std::array<std::vector<SortedEnd>, kSpans.size()> sorted_ends;
  std::array<std::vector<std::pair<FactDay, std::uint32_t>>, kSpans.size()> sorted_rows;
  for (std::uint32_t i = 0; i < m.size(); ++i) {
    if (m.leg[i] == MovementRow::kBack) continue;
    FactDay first = m.earliest[i];
    FactDay last = m.latest[i];
    if (m.leg[i] == MovementRow::kOut) {
      first = std::min(first, m.earliest[i + 1]);
      last = std::max(last, m.latest[i + 1]);
    }
    std::size_t span = 0;
    while (span + 1 < kSpans.size() && std::int64_t{last} - first > kSpans[span]) ++span;
    sorted_rows[span].emplace_back(last, i);
    std::vector<SortedEnd>& ends = sorted_ends[span];
    if (m.from[i] != kAbroad) ends.push_back({last, m.from[i], {i, false}});
    if (m.to[i] != kAbroad) ends.push_back({last, m.to[i], {i, true}});
  }
  const auto keep = [this](std::vector<SortedEnd>& sorted, Ends& ends) {
    std::sort(sorted.begin(), sorted.end(), [](const SortedEnd& a, const SortedEnd& b) {
      return std::tuple(a.post, a.last, a.end.row, a.end.arrives) <
             std::tuple(b.post, b.last, b.end.row, b.end.arrives);
    });
    ends.starts.assign(facts_.posts.size() + 1, 0);
    for (const SortedEnd& end : sorted) {
      ++ends.starts[end.post + 1];
      ends.last.push_back(end.last);
      ends.ends.push_back(end.end);
    }
    for (std::size_t i = 1; i < ends.starts.size(); ++i) ends.starts[i] += ends.starts[i - 1];
  };
  const auto keep_rows = [](std::vector<std::pair<FactDay, std::uint32_t>>& sorted, Rows& rows) {
    std::sort(sorted.begin(), sorted.end());
    for (const auto& [last, row] : sorted) {
      rows.last.push_back(last);
      rows.rows.push_back(row);
    }
  };
  for (std::size_t i = 0; i < kSpans.size(); ++i) {
    keep(sorted_ends[i], ends_[i]);
    keep_rows(sorted_rows[i], rows_[i]);
  }
}

std::pair<std::size_t, std::size_t> FactIndex::Rows::In(FactDay after, FactDay until,
                                                        FactDay span) const {
  const auto begin = std::upper_bound(last.begin(), last.end(), after);
  const auto end = std::upper_bound(begin, last.end(), LastIn(until, span));
  return {static_cast<std::size_t>(begin - last.begin()),
          static_cast<std::size_t>(end - last.begin())};
}

std::size_t FactIndex::CountMovements(FactDay after, FactDay until) const {
  BuildOnce();
  std::size_t count = 0;
  for (std::size_t i = 0; i < kSpans.size(); ++i) {
    const auto [begin, end] = rows_[i].In(after, until, kSpans[i]);
    count += end - begin;
  }
  return count;
}

}  // namespace muster
