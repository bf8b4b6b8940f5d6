// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// FactIndex: the rows of a fact table by what they are looked up by, for all known-ats together.
#ifndef MUSTER_PROJECTIONS_FACT_INDEX_H_
#define MUSTER_PROJECTIONS_FACT_INDEX_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <mutex>
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

  void BuildEnds() const;

  const FactTable& facts_;
  Buckets settings_;
  // Built at the first use; only settings ask for it.
  mutable std::once_flag ends_built_;
  mutable Ends narrow_;
  mutable Ends wide_;
};

template <typename Visit>
void FactIndex::VisitEnds(NamedPostId post, FactDay after, FactDay until, Visit visit) const {
  std::call_once(ends_built_, [this] { BuildEnds(); });
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

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_FACT_INDEX_H_
