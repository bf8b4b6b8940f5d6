// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "projections/claim_explanation.h"
#include "projections/day_by_day.h"
#include "projections/group_strengths.h"
#include "projections/stated_claims.h"
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

Compared ComparedOf(StatedClaim claim) {
  Compared compared;
  const FactDay shift = claim.opening ? 1 : 0;
  compared.earliest =
      claim.on.earliest == kOpenBeginning ? kOpenFactDay : claim.on.earliest.value - shift;
  compared.best = claim.on.best.value - shift;
  compared.latest = claim.on.latest.value - shift;
  compared.scope = std::move(claim.conditions);
  ClaimVerdict& verdict = compared.verdict;
  verdict.position = claim.position;
  verdict.line = claim.line;
  verdict.on = claim.on.best;
  verdict.opening = claim.opening;
  verdict.scope = std::move(claim.scope);
  verdict.according_to = std::move(claim.according_to);
  verdict.claimed = claim.claimed;
  return compared;
}

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
  for (const SettingFact& row : world.facts().settings().rows) note(row.day);
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
  MUSTER_ASSIGN_OR_RETURN(std::vector<StatedClaim> claims,
                          ReadStatedClaims(world, registry, query, since));
  std::vector<Compared> compared;
  for (StatedClaim& claim : claims) compared.push_back(ComparedOf(std::move(claim)));
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
  std::size_t done = 0;
  for (const auto& [scope, same] : by_scope) {
    if (query.progress) query.progress("claims", done, compared.size());
    done += same.size();
    ScopeReconciler(session, same.front()->scope, changes).Reconcile(same);
  }
  for (Compared& claim : compared) reconciliation.claims.push_back(std::move(claim.verdict));
  return reconciliation;
}

}  // namespace muster
