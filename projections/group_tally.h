// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// GroupTally: what movements come to for one group of posts (DESIGN section 4, step 6).
#ifndef MUSTER_PROJECTIONS_GROUP_TALLY_H_
#define MUSTER_PROJECTIONS_GROUP_TALLY_H_

#include <algorithm>
#include <cstdint>

#include "projections/fact_table.h"
#include "projections/interval.h"

namespace muster {

// Sums can be taken from again: open bounds are counted, not added.
struct GroupTally {
  std::int64_t least = 0;
  std::int64_t best = 0;
  std::int64_t most = 0;
  std::int32_t no_least = 0;
  std::int32_t no_most = 0;
  // What touches the group up to the day asked for: the last best day, and flags.
  FactDay latest = kNeverBefore;
  std::uint32_t touched_by = 0;
  static constexpr std::uint32_t kOther = 1;
  static constexpr std::uint32_t kLoss = 2;

  // Adds, or with `sign` -1 takes away, what counts for the group, or with `against` against it.
  void Add(const Interval& counted, bool against, int sign) {
    const bool open = counted.most == Interval::kNoMost;
    const std::int64_t up = open ? 0 : sign * counted.most;
    const std::int64_t down = sign * counted.least;
    if (!against) {
      least += down;
      best += sign * counted.best;
      most += up;
      if (open) no_most += sign;
    } else {
      least -= up;
      best -= sign * counted.best;
      most -= down;
      if (open) no_least += sign;
    }
  }

  void Add(const GroupTally& other, int sign = 1) {
    least += sign * other.least;
    best += sign * other.best;
    most += sign * other.most;
    no_least += sign * other.no_least;
    no_most += sign * other.no_most;
    latest = std::max(latest, other.latest);
    touched_by |= other.touched_by;
  }

  // Something happened there: by then in any case, on `best_day` if it is not after `day`.
  void Touch(std::uint32_t by, FactDay best_day, FactDay day) {
    touched_by |= by;
    if (best_day <= day) latest = std::max(latest, best_day);
  }

  Interval Sum() const {
    return {no_least > 0 ? Interval::kNoLeast : least, best,
            no_most > 0 ? Interval::kNoMost : most};
  }
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_GROUP_TALLY_H_
