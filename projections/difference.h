// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Difference: which answers changed between two states of knowledge, or between two days (`muster
// diff`).
#ifndef MUSTER_PROJECTIONS_DIFFERENCE_H_
#define MUSTER_PROJECTIONS_DIFFERENCE_H_

#include <optional>
#include <string>
#include <vector>

#include "ledger/date.h"
#include "ledger/position.h"
#include "projections/view.h"

namespace muster {

// A group's strength that was one and is another.
struct ChangedAnswer {
  // The days on which it was this and is that, both included. `on` is nullopt from the open
  // beginning of a date on, `until` where nothing ends it.
  std::optional<Day> on;
  std::optional<Day> until;
  std::vector<std::string> keys;  // one for each of `by`
  People was;
  People is;
  // The records that can have done it, ascending.
  std::vector<Position> because;
};

// Between two states of knowledge. Without `by` the rows are about the whole scope.
struct KnownDifference {
  LogSize from;
  LogSize to;
  std::optional<Day> on;  // only that day was asked for
  std::vector<std::string> by;
  std::vector<ChangedAnswer> rows;  // by keys, then day
};

// Between the ends of two days in one state of knowledge. A row's `on` and `until` are the two
// days.
struct DayDifference {
  Day from;
  Day to;
  LogSize known_at;
  std::vector<std::string> by;
  std::vector<ChangedAnswer> rows;  // by keys
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_DIFFERENCE_H_
