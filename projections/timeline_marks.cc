// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "ledger/path.h"
#include "muster/v1/post.pb.h"
#include "projections/day_by_day.h"
#include "projections/stated_scope.h"
#include "projections/total_and_groups.h"
#include "projections/view_marks.h"
#include "projections/view_session.h"

namespace muster {
namespace {

google::protobuf::RepeatedPtrField<std::string>* ValuesOfScope(v1::Scope& scope, int dimension) {
  switch (dimension) {
    case kMission:
      return scope.mutable_mission();
    case kContributor:
      return scope.mutable_contributor();
    case kComponent:
      return scope.mutable_component();
    case kContingent:
      return scope.mutable_contingent();
    case kPlace:
      return scope.mutable_place();
    default:
      return scope.mutable_duty();
  }
}

// nullopt if there is one about a label, which no scope can say.
std::optional<v1::Scope> ScopeOfConditions(const std::vector<Condition>& conditions) {
  v1::Scope scope;
  for (const Condition& condition : conditions) {
    const std::optional<Dimension> dimension = FindDimension(condition.dimension);
    if (!dimension) return std::nullopt;
    *ValuesOfScope(scope, *dimension)->Add() = condition.value;
  }
  return scope;
}

v1::Scope ScopeOfValues(const ScopeValues& values) {
  v1::Scope scope;
  for (const auto& [name, alternatives] : values) {
    const std::optional<Dimension> dimension = FindDimension(name);
    if (!dimension) continue;
    for (const std::string& value : alternatives) *ValuesOfScope(scope, *dimension)->Add() = value;
  }
  return scope;
}

v1::Scope ScopeOfReach(const ScopeConditions& conditions, const Names& names) {
  v1::Scope scope;
  for (int i = 0; i < kDimensions; ++i) {
    for (const NameId value : conditions.values[i]) {
      *ValuesOfScope(scope, i)->Add() = names[value];
    }
  }
  return scope;
}

// Finds out whether what is said of a scope is said of the total or of one group of a view.
class Targeting {
 public:
  Targeting(const ViewQuery& query, const Registry& registry)
      : query_(query), registry_(registry), missions_(registry.MissionIds(query.known_at)) {}

  // The keys of the group that has the same posts, none of the total; nullopt if there is neither.
  std::optional<std::vector<std::string>> KeysOf(const v1::Scope& said) const {
    const StatedScope scope(said, registry_, query_.known_at);
    if (SaysAllOf(query_.where, scope)) return std::vector<std::string>();
    if (query_.by.empty()) return std::nullopt;
    std::vector<Condition> group = query_.where;
    std::vector<std::string> keys;
    for (const std::string& by : query_.by) {
      const std::vector<std::string> values = scope.ValuesOf(by);
      if (values.size() != 1 || !IsWhole(by, values[0])) return std::nullopt;
      keys.push_back(values[0]);
      // A group narrows what the view asks of its dimension.
      std::erase_if(group, [&](const Condition& c) { return c.dimension == by; });
    }
    for (std::size_t i = 0; i < keys.size(); ++i) group.push_back({query_.by[i], keys[i]});
    if (!scope.LiesWithin(query_.where) || !SaysAllOf(group, scope)) return std::nullopt;
    return keys;
  }

  bool IsWithin(const v1::Scope& said) const {
    return StatedScope(said, registry_, query_.known_at).LiesWithin(query_.where);
  }

 private:
  // Whether `scope` has just the posts of the conditions.
  bool SaysAllOf(const std::vector<Condition>& conditions, const StatedScope& scope) const {
    std::vector<Condition> all = conditions;
    // To name the only mission there is narrows nothing.
    if (missions_.size() == 1) {
      std::erase_if(all, [](const Condition& c) { return c.dimension == DimensionName(kMission); });
      all.push_back({std::string(DimensionName(kMission)), missions_.front()});
    }
    const std::optional<v1::Scope> whole = ScopeOfConditions(all);
    if (!whole) return false;
    const StatedScope stated(*whole, registry_, query_.known_at);
    return scope.LiesWithin(conditions) && stated.LiesWithin(scope);
  }

