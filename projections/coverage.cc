// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "ledger/path.h"
#include "muster/v1/event.pb.h"
#include "projections/arrivals_by_who.h"
#include "projections/group_strengths.h"
#include "projections/mandates.h"
#include "projections/stated_scope.h"
#include "projections/statements.h"
#include "projections/view_coverage.h"
#include "projections/view_session.h"

namespace muster {
namespace {

// The duty below which people are on strength and not on duty.
constexpr std::string_view kAbsentDuty = "absent";

void AddStrength(const v1::Strength& strength, People& sum) {
  sum.least = sum.least.value_or(0) + strength.least();
  sum.best = sum.best.value_or(0) + strength.best();
  if (!strength.has_most()) sum.most = std::nullopt;
  if (sum.most) *sum.most += strength.most();
}

void AddStrength(const v1::Strength& strength, std::optional<People>& sum) {
  if (!sum) sum = People{0, 0, 0};
  AddStrength(strength, *sum);
}

template <typename Body>
const v1::Strength* PartIn(const Body& body, const std::string& name) {
  for (const v1::Part& part : body.of_which()) {
    if (part.name() == name) return &part.strength();
  }
  return nullptr;
}

bool IsNone(const v1::Strength& strength) { return strength.has_most() && strength.most() == 0; }

// The duties of `where` as far as they lie below `absent`; nullopt if none does.
std::optional<std::vector<Condition>> OfAbsent(const std::vector<Condition>& where) {
  const std::string absent(kAbsentDuty);
  std::vector<Condition> conditions;
  bool any_duty = true;
  bool possible = false;
  for (const Condition& condition : where) {
    if (condition.dimension != DimensionName(kDuty)) {
      conditions.push_back(condition);
      continue;
    }
    any_duty = false;
    if (PathIncludes(condition.value, absent)) {
      conditions.push_back({condition.dimension, absent});
      possible = true;
    } else if (PathIncludes(absent, condition.value)) {
      conditions.push_back(condition);
      possible = true;
    }
  }
  if (any_duty) conditions.push_back({std::string(DimensionName(kDuty)), absent});
  if (!any_duty && !possible) return std::nullopt;
  return conditions;
}

// A pledge that may stand.
struct StandingPledge {
  Day on;
  Position root;
  StatedScope scope;
  v1::Strength strength;
};

// Puts the rows together.
class CoverageBuilder {
 public:
  CoverageBuilder(ViewSession& session, const Registry& registry, Day on, const ViewQuery& query)
      : session_(session), registry_(registry), on_(on), query_(query) {}

  StatusOr<Coverage> Build() {
    AddDeployed();
    AddAbsent();
    MUSTER_RETURN_IF_ERROR(AddPledged());
    MUSTER_RETURN_IF_ERROR(AddInTransit());
    MUSTER_RETURN_IF_ERROR(AddAuthorised());
    Coverage coverage{on_, query_.known_at, query_.by, {}, std::move(total_)};
    for (auto& [keys, row] : rows_) {
      if (query_.all_groups || !IsEmpty(row)) coverage.rows.push_back(std::move(row));
    }
    return coverage;
  }

 private:
  static bool IsEmpty(const CoverageRow& row) {
    return !row.authorised && !row.pledged && IsNobody(row.deployed) && IsNobody(row.in_transit);
  }

  CoverageRow& RowOf(const std::vector<std::string>& keys) {
    const auto [found, is_new] = rows_.try_emplace(keys);
    if (is_new) {
      found->second.keys = keys;
      found->second.deployed = {0, 0, 0};
      found->second.absent = {0, 0, 0};
    }
    return found->second;
  }

  // The group that what a scope states belongs to; nullopt if the scope is wider than any.
  std::optional<std::vector<std::string>> KeysOf(const StatedScope& scope) const {
    std::vector<std::string> keys;
    for (const std::string& by : query_.by) {
      std::vector<std::string> values = scope.ValuesOf(by);
      const std::optional<Dimension> dimension = FindDimension(by);
      if (query_.depth && dimension && IsPathDimension(*dimension)) {
        for (std::string& value : values) value = PathPrefix(value, *query_.depth);
      }
      if (values.empty() ||
          std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) != values.end()) {
        return std::nullopt;
      }
      keys.push_back(values.front());
    }
    return keys;
  }

  Headcount HeadcountOf(std::vector<Condition> where) {
    ViewQuery query = query_;
    query.where = std::move(where);
    query.all_groups = true;
    return ComputeHeadcount(session_, on_, query);
  }

  void AddDeployed() {
    const Headcount headcount = HeadcountOf(query_.where);
    for (const Group& group : headcount.rows) RowOf(group.keys).deployed = group.strength;
    total_.deployed = headcount.total.strength;
  }

  void AddAbsent() {
    total_.absent = {0, 0, 0};
    const std::optional<std::vector<Condition>> where = OfAbsent(query_.where);
    if (!where) return;
    const Headcount headcount = HeadcountOf(*where);
    for (const Group& group : headcount.rows) RowOf(group.keys).absent = group.strength;
    total_.absent = headcount.total.strength;
  }

  Status ForEach(StatementKind kind, const StatementVisitor& visit) const {
    const World& world = session_.world();
    return ForEachStatement(world.facts(), world.known_at(), {kind}, visit);
  }

  // --- Pledges

