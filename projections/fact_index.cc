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

FactIndex::FactIndex(const FactTable& facts) : facts_(facts) {
  const std::vector<SettingRow>& rows = facts.settings().rows;
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
}

void FactIndex::Build() const {
  const Movements& m = facts_.movements();
  std::vector<SortedEnd> narrow, wide;
  std::vector<std::pair<FactDay, std::uint32_t>> narrow_rows, wide_rows;
  for (std::uint32_t i = 0; i < m.size(); ++i) {
    if (m.leg[i] == MovementRow::kBack) continue;
    FactDay first = m.earliest[i];
    FactDay last = m.latest[i];
    if (m.leg[i] == MovementRow::kOut) {
      first = std::min(first, m.earliest[i + 1]);
      last = std::max(last, m.latest[i + 1]);
    }
    const bool is_narrow = std::int64_t{last} - first <= kNarrowDays;
    (is_narrow ? narrow_rows : wide_rows).emplace_back(last, i);
    std::vector<SortedEnd>& ends = is_narrow ? narrow : wide;
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
  keep(narrow, narrow_);
  keep(wide, wide_);
  const auto keep_rows = [](std::vector<std::pair<FactDay, std::uint32_t>>& sorted, Rows& rows) {
    std::sort(sorted.begin(), sorted.end());
    for (const auto& [last, row] : sorted) {
      rows.last.push_back(last);
      rows.rows.push_back(row);
    }
  };
  keep_rows(narrow_rows, narrow_rows_);
  keep_rows(wide_rows, wide_rows_);
}

std::pair<std::size_t, std::size_t> FactIndex::Rows::In(FactDay after, FactDay until,
                                                        bool narrow) const {
  const auto begin = std::upper_bound(last.begin(), last.end(), after);
  const bool bounded = narrow && until < kNeverDay - kNarrowDays;
  const auto end = bounded ? std::upper_bound(begin, last.end(), until + kNarrowDays) : last.end();
  return {static_cast<std::size_t>(begin - last.begin()),
          static_cast<std::size_t>(end - last.begin())};
}

std::size_t FactIndex::CountMovements(FactDay after, FactDay until) const {
  BuildOnce();
  const auto [narrow_begin, narrow_end] = narrow_rows_.In(after, until, true);
  const auto [wide_begin, wide_end] = wide_rows_.In(after, until, false);
  return narrow_end - narrow_begin + (wide_end - wide_begin);
}

}  // namespace muster
