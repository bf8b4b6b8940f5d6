// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_coverage.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "tests/model/model_chain.h"
#include "tests/model/model_headcount.h"
#include "tests/model/model_scope.h"

namespace muster::model {
namespace {

using Parts = google::protobuf::RepeatedPtrField<v1::Part>;

struct Pledge {
  int on = 0;
  std::uint64_t position = 0;
  Scope scope;
  Bounds people;
};

bool IsAbsent(const Post& post) { return Fulfils("duty", "absent", post.duty); }

bool SameWho(const v1::Who& a, const v1::Who& b) {
  return a.contingent() == b.contingent() && a.mission() == b.mission() &&
         a.contributor() == b.contributor() && a.component() == b.component();
}

std::optional<Bounds> PartOf(const Parts& parts, const std::string& name) {
  for (const v1::Part& part : parts) {
    if (part.name() == name) return BoundsOf(part.strength());
  }
  return std::nullopt;
}

class Coverer {
 public:
  Coverer(const Log& log, Day on, const ViewQuery& query)
      : on_(on),
        query_(query),
        world_(log, query),
        contingents_(log, query.known_at.value),
        effective_(EffectiveSet(log, query.known_at.value, query.lens)),
        pledges_(PledgesThatStand()) {}

  Coverage Cover() const {
    std::set<Keys> groups;
    if (!query_.by.empty()) {
      for (const Post& post : world_.PostsBy(on_)) {
        if (world_.IsAsked(post)) groups.insert(world_.KeysOf(post));
      }
      for (const Pledge& pledge : pledges_) {
        const std::optional<Keys> keys = KeysOf(pledge.scope);
        if (keys && IsAsked(pledge.scope)) groups.insert(*keys);
      }
      for (const auto& [post, people] : InTransit()) {
        if (world_.IsAsked(post)) groups.insert(world_.KeysOf(post));
      }
      if (query_.by == std::vector<std::string>{"mission"}) {
        for (const auto& [mission, people] : Authorised()) groups.insert({mission});
      }
    }
    Coverage coverage{
        .on = on_, .known_at = query_.known_at, .by = query_.by, .rows = {}, .total = RowOf({})};
    for (const Keys& keys : groups) {
      const CoverageRow row = RowOf(keys);
      const People nobody = {0, 0, 0};
      const bool empty =
          !row.authorised && !row.pledged && row.deployed == nobody && row.in_transit == nobody;
      if (!empty || query_.all_groups) coverage.rows.push_back(row);
    }
    return coverage;
  }

 private:
  // Of the group with these keys, or without keys of everything asked about.
  CoverageRow RowOf(const std::optional<Keys>& keys) const {
    const bool whole = !keys || keys->empty();
    const auto in_group = [&](const Post& post) {
      return world_.IsAsked(post) && (whole || world_.KeysOf(post) == *keys);
    };
    CoverageRow row;
    if (!whole) row.keys = *keys;
    row.deployed = world_.GroupOf(in_group, on_).strength;
    row.absent =
        world_.GroupOf([&](const Post& post) { return in_group(post) && IsAbsent(post); }, on_)
            .strength;
    Bounds in_transit;
    for (const auto& [post, people] : InTransit()) {
      if (in_group(post)) in_transit = in_transit + people;
    }
    row.in_transit = ToPeople(in_transit);
    row.pledged = Pledged(whole ? std::nullopt : keys);
    std::optional<Bounds> authorised;
    const bool by_mission = query_.by == std::vector<std::string>{"mission"};
    for (const auto& [mission, people] : Authorised()) {
      if (!whole && (!by_mission || keys->front() != mission)) continue;
      authorised = authorised.value_or(Bounds()) + people;
    }
    if (authorised) row.authorised = ToPeople(*authorised);
    return row;
  }

  bool IsAsked(const Scope& scope) const { return LiesWithin(scope, query_.where, contingents_); }

  // The group whose posts a scope speaks of, as far as its values tell.
  std::optional<Keys> KeysOf(const Scope& scope) const {
    Keys keys;
    for (const std::string& dimension : query_.by) {
      std::set<std::string> values;
      for (const std::string& value : ValuesOf(scope, dimension, contingents_)) {
        values.insert(world_.KeyOf(dimension, value));
      }
      if (values.size() != 1) return std::nullopt;
      keys.push_back(*values.begin());
    }
    return keys;
  }

  bool LiesIn(const Scope& inner, const Scope& outer) const {
    return LiesWithin(inner, ConditionsOf(outer), contingents_);
  }

