// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/since_setting.h"

#include <cstddef>

#include "projections/strength_walk.h"

namespace muster {

Interval CountEnd(const Movements& movements, const MovementEnd& end, FactDay after,
                  FactDay until) {
  const std::size_t row = end.row;
  const Interval out = CountIn(movements, row, after, until);
  const Interval signed_out = end.arrives ? out : Negated(out);
  if (movements.leg[row] != MovementRow::kOut) return signed_out;
  const auto surely = [&](std::size_t leg) {
    return CertaintyIn(movements.earliest[leg], movements.latest[leg], after, until) ==
           Certainty::kSurely;
  };
  if (surely(row) && surely(row + 1)) return {};
  const Interval back = CountIn(movements, row + 1, after, until);
  return signed_out - (end.arrives ? back : Negated(back));
}

}  // namespace muster