  // What is pledged of the part that is asked for. Pledges that do not say it are passed over; one
  // that withdraws all withdraws the part.
  const v1::Strength* StrengthOf(const v1::Pledge& pledge) const {
    if (!query_.of || IsNone(pledge.strength())) return &pledge.strength();
    return PartIn(pledge, *query_.of);
  }

  // The latest pledge of each scope, those withdrawn left out.
  StatusOr<std::vector<StandingPledge>> PledgesOnDay() const {
    std::vector<StandingPledge> pledges;
    MUSTER_RETURN_IF_ERROR(
        ForEach(StatementKind::kPledge, [&](Position root, const v1::Event& event) {
          const v1::Pledge& pledge = event.pledge();
          const Day on = BoundsOf(pledge.on()).best;
          const v1::Strength* strength = StrengthOf(pledge);
          if (on > on_ || strength == nullptr) return OkStatus();
          StatedScope scope(pledge.scope(), registry_, query_.known_at);
          pledges.push_back({on, root, std::move(scope), *strength});
          return OkStatus();
        }));
    std::sort(pledges.begin(), pledges.end(), [](const auto& a, const auto& b) {
      return std::tie(a.on, a.root) > std::tie(b.on, b.root);
    });
    std::vector<StandingPledge> latest;
    for (StandingPledge& pledge : pledges) {
      const bool replaced = std::any_of(latest.begin(), latest.end(), [&](const auto& later) {
        return later.scope.LiesWithin(pledge.scope) && pledge.scope.LiesWithin(later.scope);
      });
      if (!replaced) latest.push_back(std::move(pledge));
    }
    std::erase_if(latest, [](const StandingPledge& pledge) { return IsNone(pledge.strength); });
    return latest;
  }

  // A total and its parts are alternatives: what lies within another is not added to it.
  static std::optional<People> SumOf(const std::vector<const StandingPledge*>& pledges) {
    std::optional<People> sum;
    for (const StandingPledge* pledge : pledges) {
      const bool is_part = std::any_of(pledges.begin(), pledges.end(), [&](const auto* whole) {
        return whole != pledge && pledge->scope.LiesWithin(whole->scope);
      });
      if (!is_part) AddStrength(pledge->strength, sum);
    }
    return sum;
  }

  Status AddPledged() {
    MUSTER_ASSIGN_OR_RETURN(const std::vector<StandingPledge> pledges, PledgesOnDay());
    std::vector<const StandingPledge*> all;
    std::map<std::vector<std::string>, std::vector<const StandingPledge*>> by_keys;
    for (const StandingPledge& pledge : pledges) {
      if (!pledge.scope.LiesWithin(query_.where)) continue;
      all.push_back(&pledge);
      if (query_.by.empty()) continue;
      if (const auto keys = KeysOf(pledge.scope)) by_keys[*keys].push_back(&pledge);
    }
    total_.pledged = SumOf(all);
    for (const auto& [keys, group] : by_keys) RowOf(keys).pledged = SumOf(group);
    return OkStatus();
  }

  // --- Dispatches

  Status AddInTransit() {
    const ArrivalsByWho arrivals(session_.world());
    return ForEach(StatementKind::kDispatch, [&](Position, const v1::Event& event) {
      const v1::Dispatch& dispatch = event.dispatch();
      const DateBounds on = BoundsOf(dispatch.on());
      if (on.best > on_ || arrivals.HaveArrived(dispatch.who(), on, on_)) return OkStatus();
      const StatedScope scope(dispatch.who(), registry_, query_.known_at);
      if (!scope.LiesWithin(query_.where)) return OkStatus();
      const v1::Strength strength = StrengthOf(dispatch);
      AddStrength(strength, total_.in_transit);
      if (query_.by.empty()) return OkStatus();
      if (const auto keys = KeysOf(scope)) AddStrength(strength, RowOf(*keys).in_transit);
      return OkStatus();
    });
  }

  // As a movement: of a part that is not said, anything up to the whole.
  v1::Strength StrengthOf(const v1::Dispatch& dispatch) const {
    if (!query_.of) return dispatch.strength();
    if (const v1::Strength* part = PartIn(dispatch, *query_.of)) return *part;
    v1::Strength unsaid;
    if (dispatch.strength().has_most()) unsaid.set_most(dispatch.strength().most());
    return unsaid;
  }

  // --- Mandates

  Status AddAuthorised() {
    MUSTER_ASSIGN_OR_RETURN(const Mandates mandates, Mandates::Of(session_.world(), query_));
    const bool by_mission = query_.by.size() == 1 && query_.by[0] == DimensionName(kMission);
    for (const auto& [mission, authorised] : mandates.AuthorisedOn(on_)) {
      AddPeople(authorised, total_.authorised);
      if (by_mission) AddPeople(authorised, RowOf({mission}).authorised);
    }
    return OkStatus();
  }

  ViewSession& session_;
  const Registry& registry_;
  Day on_;
  const ViewQuery& query_;
  std::map<std::vector<std::string>, CoverageRow> rows_;
  CoverageRow total_;
};

}  // namespace

StatusOr<Coverage> ComputeCoverage(ViewSession& session, const Registry& registry, Day on,
                                   const ViewQuery& query) {
  return CoverageBuilder(session, registry, on, query).Build();
}

}  // namespace muster
