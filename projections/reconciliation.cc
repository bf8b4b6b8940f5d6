// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "muster/v1/event.pb.h"
#include "projections/claim_explanation.h"
#include "projections/day_by_day.h"
#include "projections/group_strengths.h"
#include "projections/stated_scope.h"
#include "projections/statements.h"
#include "projections/view_claims.h"
#include "projections/view_session.h"

namespace muster {
namespace {

// A claim, or a line of it, with what it is compared by.
struct Compared {
  ClaimVerdict verdict;
  std::vector<Condition> scope;
  // The days at whose closing the derived strength is looked at.
  FactDay earliest = 0;
  FactDay best = 0;
  FactDay latest = 0;
};

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

// Takes a claim apart into what is compared of it.
class ClaimReader {
 public:
  ClaimReader(const Registry& registry, const ViewQuery& query, std::optional<Day> since)
      : registry_(registry), query_(query), since_(since) {}

  void Add(Position position, const v1::Event& event, std::vector<Compared>& compared) const {
    const v1::Claim& claim = event.claim();
    const DateBounds on = BoundsOf(claim.on());
    if (since_ && on.best < *since_) return;
    Compared common;
    common.verdict.position = position;
    common.verdict.on = on.best;
    common.verdict.opening = claim.at() == v1::OPENING;
    common.verdict.according_to = event.according_to();
    const FactDay shift = common.verdict.opening ? 1 : 0;
    common.earliest = on.earliest == kOpenBeginning ? kOpenFactDay : on.earliest.value - shift;
    common.best = on.best.value - shift;
    common.latest = on.latest.value - shift;

    const StatedScope scope(claim.scope(), registry_, query_.known_at);
    if (const v1::Strength* strength = StrengthIn(claim, query_.of)) {
      AddTotal(scope, *strength, common, compared);
    }
    for (int i = 0; i < claim.lines_size(); ++i) {
      const v1::Strength* strength = StrengthIn(claim.lines(i), query_.of);
      if (strength == nullptr) continue;
      const std::optional<StatedScope> narrowed = scope.With(claim.lines(i).scope());
      // A contradiction is refused at admission.
      if (!narrowed) continue;
      common.verdict.line = i;
      AddTotal(*narrowed, *strength, common, compared);
    }
  }

 private:
  void AddTotal(const StatedScope& scope, const v1::Strength& strength, const Compared& common,
                std::vector<Compared>& compared) const {
    if (!scope.LiesWithin(query_.where)) return;
    Compared total = common;
    total.verdict.scope = scope.Written();
    total.verdict.claimed = PeopleClaimed(strength);
    total.scope = scope.AsConditions();
    compared.push_back(std::move(total));
  }

  const Registry& registry_;
  const ViewQuery& query_;
  std::optional<Day> since_;
};

// A day before everything that changes on a day that is known.
FactDay DayBeforeAll(const World& world) {
  FactDay first = kNeverDay;
  const auto note = [&first](FactDay day) {
    if (day > kOpenFactDay) first = std::min(first, day);
  };
  const Movements& m = world.facts().movements();
  for (std::size_t i = 0; i < world.movements_known(); ++i) {
    note(m.earliest[i]);
    note(m.best_day[i]);
  }
  for (const SettingRow& row : world.facts().settings().rows) note(row.day);
  return first - 1;
}

// Compares the claims of one scope.
class ScopeReconciler {
 public:
  ScopeReconciler(ViewSession& session, const std::vector<Condition>& scope,
                  const ChangeDays& changes)
      : session_(session),
        changes_(changes),
        partition_(Partition::Whole(session.world().posts(), session.world().facts().names,
                                    QueryOf(scope))),
        strengths_(session.world(), session.walk(), partition_) {}

  void Reconcile(const std::vector<Compared*>& claims) {
    std::vector<FactDay> best_days;
    for (const Compared* claim : claims) best_days.push_back(claim->best);
    DeriveOn(std::move(best_days));
    std::vector<Compared*> open;
    for (Compared* claim : claims) {
      claim->verdict.derived = derived_.at(claim->best);
      if (!Agrees(*claim, claim->verdict.derived)) open.push_back(claim);
    }
    LookAtOtherDays(open);
    std::optional<Crossings> crossings;
    for (Compared* claim : open) {
      if (claim->verdict.agrees_on) continue;
      if (!crossings) crossings.emplace(session_.world(), partition_);
      Judge(*crossings, *claim);
    }
  }