  // Whether a group with that key holds everything below it, as a scope does. Without a depth, what
  // lies below a path is in groups of its own.
  bool IsWhole(const std::string& by, const std::string& value) const {
    const std::optional<Dimension> dimension = FindDimension(by);
    if (!dimension || value == kUnspecified) return false;
    if (!IsPathDimension(*dimension)) return true;
    if (query_.depth)
      return PathPrefix(value, *query_.depth) == value && Depth(value) == *query_.depth;
    return *dimension != kDuty && !HasBelow(*dimension, value);
  }

  static int Depth(std::string_view path) {
    return 1 + static_cast<int>(std::count(path.begin(), path.end(), '/'));
  }

  // Whether something registered lies below: a contingent, its component, a place.
  bool HasBelow(Dimension dimension, const std::string& value) const {
    const LogSize known_at = query_.known_at;
    std::vector<std::string> known =
        dimension == kPlace ? registry_.PlaceIds(known_at) : registry_.ContingentIds(known_at);
    return std::any_of(known.begin(), known.end(), [&](const std::string& id) {
      const std::string other =
          dimension == kComponent ? registry_.Traits(id, known_at).component : id;
      return other != value && PathIncludes(value, other);
    });
  }

  const ViewQuery& query_;
  const Registry& registry_;
  std::vector<std::string> missions_;
};

People PeopleOfAmount(const Amount& amount) {
  People people{amount.least, amount.best, std::nullopt};
  if (amount.most != Amount::kNoMost) people.most = amount.most;
  return people;
}

template <typename Mark>
void SortByDay(std::vector<Mark>& marks, Day (*day)(const Mark&),
               Position (*position)(const Mark&)) {
  std::stable_sort(marks.begin(), marks.end(), [&](const Mark& a, const Mark& b) {
    return std::pair(day(a), position(a)) < std::pair(day(b), position(b));
  });
}

// Puts the marks together.
class MarkFinder {
 public:
  MarkFinder(ViewSession& session, const Registry& registry, Day from, Day to,
             const ViewQuery& query)
      : session_(session),
        registry_(registry),
        from_(from),
        to_(to),
        query_(query),
        targeting_(query, registry) {}

  StatusOr<TimelineMarks> Find() {
    MUSTER_RETURN_IF_ERROR(FindClaims());
    FindMusters();
    MUSTER_RETURN_IF_ERROR(FindMandates());
    return std::move(marks_);
  }

 private:
  struct FoundMuster : MusterMark {
    bool is_stated = false;
  };

  bool IsInRange(Day day) const { return from_ <= day && day <= to_; }

  Status FindClaims() {
    MUSTER_ASSIGN_OR_RETURN(Reconciliation said,
                            ComputeReconciliation(session_, registry_, from_, query_));
    std::map<ScopeValues, std::optional<std::vector<std::string>>> keys_of;
    for (ClaimVerdict& verdict : said.claims) {
      if (!IsInRange(verdict.on)) continue;
      const auto [found, is_new] = keys_of.try_emplace(verdict.scope);
      if (is_new) found->second = targeting_.KeysOf(ScopeOfValues(verdict.scope));
      if (found->second) {
        marks_.claims.push_back({*found->second, std::move(verdict)});
      } else {
        ++marks_.claims_elsewhere;
      }
    }
    SortByDay<ClaimMark>(
        marks_.claims, [](const ClaimMark& mark) { return mark.verdict.on; },
        [](const ClaimMark& mark) { return mark.verdict.position; });
    return OkStatus();
  }

