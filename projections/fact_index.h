// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// FactIndex: the rows of a fact table by what they are looked up by, for all known-ats together.
#ifndef MUSTER_PROJECTIONS_FACT_INDEX_H_
#define MUSTER_PROJECTIONS_FACT_INDEX_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

#include "projections/fact_table.h"
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

  // Calls `visit` with every end at `post` of a movement that can count in the window (after,
  // until], and with some that cannot.
  template <typename Visit>
  void VisitEnds(NamedPostId post, FactDay after, FactDay until, Visit visit) const;

  // Calls `visit` with the row of every movement that can count in the window, and of some that
  // cannot. Ways back are left out: they stand with their ways out.
  template <typename Visit>
  void VisitMovements(FactDay after, FactDay until, Visit visit) const;
  // How many VisitMovements would visit.
  std::size_t CountMovements(FactDay after, FactDay until) const;

 private:
  struct Ends {
    // Sorted by the last day on which the movement (or its way back) may have been.
    std::vector<FactDay> last;
    std::vector<MovementEnd> ends;
    std::vector<std::size_t> starts;  // by named post
  };
  // Movements whose days span more than this are kept apart, so that the others need not be
  // searched far beyond a window.
  static constexpr FactDay kNarrowDays = 62;

  struct Rows {
    std::vector<FactDay> last;  // sorted
    std::vector<std::uint32_t> rows;
    // The range of those that may have been in a window.
    std::pair<std::size_t, std::size_t> In(FactDay after, FactDay until, bool narrow) const;
  };

  void Build() const;
  void BuildOnce() const {
    std::call_once(built_, [this] { Build(); });
  }

  const FactTable& facts_;
  Buckets settings_;
  // Built at the first use; only settings ask for it.
  mutable std::once_flag built_;
  mutable Ends narrow_;
  mutable Ends wide_;
  mutable Rows narrow_rows_;
  mutable Rows wide_rows_;
};

template <typename Visit>
void FactIndex::VisitEnds(NamedPostId post, FactDay after, FactDay until, Visit visit) const {
  BuildOnce();
  for (const Ends* ends : {&narrow_, &wide_}) {
    const auto begin = ends->last.begin() + static_cast<std::ptrdiff_t>(ends->starts[post]);
    const auto end = ends->last.begin() + static_cast<std::ptrdiff_t>(ends->starts[post + 1]);
    auto at = std::upper_bound(begin, end, after);
    const bool bounded = ends == &narrow_ && until < kNeverDay - kNarrowDays;
    for (; at != end && !(bounded && *at > until + kNarrowDays); ++at) {
      visit(ends->ends[static_cast<std::size_t>(at - ends->last.begin())]);
    }
  }
}

template <typename Visit>
void FactIndex::VisitMovements(FactDay after, FactDay until, Visit visit) const {
  BuildOnce();
  for (const bool narrow : {true, false}) {
    const Rows& rows = narrow ? narrow_rows_ : wide_rows_;
    const auto [begin, end] = rows.In(after, until, narrow);
    for (std::size_t i = begin; i < end; ++i) visit(rows.rows[i]);
  }
}

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_FACT_INDEX_H_
