// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// ShareSum: what the differences of many settings count for a set of posts, added up so that a part
// can be taken out again.
//
// Thread-safety: plain values.
#ifndef MUSTER_PROJECTIONS_SHARE_SUM_H_
#define MUSTER_PROJECTIONS_SHARE_SUM_H_

#include <cstdint>

#include "projections/interval.h"

namespace muster {

// For whom a difference counts: a set with the setting's unattributed post, or one that only has
// others of its posts (DESIGN section 4, step 7).
enum ShareOwner : std::uint8_t { kForeign, kOwn };

inline Interval ShareOfDifference(const Interval& difference, ShareOwner owner) {
  if (owner == kForeign && difference.Contains(0)) return Interval();
  Interval share = ReachingZero(difference);
  // Those missing may be missing here, but the books have them elsewhere.
  if (owner == kForeign) share.best = 0;
  return share;
}

// Open bounds are counted, not added.
struct ShareSum {
  std::int64_t least = 0;
  std::int64_t best = 0;
  std::int64_t most = 0;
  std::int32_t no_least = 0;
  std::int32_t no_most = 0;

  // With `sign` -1 takes away.
  void Add(const Interval& share, int sign = 1) {
    const bool open_least = share.least == Interval::kNoLeast;
    const bool open_most = share.most == Interval::kNoMost;
    least += open_least ? 0 : sign * share.least;
    best += sign * share.best;
    most += open_most ? 0 : sign * share.most;
    no_least += open_least ? sign : 0;
    no_most += open_most ? sign : 0;
  }
  void Add(const ShareSum& other, int sign = 1) {
    least += sign * other.least;
    best += sign * other.best;
    most += sign * other.most;
    no_least += sign * other.no_least;
    no_most += sign * other.no_most;
  }
  Interval Whole() const {
    return {no_least > 0 ? Interval::kNoLeast : least, best,
            no_most > 0 ? Interval::kNoMost : most};
  }
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_SHARE_SUM_H_
