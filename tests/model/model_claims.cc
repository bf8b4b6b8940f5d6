// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_claims.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/model/model_chain.h"
#include "tests/model/model_headcount.h"
#include "tests/model/model_scope.h"

namespace muster::model {
namespace {

using Chosen = std::vector<const Movement*>;

Bounds ToBounds(const People& people) {
  return {.least = people.least ? Number(*people.least) : -kNoBound,
          .best = Number(people.best.value_or(0)),
          .most = people.most ? Number(*people.most) : kNoBound};
}

Number DaysBetween(Number a, Number b) { return std::abs(a - b); }

// A total that somebody states.
struct Total {
  ClaimVerdict verdict;
  Scope scope;
  v1::Date on;
};

class Reconciler {
 public:
  Reconciler(const Log& log, const ViewQuery& query)
      : query_(query), world_(log, Whole(query)), contingents_(log, query.known_at.value) {}

  void Add(std::uint64_t position, const v1::Event& event, std::vector<Total>* totals) const {
    const v1::Claim& claim = event.claim();
    Total total;
    total.verdict.position = Position{position};
    total.verdict.on = Day{claim.on().best()};
    total.verdict.opening = claim.at() == v1::OPENING;
    total.verdict.according_to = event.according_to();
    total.on = claim.on();
    total.scope = ScopeOf(claim.scope());
    Add(total, claim, totals);
    for (int i = 0; i < claim.lines_size(); ++i) {
      Total line = total;
      line.verdict.line = i;
      line.scope = total.scope & ScopeOf(claim.lines(i).scope());
      Add(line, claim.lines(i), totals);
    }
  }

  ClaimVerdict Judge(const Total& total) const {
    ClaimVerdict verdict = total.verdict;
    const int derived_day = verdict.on.value - (verdict.opening ? 1 : 0);
    verdict.derived = DerivedOn(total.scope, derived_day);
    const Bounds claimed = ToBounds(verdict.claimed);
    if (Agrees(claimed, verdict.derived)) return verdict;
    verdict.agrees_on = OtherDay(total);
    if (verdict.agrees_on) return verdict;
    const Bounds derived = ToBounds(verdict.derived);
    const bool over = claimed.least > derived.most;
    verdict.verdict = over ? Agreement::kOver : Agreement::kShort;
    verdict.distance =
        std::int64_t(over ? claimed.least - derived.most : derived.least - claimed.most);
    for (const Movement* movement : Explanation(total, claimed, derived, derived_day)) {
      ExplainingMovement explaining;
      explaining.position = Position{movement->position};
      explaining.way_back = movement->way_back;
      explaining.counted = movement->best <= derived_day;
      explaining.strength = ToPeople(movement->people);
      explaining.on = Day{std::int32_t(movement->best)};
      verdict.explained_by.push_back(explaining);
    }
    return verdict;
  }

 private:
  static ViewQuery Whole(ViewQuery query) {
    query.where.clear();
    query.by.clear();
    return query;
  }

  template <typename Body>
  void Add(Total total, const Body& body, std::vector<Total>* totals) const {
    if (!LiesWithin(total.scope, query_.where, contingents_)) return;
    for (const Condition& condition : ConditionsOf(total.scope)) {
      ScopeValues& scope = total.verdict.scope;
      if (scope.empty() || scope.back().first != condition.dimension) {
        scope.push_back({condition.dimension, {}});
      }
      scope.back().second.push_back(condition.value);
    }
    if (!query_.of) {
      if (!body.has_strength()) return;
      total.verdict.claimed = ToPeople(BoundsOf(body.strength()));
      totals->push_back(total);
      return;
    }
    for (const v1::Part& part : body.of_which()) {
      if (part.name() != *query_.of) continue;
      total.verdict.claimed = ToPeople(BoundsOf(part.strength()));
      totals->push_back(total);
      return;
    }
  }

  People DerivedOn(const Scope& scope, int day) const {
    return world_.GroupOf([&](const Post& post) { return scope.Includes(post); }, Day{day})
        .strength;
  }

  static bool Agrees(const Bounds& claimed, const People& derived) {
    return !derived.best || Meet(claimed, ToBounds(derived));
  }

