// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "projections/claim_changes.h"

#include <algorithm>
#include <map>
#include <utility>

#include "projections/stated_claims.h"

namespace muster {
namespace {

StatusOr<std::vector<StatedClaim>> ClaimsOf(const World& world, const Registry& registry,
                                            ViewQuery query, LogSize known_at) {
  query.known_at = known_at;
  return ReadStatedClaims(world, registry, query, std::nullopt);
}

ClaimStatement StatementOf(const StatedClaim& claim) {
  return {claim.on.best, claim.opening, claim.scope, claim.claimed};
}

}  // namespace

StatusOr<std::vector<ClaimChange>> ComputeClaimChanges(TwoStates& states, const Registry& registry,
                                                       const NewRecords& records, LogSize from,
                                                       LogSize to, std::optional<Day> on,
                                                       const ViewQuery& query) {
  MUSTER_ASSIGN_OR_RETURN(const std::vector<StatedClaim> before,
                          ClaimsOf(states.before().world(), registry, query, from));
  MUSTER_ASSIGN_OR_RETURN(const std::vector<StatedClaim> after,
                          ClaimsOf(states.after().world(), registry, query, to));
  std::map<std::pair<Position, int>, const StatedClaim*> now;
  for (const StatedClaim& claim : after) {
    now.emplace(std::pair(claim.position, claim.line.value_or(-1)), &claim);
  }
  std::map<Position, std::vector<Position>> because;
  for (const auto& [position, about] : records.about()) {
    for (const Position event : about) because[event].push_back(position);
  }
  std::vector<ClaimChange> changes;
  for (const StatedClaim& was : before) {
    const auto found = now.find(std::pair(was.position, was.line.value_or(-1)));
    const StatedClaim* const is = found != now.end() ? found->second : nullptr;
    if (is != nullptr && StatementOf(was) == StatementOf(*is)) continue;
    if (on && was.on.best != *on && (is == nullptr || is->on.best != *on)) continue;
    ClaimChange change{was.position, was.line, StatementOf(was), std::nullopt,
                       because[was.position]};
    if (is != nullptr) change.is = StatementOf(*is);
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace muster
