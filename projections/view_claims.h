// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What a reconciliation answers: every claim beside the strength that is derived for its scope
// (DESIGN section 4, "Claims are compared"). Plain values, as in view.h.
#ifndef MUSTER_PROJECTIONS_VIEW_CLAIMS_H_
#define MUSTER_PROJECTIONS_VIEW_CLAIMS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/date.h"
#include "ledger/position.h"
#include "projections/fact_table.h"
#include "projections/view.h"

namespace muster {

// The dimensions that a scope fixes, in their order, each with its values, of which any will do.
using ScopeValues = std::vector<std::pair<std::string, std::vector<std::string>>>;

// What the claim says against what is derived.
enum class Agreement { kAgrees, kOver, kShort };

// A movement that crosses the boundary of a claim's scope, and whose absence or presence would make
// claim and derived strength meet.
struct ExplainingMovement {
  Position position;  // of its event: the first member of the chain
  MovementKind kind = MovementKind::kArrival;
  bool way_back = false;  // of an assignment
  // Its best day is not after the day of the derived strength: they would meet without it. Else
  // they would meet with it.
  bool counted = true;
  std::string who;  // "KEN-3", or what is known where no contingent is: "KEN police of MSS-HTI"
  People strength;  // its own
  Day on;           // its best day
  friend bool operator==(const ExplainingMovement&, const ExplainingMovement&) = default;
};

// One claim, or one line of it.
struct ClaimVerdict {
  Position position;         // the first member of the claim's chain
  std::optional<int> line;   // its index among the claim's lines; nullopt: the claim's own strength
  Day on;                    // the best day of the claim
  bool opening = false;      // at the opening of its day
  ScopeValues scope;         // of a line, together with the claim's
  std::string according_to;  // the person or body that the report quotes; may be empty
  People claimed;
  // At the opening or closing of the best day. All three numbers are nullopt where nothing but
  // losses is known: such a claim agrees.
  People derived;
  Agreement verdict = Agreement::kAgrees;
  // Of a claim of an uncertain date that agrees, but not on its best day: the nearest day on which
  // it does.
  std::optional<Day> agrees_on;
  std::int64_t distance = 0;  // between the intervals on the best day; 0 if the claim agrees
  // Ascending by position; empty if the claim agrees or nothing explains it.
  std::vector<ExplainingMovement> explained_by;
  friend bool operator==(const ClaimVerdict&, const ClaimVerdict&) = default;
};

struct Reconciliation {
  LogSize known_at;
  std::vector<ClaimVerdict> claims;  // by position, the whole before its lines
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_VIEW_CLAIMS_H_