  // The day nearest to the best one on which an uncertain claim agrees. Before the first day of
  // which anything is known and after the last, all days are alike.
  std::optional<Day> OtherDay(const Total& total) const {
    Number first = total.on.best();
    Number last = total.on.best();
    const auto known = [&](Number day) {
      if (!std::isfinite(day)) return;
      first = std::min(first, day - 1);
      last = std::max(last, day + 2);
    };
    for (const Movement& movement : world_.movements()) {
      known(movement.earliest);
      known(movement.best);
      known(movement.latest);
    }
    for (const WeighedSetting& setting : world_.settings()) known(setting.setting.day);
    if (total.on.has_earliest()) first = std::max(first, Number(total.on.earliest()));
    last = std::min(last, Number(total.on.latest()));
    std::optional<Day> nearest;
    for (int day = int(first); day <= int(last); ++day) {
      const int derived_day = day - (total.verdict.opening ? 1 : 0);
      if (!Agrees(ToBounds(total.verdict.claimed), DerivedOn(total.scope, derived_day))) continue;
      if (!nearest ||
          DaysBetween(day, total.on.best()) < DaysBetween(nearest->value, total.on.best())) {
        nearest = Day{day};
      }
    }
    return nearest;
  }

  bool Crosses(const Scope& scope, const Movement& movement) const {
    const bool from = movement.from && scope.Includes(*movement.from);
    const bool to = movement.to && scope.Includes(*movement.to);
    return from != to;
  }

  // "candidates are the 64 nearest in days"; of equally near ones, those of lower positions.
  Chosen Candidates(const Total& total) const {
    Chosen candidates;
    for (const Movement& movement : world_.movements()) {
      if (Crosses(total.scope, movement)) candidates.push_back(&movement);
    }
    std::stable_sort(
        candidates.begin(), candidates.end(), [&](const Movement* a, const Movement* b) {
          return std::tuple(DaysBetween(a->best, total.on.best()), a->position, a->way_back) <
                 std::tuple(DaysBetween(b->best, total.on.best()), b->position, b->way_back);
        });
    if (candidates.size() > 64) candidates.resize(64);
    return candidates;
  }

  // "the derived interval shifts by the movement's own, bound by bound". A missing bound stays
  // missing, and what has none does not move a bound that is there when it is taken away.
  static Bounds Without(Bounds derived, const Bounds& own) {
    if (std::isfinite(own.least)) derived.least -= own.least;
    if (std::isfinite(own.most)) derived.most -= own.most;
    return derived;
  }

  // All choices of so many of the candidates.
  static std::vector<Chosen> Choices(const Chosen& candidates, std::size_t count,
                                     std::size_t from = 0) {
    if (count == 0) return {{}};
    std::vector<Chosen> choices;
    for (std::size_t i = from; i < candidates.size(); ++i) {
      for (Chosen rest : Choices(candidates, count - 1, i + 1)) {
        rest.insert(rest.begin(), candidates[i]);
        choices.push_back(std::move(rest));
      }
    }
    return choices;
  }

  Chosen Explanation(const Total& total, const Bounds& claimed, const Bounds& derived,
                     int derived_day) const {
    const Chosen candidates = Candidates(total);
    // The sum of days, then the positions.
    using Rank = std::pair<Number, std::vector<std::uint64_t>>;
    for (const std::size_t count : {1, 2, 3}) {
      std::optional<Rank> best;
      Chosen explanation;
      for (Chosen chosen : Choices(candidates, count)) {
        Bounds shifted = derived;
        Rank rank;
        for (const Movement* movement : chosen) {
          const bool enters = movement->to && total.scope.Includes(*movement->to);
          const Bounds own = enters ? movement->people : -movement->people;
          shifted = movement->best <= derived_day ? Without(shifted, own) : shifted + own;
          rank.first += DaysBetween(movement->best, total.on.best());
          rank.second.push_back(movement->position);
        }
        std::sort(rank.second.begin(), rank.second.end());
        if (!Meet(shifted, claimed) || (best && *best <= rank)) continue;
        best = rank;
        explanation = std::move(chosen);
      }
      if (!best) continue;
      std::sort(explanation.begin(), explanation.end(), [](const Movement* a, const Movement* b) {
        return std::tuple(a->position, a->best) < std::tuple(b->position, b->best);
      });
      return explanation;
    }
    return {};
  }

  ViewQuery query_;
  World world_;
  Contingents contingents_;
};

}  // namespace

Reconciliation Reconcile(const Log& log, std::optional<Day> since, const ViewQuery& query) {
  const Reconciler reconciler(log, query);
  std::vector<Total> totals;
  for (const auto& [position, event] : EffectiveSet(log, query.known_at.value, query.lens)) {
    if (!event.has_claim()) continue;
    if (since && event.claim().on().best() < since->value) continue;
    reconciler.Add(position, event, &totals);
  }
  Reconciliation reconciliation{query.known_at, {}};
  for (const Total& total : totals) reconciliation.claims.push_back(reconciler.Judge(total));
  return reconciliation;
}

}  // namespace muster::model
