// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// FactIndex: the rows of a fact table by what they are looked up by, for all known-ats together.
#ifndef MUSTER_PROJECTIONS_FACT_INDEX_H_
#define MUSTER_PROJECTIONS_FACT_INDEX_H_

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "projections/fact_table.h"
#include "projections/first_days.h"
#include "projections/post_map.h"

namespace muster {

// One end of a movement at a named post. The way back of an assignment stands with its way out.
struct MovementEnd {
  std::uint32_t row = 0;
  bool arrives = false;  // the row's `to`, else its `from`
};

// Safe for concurrent use as long as the table does not change.
class FactIndex {
 public:
  // `facts` outlives the index and is not changed meanwhile.
  explicit FactIndex(const FactTable& facts);

  // The settings of a reach by day, then position, then as written.
  Buckets::Range SettingsOf(ReachId reach) const { return settings_[reach]; }
  // For which known-ats each of them is true.
  std::span<const Span> SpansOf(ReachId reach) const {
    const Buckets::Range settings = settings_[reach];
    return std::span(spans_).subspan(settings_.StartOf(reach), settings.size());
  }
  // The place of a setting among those of its reach.
  std::uint32_t RankOf(std::uint32_t setting) const { return ranks_[setting]; }

  const FirstDays& first_days() const { return first_days_; }

  // Calls `visit` with every end at `post` of a movement that can count in the window (after,
  // until], and with some that cannot.
  template <typename Visit>
  void VisitEnds(NamedPostId post, FactDay after, FactDay until, Visit visit) const;

  // Whether VisitEnds was prepared already, and is quick from the first post on.
  bool has_ends() const { return has_ends_; }

  // Calls `visit` with the row of every movement that can count in the window, and of some that
  // cannot. Ways back are left out: they stand with their ways out.
  template <typename Visit>
  void VisitMovements(FactDay after, FactDay until, Visit visit) const;
  // How many VisitMovements would visit.
  std::size_t CountMovements(FactDay after, FactDay until) const;

 private:
  // Movements are kept apart by how many days theirs (and those of their way back) span, so that
  // the many short ones need not be searched far beyond a window.
  static constexpr std::array<FactDay, 3> kSpans = {0, 62, kNeverDay};
  // Up to which last day one that spans so many days may have been in a window that ends then.
  static FactDay LastIn(FactDay until, FactDay span) {
    return span != kNeverDay && until < kNeverDay - span ? until + span : kNeverDay;
  }

  struct Ends {
    // Sorted by the last day on which the movement (or its way back) may have been.
    std::vector<FactDay> last;
    std::vector<MovementEnd> ends;
    std::vector<std::size_t> starts;  // by named post
  };
  struct Rows {
    std::vector<FactDay> last;  // sorted
    std::vector<std::uint32_t> rows;
    // The range of those that may have been in a window.
    std::pair<std::size_t, std::size_t> In(FactDay after, FactDay until, FactDay span) const;
  };

  void Build() const;
  void BuildOnce() const {
    std::call_once(built_, [this] {
      Build();
      has_ends_ = true;
    });
  }

  const FactTable& facts_;
  const FirstDays first_days_;
  Buckets settings_;
  std::vector<Span> spans_;  // in the order of `settings_`
  std::vector<std::uint32_t> ranks_;
  // Built at the first use; only settings ask for it.
  mutable std::once_flag built_;
  mutable std::atomic<bool> has_ends_ = false;
  mutable std::array<Ends, kSpans.size()> ends_;  // by span
  mutable std::array<Rows, kSpans.size()> rows_;
};

template <typename Visit>
void FactIndex::VisitEnds(NamedPostId post, FactDay after, FactDay until, Visit visit) const {
  BuildOnce();
  for (std::size_t i = 0; i < kSpans.size(); ++i) {
    const Ends& ends = ends_[i];
    const auto begin = ends.last.begin() + static_cast<std::ptrdiff_t>(ends.starts[post]);
    const auto end = ends.last.begin() + static_cast<std::ptrdiff_t>(ends.starts[post + 1]);
    const FactDay last = LastIn(until, kSpans[i]);
    for (auto at = std::upper_bound(begin, end, after); at != end && *at <= last; ++at) {
      visit(ends.ends[static_cast<std::size_t>(at - ends.last.begin())]);
    }
  }
}

template <typename Visit>
void FactIndex::VisitMovements(FactDay after, FactDay until, Visit visit) const {
  BuildOnce();
  for (std::size_t i = 0; i < kSpans.size(); ++i) {
    const auto [begin, end] = rows_[i].In(after, until, kSpans[i]);
    for (std::size_t at = begin; at < end; ++at) visit(rows_[i].rows[at]);
  }
}

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_FACT_INDEX_H_
