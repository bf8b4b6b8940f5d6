// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_people.h"

#include <cmath>

namespace muster::model {

Bounds BoundsOf(const v1::Strength& strength) {
  const Number most = strength.has_most() ? Number(strength.most()) : kNoBound;
  return {.least = Number(strength.least()), .best = Number(strength.best()), .most = most};
}

Bounds operator+(const Bounds& a, const Bounds& b) {
  return {.least = a.least + b.least, .best = a.best + b.best, .most = a.most + b.most};
}

Bounds operator-(const Bounds& a) { return {.least = -a.most, .best = -a.best, .most = -a.least}; }

bool Meet(const Bounds& a, const Bounds& b) { return a.least <= b.most && b.least <= a.most; }

Number MovedInto(Number value, Number least, Number most) {
  if (value < least) return least;
  if (value > most) return most;
  return value;
}

People ToPeople(const Bounds& bounds) {
  People people;
  if (std::isfinite(bounds.least)) people.least = std::int64_t(bounds.least);
  people.best = std::int64_t(bounds.best);
  if (std::isfinite(bounds.most)) people.most = std::int64_t(bounds.most);
  return people;
}

}  // namespace muster::model
