// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What `muster diff` answers: where two answers to the same question differ, and by which records.
#ifndef MUSTER_PROJECTIONS_VIEW_CHANGES_H_
#define MUSTER_PROJECTIONS_VIEW_CHANGES_H_

#include <optional>
#include <string>
#include <vector>

#include "ledger/date.h"
#include "ledger/position.h"
#include "projections/view.h"

namespace muster {

// A group whose strength differs.
struct Change {
  std::vector<std::string> keys;  // one for each of `by`; none: the total
  People was;
  People is;
  // The records that bear on it, ascending.
  std::vector<Position> because;
  friend bool operator==(const Change&, const Change&) = default;
};

// Between two states of knowledge: the group was thought to have one strength on these days, and
// has another.
struct Revision {
  // A run of days with the same two strengths. Without `on`: from ever; without `until`: for ever.
  std::optional<Day> on;
  std::optional<Day> until;
  Change change;
  friend bool operator==(const Revision&, const Revision&) = default;
};

struct Diff {
  LogSize from;
  LogSize to;
  std::optional<Day> on;  // the one day asked for; nullopt: all
  std::vector<std::string> by;
  std::vector<Revision> rows;  // ordered by keys, then day
};

// Between two days, in one state of knowledge.
struct DayDiff {
  Day from;
  Day to;
  LogSize known_at;
  std::vector<std::string> by;
  std::vector<Change> rows;  // ordered by keys
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_VIEW_CHANGES_H_
