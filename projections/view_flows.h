// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Flows: what changed the strength of a scope in a period, by what kind of event and why.
#ifndef MUSTER_PROJECTIONS_VIEW_FLOWS_H_
#define MUSTER_PROJECTIONS_VIEW_FLOWS_H_

#include <string>
#include <vector>

#include "ledger/date.h"
#include "ledger/position.h"
#include "projections/view.h"

namespace muster {

// The movements of one kind and of the same circumstances, taken together.
struct Flow {
  enum class Kind {
    kArrivals,
    kDepartures,  // those of all as well
    kLosses,
    kTransfersIn,  // over the edge of the scope, as assignments
    kTransfersOut,
    kAssignmentsIn,
    kAssignmentsOut,
    kUnexplained,  // the differences of musters
  };
  Kind kind = Kind::kArrivals;
  // As in the report file; empty where it is not said. Of arrivals and departures:
  std::string reason;
  // Of losses: killed, died, missing; and of what.
  std::string loss;
  std::string cause;
  // What it adds to the strength: below 0 if people went. The bounds are those of the strengths
  // alone: each movement counts on its best day.
  People people;
  // The first records of the events, ascending.
  std::vector<Position> events;
  friend bool operator==(const Flow&, const Flow&) = default;
};

struct GroupFlows {
  std::vector<std::string> keys;  // one for each of `by`
  // The strength at the end of the day before the period, and at the end of its last day. Best is
  // never missing: of a group of which only losses are known, it is their number below 0.
  People opening;
  People closing;
  // Ordered by kind, then circumstances. opening.best + the sum of people.best = closing.best.
  std::vector<Flow> flows;
  friend bool operator==(const GroupFlows&, const GroupFlows&) = default;
};

struct Flows {
  Day from;
  Day to;
  LogSize known_at;
  std::vector<std::string> by;
  std::vector<GroupFlows> rows;  // ordered by their keys
  GroupFlows total;              // without keys
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_VIEW_FLOWS_H_
