// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Stated claims: what claims say, before anything is compared with it.
#ifndef MUSTER_PROJECTIONS_STATED_CLAIMS_H_
#define MUSTER_PROJECTIONS_STATED_CLAIMS_H_

#include <optional>
#include <string>
#include <vector>

#include "ledger/date.h"
#include "ledger/position.h"
#include "ledger/registry.h"
#include "ledger/status.h"
#include "projections/view.h"
#include "projections/view_claims.h"
#include "projections/world.h"

namespace muster {

// A claim, or one line of it.
struct StatedClaim {
  Position position;        // the first member of the claim's chain
  std::optional<int> line;  // its index among the claim's lines; nullopt: the claim's own strength
  DateBounds on;
  bool opening = false;               // at the opening of its day
  ScopeValues scope;                  // of a line, together with the claim's
  std::vector<Condition> conditions;  // the same, as the `where` of a view
  std::string according_to;           // the person or body that the report quotes; may be empty
  People claimed;                     // of the part that is asked for, if one is
};

// The claims of `world` on or after `since` of which the scope lies within `query.where`, by
// position, the whole before its lines. Errors: DATA_LOSS.
StatusOr<std::vector<StatedClaim>> ReadStatedClaims(const World& world, const Registry& registry,
                                                    const ViewQuery& query,
                                                    std::optional<Day> since);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_STATED_CLAIMS_H_