  void FindMusters() {
    World& world = session_.world();
    if (!world.has_settings()) return;
    const FactTable& facts = world.facts();
    // By muster and group, so that the whole and the rest of a complete one are one mark.
    std::map<std::pair<FactPosition, std::vector<std::string>>, FoundMuster> marks;
    std::set<FactPosition> elsewhere;
    for (ReachId id = 0; id < facts.reaches.size(); ++id) {
      const Reach& reach = facts.reaches[id];
      const bool is_rest = !reach.own_post;
      const v1::Scope scope = ScopeOfReach(reach.scope, facts.names);
      std::optional<std::optional<std::vector<std::string>>> keys;
      for (const std::uint32_t row : world.SettingsOf(id)) {
        const SettingFact& setting = world.Setting(row);
        if (setting.departs || !IsInRange(Day{setting.day})) continue;
        if (!keys) keys = targeting_.KeysOf(scope);
        if (!*keys) {
          if (targeting_.IsWithin(scope)) elsewhere.insert(setting.root);
          continue;
        }
        FoundMuster& mark = marks[{setting.root, **keys}];
        mark.keys = **keys;
        mark.position = Position{setting.root};
        mark.on = Day{setting.day};
        if (!is_rest) mark.counted = PeopleOfAmount(setting.amount);
        mark.is_stated = mark.is_stated || !is_rest;
      }
    }
    for (auto& [place, mark] : marks) {
      elsewhere.erase(place.first);
      (mark.is_stated ? marks_.musters : derived_).push_back(std::move(mark));
    }
    Derive();
    marks_.musters_elsewhere = elsewhere.size();
    std::sort(marks_.musters.begin(), marks_.musters.end(),
              [](const MusterMark& a, const MusterMark& b) {
                return std::tie(a.on, a.position, a.keys) < std::tie(b.on, b.position, b.keys);
              });
  }

  // Of the musters that give lines alone, what these came to.
  void Derive() {
    if (derived_.empty()) return;
    std::sort(derived_.begin(), derived_.end(),
              [](const MusterMark& a, const MusterMark& b) { return a.on < b.on; });
    World& world = session_.world();
    TotalAndGroups strengths(session_, query_);
    const GroupStrengths* const groups = strengths.groups();
    const ChangeDays changes = FindChanges(world, from_.value, to_.value);
    DayByDay walk(world, strengths.Parts(), changes);
    for (MusterMark& mark : derived_) {
      walk.GoTo(mark.on.value);
      if (mark.keys.empty()) mark.counted = strengths.TotalAt(mark.on.value).strength;
      for (GroupId group = 0; !mark.keys.empty() && group < groups->size(); ++group) {
        Group found = groups->At(group);
        if (found.keys == mark.keys) mark.counted = found.strength;
      }
    }
    marks_.musters.insert(marks_.musters.end(), derived_.begin(), derived_.end());
  }

  Status FindMandates() {
    MUSTER_ASSIGN_OR_RETURN(const Mandates mandates, Mandates::Of(session_.world(), query_));
    std::vector<Day> days = {from_};
    for (const Day day : mandates.Days()) {
      if (from_ < day && day <= to_) days.push_back(day);
    }
    for (const Day day : days) {
      std::optional<People> sum;
      for (const auto& [mission, authorised] : mandates.AuthorisedOn(day)) {
        AddPeople(authorised, sum);
      }
      if (marks_.authorised.empty() || marks_.authorised.back().authorised != sum) {
        marks_.authorised.push_back({day, sum});
      }
    }
    if (marks_.authorised.size() == 1 && !marks_.authorised.front().authorised) {
      marks_.authorised.clear();
    }
    for (const Mandate& mandate : mandates.all()) {
      if (IsInRange(mandate.on)) marks_.mandates.push_back(mandate);
    }
    SortByDay<Mandate>(
        marks_.mandates, [](const Mandate& mandate) { return mandate.on; },
        [](const Mandate& mandate) { return mandate.root; });
    return OkStatus();
  }

  ViewSession& session_;
  const Registry& registry_;
  Day from_;
  Day to_;
  const ViewQuery& query_;
  Targeting targeting_;
  TimelineMarks marks_;
  std::vector<MusterMark> derived_;
};

}  // namespace

StatusOr<TimelineMarks> ComputeMarks(ViewSession& session, const Registry& registry, Day from,
                                     Day to, const ViewQuery& query) {
  return MarkFinder(session, registry, from, to, query).Find();
}

}  // namespace muster
