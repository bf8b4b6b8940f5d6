// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "projections/stated_claims.h"

#include <utility>

#include "muster/v1/event.pb.h"
#include "projections/stated_scope.h"
#include "projections/statements.h"

namespace muster {
namespace {

People PeopleClaimed(const v1::Strength& strength) {
  People people{strength.least(), strength.best(), std::nullopt};
  if (strength.has_most()) people.most = strength.most();
  return people;
}

// What a claim or a line says of the whole, or of the part that is asked for; null if nothing.
template <typename Body>
const v1::Strength* StrengthIn(const Body& body, const std::optional<std::string>& of) {
  if (!of) return body.has_strength() ? &body.strength() : nullptr;
  for (const v1::Part& part : body.of_which()) {
    if (part.name() == *of) return &part.strength();
  }
  return nullptr;
}

// Takes a claim apart.
class ClaimReader {
 public:
  ClaimReader(const Registry& registry, const ViewQuery& query, std::optional<Day> since)
      : registry_(registry), query_(query), since_(since) {}

  void Add(Position position, const v1::Event& event, std::vector<StatedClaim>& claims) const {
    const v1::Claim& claim = event.claim();
    const DateBounds on = BoundsOf(claim.on());
    if (since_ && on.best < *since_) return;
    StatedClaim common;
    common.position = position;
    common.on = on;
    common.opening = claim.at() == v1::OPENING;
    common.according_to = event.according_to();

    const StatedScope scope(claim.scope(), registry_, query_.known_at);
    if (const v1::Strength* strength = StrengthIn(claim, query_.of)) {
      AddTotal(scope, *strength, common, claims);
    }
    for (int i = 0; i < claim.lines_size(); ++i) {
      const v1::Strength* strength = StrengthIn(claim.lines(i), query_.of);
      if (strength == nullptr) continue;
      const std::optional<StatedScope> narrowed = scope.With(claim.lines(i).scope());
      // A contradiction is refused at admission.
      if (!narrowed) continue;
      common.line = i;
      AddTotal(*narrowed, *strength, common, claims);
    }
  }

 private:
  void AddTotal(const StatedScope& scope, const v1::Strength& strength, const StatedClaim& common,
                std::vector<StatedClaim>& claims) const {
    if (!scope.LiesWithin(query_.where)) return;
    StatedClaim total = common;
    total.scope = scope.Written();
    total.claimed = PeopleClaimed(strength);
    total.conditions = scope.AsConditions();
    claims.push_back(std::move(total));
  }

  const Registry& registry_;
  const ViewQuery& query_;
  std::optional<Day> since_;
};

}  // namespace

StatusOr<std::vector<StatedClaim>> ReadStatedClaims(const World& world, const Registry& registry,
                                                    const ViewQuery& query,
                                                    std::optional<Day> since) {
  std::vector<StatedClaim> claims;
  const ClaimReader reader(registry, query, since);
  MUSTER_RETURN_IF_ERROR(ForEachStatement(world.facts(), world.known_at(), {StatementKind::kClaim},
                                          [&](Position root, const v1::Event& reading) {
                                            reader.Add(root, reading, claims);
                                            return OkStatus();
                                          }));
  return claims;
}

}  // namespace muster