  // "the latest of a scope stands, 0 withdraws".
  std::vector<Pledge> PledgesThatStand() const {
    std::vector<Pledge> pledges;
    for (const auto& [position, event] : effective_) {
      if (!event.has_pledge() || event.pledge().on().best() > on_.value) continue;
      const v1::Pledge& pledge = event.pledge();
      Bounds people = BoundsOf(pledge.strength());
      if (query_.of && people.most != 0) {
        const std::optional<Bounds> part = PartOf(pledge.of_which(), *query_.of);
        if (!part) continue;
        people = *part;
      }
      pledges.push_back({.on = pledge.on().best(),
                         .position = position,
                         .scope = ScopeOf(pledge.scope()),
                         .people = people});
    }
    std::vector<Pledge> standing;
    for (const Pledge& pledge : pledges) {
      const bool replaced = std::any_of(pledges.begin(), pledges.end(), [&](const Pledge& later) {
        return std::tie(later.on, later.position) > std::tie(pledge.on, pledge.position) &&
               LiesIn(later.scope, pledge.scope) && LiesIn(pledge.scope, later.scope);
      });
      if (!replaced && pledge.people.most != 0) standing.push_back(pledge);
    }
    return standing;
  }

  // "a total and its parts are alternatives, never added".
  std::optional<People> Pledged(const std::optional<Keys>& keys) const {
    std::vector<Pledge> of_group;
    for (const Pledge& pledge : pledges_) {
      if (IsAsked(pledge.scope) && (!keys || KeysOf(pledge.scope) == keys)) {
        of_group.push_back(pledge);
      }
    }
    std::optional<Bounds> sum;
    for (const Pledge& pledge : of_group) {
      const bool is_part = std::any_of(of_group.begin(), of_group.end(), [&](const Pledge& whole) {
        return whole.position != pledge.position && LiesIn(pledge.scope, whole.scope);
      });
      if (!is_part) sum = sum.value_or(Bounds()) + pledge.people;
    }
    if (!sum) return std::nullopt;
    return ToPeople(*sum);
  }

  // "in transit until an arrival of the same who".
  std::vector<std::pair<Post, Bounds>> InTransit() const {
    std::vector<std::pair<Post, Bounds>> in_transit;
    for (const auto& [position, event] : effective_) {
      if (!event.has_dispatch() || event.dispatch().on().best() > on_.value) continue;
      const v1::Dispatch& dispatch = event.dispatch();
      const bool arrived =
          std::any_of(effective_.begin(), effective_.end(), [&](const auto& entry) {
            if (!entry.second.has_arrival()) return false;
            const v1::Arrival& arrival = entry.second.arrival();
            const bool before =
                dispatch.on().has_earliest() && arrival.on().latest() < dispatch.on().earliest();
            return SameWho(arrival.who(), dispatch.who()) && !before &&
                   arrival.on().best() <= on_.value;
          });
      if (arrived) continue;
      Bounds people = BoundsOf(dispatch.strength());
      if (query_.of) {
        people = PartOf(dispatch.of_which(), *query_.of)
                     .value_or(Bounds{.least = 0, .best = 0, .most = people.most});
      }
      in_transit.emplace_back(PostOf(dispatch.who(), {}, contingents_), people);
    }
    return in_transit;
  }

  // By mission, where missions are all that is asked about.
  std::map<std::string, Bounds> Authorised() const {
    std::map<std::string, Bounds> authorised;
    if (query_.of) return authorised;
    std::map<std::string, int> begun;
    for (const auto& [position, event] : effective_) {
      if (!event.has_mandate() || !event.mandate().has_authorised_strength()) continue;
      const v1::Mandate& mandate = event.mandate();
      if (mandate.on().best() > on_.value) continue;
      if (mandate.has_until() && mandate.until().best() < on_.value) continue;
      Post mission_alone;
      mission_alone.mission = mandate.mission();
      const bool only_missions =
          std::all_of(query_.where.begin(), query_.where.end(),
                      [](const Condition& condition) { return condition.dimension == "mission"; });
      if (!only_missions || !world_.IsAsked(mission_alone)) continue;
      const auto found = begun.find(mandate.mission());
      if (found != begun.end() && found->second > mandate.on().best()) continue;
      begun[mandate.mission()] = mandate.on().best();
      authorised[mandate.mission()] = BoundsOf(mandate.authorised_strength());
    }
    return authorised;
  }

  Day on_;
  ViewQuery query_;
  World world_;
  Contingents contingents_;
  std::map<std::uint64_t, v1::Event> effective_;
  std::vector<Pledge> pledges_;
};

}  // namespace

Coverage CoverageOn(const Log& log, Day on, const ViewQuery& query) {
  return Coverer(log, on, query).Cover();
}

}  // namespace muster::model
