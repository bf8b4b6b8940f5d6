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
#include "projections/view_claims.h"

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

// What a claim says.
struct ClaimStatement {
  Day on;                // its best day
  bool opening = false;  // at the opening of its day
  ScopeValues scope;
  People claimed;
  friend bool operator==(const ClaimStatement&, const ClaimStatement&) = default;
};

// A claim, or one line of it, that reads otherwise. New ones are none.
struct ClaimChange {
  Position position;        // the first member of the claim's chain
  std::optional<int> line;  // its index among the claim's lines; nullopt: the claim's own strength
  ClaimStatement was;
  std::optional<ClaimStatement> is;  // nullopt if the later state does not have it
  // The records about it, ascending. None if a contingent's registration, or through a lens a
  // report, was changed.
  std::vector<Position> because;
  friend bool operator==(const ClaimChange&, const ClaimChange&) = default;
};

struct Diff {
  LogSize from;
  LogSize to;
  std::optional<Day> on;  // the one day asked for; nullopt: all
  std::vector<std::string> by;
  std::vector<Revision> rows;       // ordered by keys, then day
  std::vector<ClaimChange> claims;  // by position, the whole before its lines
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
