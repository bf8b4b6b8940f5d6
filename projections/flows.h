// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Flows: who came, went and was lost in a period (`muster flows`).
#ifndef MUSTER_PROJECTIONS_FLOWS_H_
#define MUSTER_PROJECTIONS_FLOWS_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ledger/date.h"
#include "ledger/position.h"
#include "projections/view.h"

namespace muster {

// Best numbers, by best days. Where a report gives no reason or cause, it is "unspecified".
struct Flow {
  std::vector<std::string> keys;                   // one for each of `by`
  std::int64_t opening = 0;                        // at the end of the day before the period
  std::map<std::string, std::int64_t> arrivals;    // by reason
  std::map<std::string, std::int64_t> departures;  // by reason; those of all among them
  std::map<std::pair<std::string, std::string>, std::int64_t> losses;  // by kind and cause
  // Across the group's boundary; the way back of an assignment is one the other way.
  std::int64_t transfers_in = 0;
  std::int64_t transfers_out = 0;
  std::int64_t assignments_in = 0;
  std::int64_t assignments_out = 0;
  std::int64_t unexplained = 0;  // the differences that musters left; negative: fewer
  std::int64_t closing = 0;
  friend bool operator==(const Flow&, const Flow&) = default;

  // What the flows come to: closing - opening, always.
  std::int64_t Net() const;
};

struct Flows {
  Day from;
  Day to;
  LogSize known_at;
  std::vector<std::string> by;
  // Ordered by their keys. Groups in which nobody was and nothing moved are left out unless all are
  // asked for.
  std::vector<Flow> rows;
  Flow total;  // without keys
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_FLOWS_H_
