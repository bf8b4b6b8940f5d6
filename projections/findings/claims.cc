// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// claim-disagrees: somebody's total, against what is derived for its scope.
#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "projections/claim_explanation.h"
#include "projections/findings/finders.h"
#include "projections/findings/finding_words.h"
#include "projections/view_claims.h"

namespace muster {
namespace {

// "400 for mission=MSS-HTI contributor=KEN, where 617 are derived, 217 more, which record 9 would
// explain".
std::string DisagreementText(const ClaimVerdict& claim) {
  std::string text =
      fmt::format("{} for {}, where {} {} derived, {} {}", IntervalText(IntervalOf(claim.claimed)),
                  ScopeText(claim.scope), IntervalText(IntervalOf(claim.derived)),
                  claim.derived.best == 1 ? "is" : "are", claim.distance,
                  claim.verdict == Agreement::kOver ? "fewer" : "more");
  if (claim.explained_by.empty()) return text;
  std::vector<Position> positions;
  for (const ExplainingMovement& movement : claim.explained_by) {
    positions.push_back(movement.position);
  }
  return text + fmt::format(", which {} would explain", RecordsText(positions));
}

// Of a claim and its lines, the first few.
std::string DisagreementsText(const std::vector<const ClaimVerdict*>& claims) {
  constexpr std::size_t kListed = 3;
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < std::min(claims.size(), kListed); ++i) {
    parts.push_back(DisagreementText(*claims[i]));
  }
  if (claims.size() > kListed) parts.push_back(fmt::format("{} more", claims.size() - kListed));
  return fmt::format("{}", fmt::join(parts, ", and "));
}

}  // namespace

Status FindDisagreeingClaims(CheckedState& state, FindingList* findings) {
  MUSTER_ASSIGN_OR_RETURN(
      const Reconciliation reconciliation,
      ComputeReconciliation(state.session, state.registry, std::nullopt, state.query));
  // A claim and its lines are one finding.
  std::map<Position, std::vector<const ClaimVerdict*>> claims;
  for (const ClaimVerdict& claim : reconciliation.claims) {
    if (claim.verdict != Agreement::kAgrees) claims[claim.position].push_back(&claim);
  }
  for (const auto& [position, verdicts] : claims) {
    const ClaimVerdict& first = *verdicts.front();
    Finding finding = NewFinding("claim-disagrees", {position});
    finding.on = first.on;
    finding.scope = first.scope;
    finding.message =
        fmt::format("at the {} of {} record {} claims {}", first.opening ? "opening" : "closing",
                    FormatDay(first.on), position.value, DisagreementsText(verdicts));
    finding.remedy =
        "see what `muster reconcile` says of it: a movement may be missing, doubled or misdated; "
        "if the claim is what is wrong, settle this with a resolution";
    findings->push_back(std::move(finding));
  }
  return OkStatus();
}

}  // namespace muster
