// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// ArrivalsByWho: whether those who were dispatched have arrived.
#ifndef MUSTER_PROJECTIONS_ARRIVALS_BY_WHO_H_
#define MUSTER_PROJECTIONS_ARRIVALS_BY_WHO_H_

#include <array>
#include <map>
#include <optional>
#include <vector>

#include "ledger/date.h"
#include "projections/fact_table.h"
#include "projections/names.h"
#include "projections/world.h"

namespace muster {

namespace v1 {
class Who;
}  // namespace v1

// Immutable once made.
class ArrivalsByWho {
 public:
  // The arrivals that `world` has. It outlives the object.
  explicit ArrivalsByWho(const World& world);

  // Whether an arrival of exactly this who, by `until` (best day), may be that of people who were
  // dispatched on `dispatched`: it is not surely before it.
  bool HaveArrived(const v1::Who& who, const DateBounds& dispatched, Day until) const;

 private:
  // Mission, contributor, component and contingent as an event names them.
  using Key = std::array<NameId, 4>;
  std::optional<Key> KeyOf(const v1::Who& who) const;

  const Names& names_;
  std::map<Key, std::vector<FactDate>> arrivals_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_ARRIVALS_BY_WHO_H_
