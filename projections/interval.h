// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Interval: a number of people, or a difference of two such numbers, between bounds of which either
// may be missing.
//
// Thread-safety: plain values.
#ifndef MUSTER_PROJECTIONS_INTERVAL_H_
#define MUSTER_PROJECTIONS_INTERVAL_H_

#include <algorithm>
#include <cstdint>
#include <limits>

namespace muster {

// least <= best <= most. Sums stay far inside 64 bits: 2^31 people in each of 2^31 facts.
struct Interval {
  // Stand for bounds that are not there.
  static constexpr std::int64_t kNoLeast = std::numeric_limits<std::int64_t>::min();
  static constexpr std::int64_t kNoMost = std::numeric_limits<std::int64_t>::max();

  std::int64_t least = 0;
  std::int64_t best = 0;
  std::int64_t most = 0;

  bool Contains(std::int64_t number) const { return least <= number && number <= most; }
  friend bool operator==(const Interval&, const Interval&) = default;
};

inline Interval& operator+=(Interval& sum, const Interval& part) {
  const bool no_least = sum.least == Interval::kNoLeast || part.least == Interval::kNoLeast;
  const bool no_most = sum.most == Interval::kNoMost || part.most == Interval::kNoMost;
  sum.least = no_least ? Interval::kNoLeast : sum.least + part.least;
  sum.best += part.best;
  sum.most = no_most ? Interval::kNoMost : sum.most + part.most;
  return sum;
}

// What counts against instead of for.
inline Interval Negated(const Interval& interval) {
  return {interval.most == Interval::kNoMost ? Interval::kNoLeast : -interval.most, -interval.best,
          interval.least == Interval::kNoLeast ? Interval::kNoMost : -interval.least};
}

inline Interval operator-(const Interval& minuend, const Interval& subtrahend) {
  Interval difference = minuend;
  difference += Negated(subtrahend);
  return difference;
}

// Widened so far that nothing at all is also possible; the best stays.
inline Interval ReachingZero(const Interval& interval) {
  return {std::min<std::int64_t>(interval.least, 0), interval.best,
          std::max<std::int64_t>(interval.most, 0)};
}

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_INTERVAL_H_
