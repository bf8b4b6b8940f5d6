// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// GroupTally: what movements come to for one group of posts (DESIGN section 4, step 6).
#ifndef MUSTER_PROJECTIONS_GROUP_TALLY_H_
#define MUSTER_PROJECTIONS_GROUP_TALLY_H_

#include <algorithm>
#include <cstdint>

#include "projections/fact_table.h"
#include "projections/interval.h"
#include "projections/share_sum.h"

namespace muster {

// A sum, and what touches the group.
struct GroupTally : ShareSum {
  // What touches the group up to the day asked for: the last best day, and flags.
  FactDay latest = kNeverBefore;
  std::uint32_t touched_by = 0;
  static constexpr std::uint32_t kOther = 1;
  static constexpr std::uint32_t kLoss = 2;

  // Adds, or with `sign` -1 takes away, what counts for the group, or with `against` against it.
  void Add(const Interval& counted, bool against, int sign) {
    ShareSum::Add(against ? Negated(counted) : counted, sign);
  }

  void Add(const GroupTally& other, int sign = 1) {
    ShareSum::Add(other, sign);
    latest = std::max(latest, other.latest);
    touched_by |= other.touched_by;
  }

  // Something happened there: by then in any case, on `best_day` if it is not after `day`.
  void Touch(std::uint32_t by, FactDay best_day, FactDay day) {
    touched_by |= by;
    if (best_day <= day) latest = std::max(latest, best_day);
  }
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_GROUP_TALLY_H_
