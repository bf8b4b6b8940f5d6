// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Numbers of people with bounds, for the model (DESIGN section 3, "Strength").
#ifndef MUSTER_TESTS_MODEL_MODEL_PEOPLE_H_
#define MUSTER_TESTS_MODEL_MODEL_PEOPLE_H_

#include <limits>

#include "muster/v1/strength.pb.h"
#include "projections/view.h"

namespace muster::model {

// Doubles, because they have infinities; all finite values are whole numbers far below 2^53.
using Number = double;
inline constexpr Number kNoBound = std::numeric_limits<double>::infinity();

struct Bounds {
  Number least = 0;
  Number best = 0;
  Number most = 0;
};

Bounds BoundsOf(const v1::Strength& strength);
Bounds operator+(const Bounds& a, const Bounds& b);
// Counting against turns [l, b, m] into [-m, -b, -l] (DESIGN section 4, step 6).
Bounds operator-(const Bounds& a);

// Whether two numbers of people can be the same.
bool Meet(const Bounds& a, const Bounds& b);

// The nearest value to `value` in [least, most].
Number MovedInto(Number value, Number least, Number most);

// As a view shows it.
People ToPeople(const Bounds& bounds);

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_MODEL_PEOPLE_H_
