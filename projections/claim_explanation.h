// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// ClaimExplanation: the movements that would make a claim and the derived strength meet (DESIGN
// section 4, "Claims are compared").
#ifndef MUSTER_PROJECTIONS_CLAIM_EXPLANATION_H_
#define MUSTER_PROJECTIONS_CLAIM_EXPLANATION_H_

#include <cstdint>
#include <vector>

#include "projections/fact_table.h"
#include "projections/interval.h"
#include "projections/partition.h"
#include "projections/view.h"
#include "projections/view_claims.h"
#include "projections/world.h"

namespace muster {

// Whether two numbers of people can be the same.
inline bool Meet(const Interval& a, const Interval& b) {
  return a.least <= b.most && b.least <= a.most;
}

// What is not known is 0 at best.
inline Interval IntervalOf(const People& people) {
  return {people.least.value_or(Interval::kNoLeast), people.best.value_or(0),
          people.most.value_or(Interval::kNoMost)};
}

// The movements that cross the boundary of one scope. Immutable once made.
class Crossings {
 public:
  // The boundary is that of the posts which `scope` has in a group. All outlive the object.
  Crossings(const World& world, const Partition& scope);

  // The fewest movements, at most three, without which (best day not after `derived_day`) or with
  // which (later) `derived` would meet `claimed`, among the 64 that are nearest to `claim_day`; the
  // least sum of days wins, then the lowest positions. Ascending by position; none if there are
  // none. REQUIRES: the two do not meet.
  std::vector<ExplainingMovement> Explain(const Interval& claimed, const Interval& derived,
                                          FactDay claim_day, FactDay derived_day) const;

 private:
  // One end of it lies in the scope.
  struct Crossing {
    FactDay day = 0;
    FactPosition root = 0;
    std::uint32_t row = 0;
    bool enters = false;
  };

  std::vector<Crossing> Nearest(FactDay claim_day) const;
  ExplainingMovement Describe(const Crossing& crossing, FactDay derived_day) const;

  const World& world_;
  std::vector<Crossing> crossings_;  // by day
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_CLAIM_EXPLANATION_H_