 private:
  static ViewQuery QueryOf(const std::vector<Condition>& scope) {
    ViewQuery query;
    query.where = scope;
    return query;
  }

  // Where only losses are known, there is no number to disagree with.
  static bool Agrees(const Compared& claim, const People& derived) {
    return !derived.best || Meet(IntervalOf(claim.verdict.claimed), IntervalOf(derived));
  }

  void DeriveOn(std::vector<FactDay> days) {
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    DayByDay walk(session_.world(), {&strengths_}, changes_);
    for (const FactDay day : days) {
      if (derived_.contains(day)) continue;
      walk.GoTo(day);
      derived_.emplace(day, strengths_.At(0).strength);
    }
  }

  // The days of an uncertain claim from which on the strength may be another.
  std::vector<FactDay> DaysOf(const Compared& claim) const {
    std::vector<FactDay> days = changes_.In(claim.earliest, claim.latest);
    days.insert(days.begin(), claim.earliest);
    return days;
  }

  void LookAtOtherDays(const std::vector<Compared*>& claims) {
    std::vector<FactDay> all;
    for (const Compared* claim : claims) {
      if (claim->earliest == claim->latest) continue;
      const std::vector<FactDay> days = DaysOf(*claim);
      all.insert(all.end(), days.begin(), days.end());
    }
    DeriveOn(std::move(all));
    for (Compared* claim : claims) {
      if (claim->earliest != claim->latest) FindDay(*claim);
    }
  }

  void FindDay(Compared& claim) const {
    const std::vector<FactDay> days = DaysOf(claim);
    std::optional<FactDay> nearest;
    for (std::size_t i = 0; i < days.size(); ++i) {
      if (!Agrees(claim, derived_.at(days[i]))) continue;
      // The strength stays until the next of the days.
      const FactDay last = i + 1 < days.size() ? days[i + 1] - 1 : claim.latest;
      const FactDay day = std::clamp(claim.best, days[i], last);
      const auto distance = [&](FactDay from) { return std::abs(std::int64_t{from} - claim.best); };
      if (!nearest || distance(day) < distance(*nearest)) nearest = day;
    }
    if (nearest) claim.verdict.agrees_on = claim.verdict.on + (*nearest - claim.best);
  }

  static void Judge(const Crossings& crossings, Compared& claim) {
    ClaimVerdict& verdict = claim.verdict;
    const Interval claimed = IntervalOf(verdict.claimed);
    const Interval derived = IntervalOf(verdict.derived);
    if (claimed.least > derived.most) {
      verdict.verdict = Agreement::kOver;
      verdict.distance = claimed.least - derived.most;
    } else {
      verdict.verdict = Agreement::kShort;
      verdict.distance = derived.least - claimed.most;
    }
    verdict.explained_by = crossings.Explain(claimed, derived, verdict.on.value, claim.best);
  }

  ViewSession& session_;
  const ChangeDays& changes_;
  Partition partition_;
  GroupStrengths strengths_;
  std::map<FactDay, People> derived_;
};

}  // namespace

StatusOr<Reconciliation> ComputeReconciliation(ViewSession& session, const Registry& registry,
                                               std::optional<Day> since, const ViewQuery& query) {
  const World& world = session.world();
  std::vector<Compared> compared;
  const ClaimReader reader(registry, query, since);
  MUSTER_RETURN_IF_ERROR(ForEachStatement(world.facts(), world.known_at(), {StatementKind::kClaim},
                                          [&](Position root, const v1::Event& reading) {
                                            reader.Add(root, reading, compared);
                                            return OkStatus();
                                          }));
  Reconciliation reconciliation{query.known_at, {}};
  if (compared.empty()) return reconciliation;

  const FactDay before_all = DayBeforeAll(world);
  FactDay first = kNeverDay;
  FactDay last = kNeverBefore;
  std::map<ScopeValues, std::vector<Compared*>> by_scope;
  for (Compared& claim : compared) {
    // Before the first change, all days are alike.
    if (claim.earliest == kOpenFactDay) claim.earliest = std::min(claim.best, before_all);
    first = std::min(first, claim.earliest);
    last = std::max(last, claim.latest);
    by_scope[claim.verdict.scope].push_back(&claim);
  }
  const ChangeDays changes = FindChanges(world, first, last);
  for (const auto& [scope, claims] : by_scope) {
    ScopeReconciler(session, claims.front()->scope, changes).Reconcile(claims);
  }
  for (Compared& claim : compared) reconciliation.claims.push_back(std::move(claim.verdict));
  return reconciliation;
}

}  // namespace muster
