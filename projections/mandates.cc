// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/mandates.h"

#include <algorithm>
#include <set>
#include <utility>

#include "muster/v1/event.pb.h"
#include "projections/statements.h"

namespace muster {
namespace {

bool AsksForWholeMissions(const ViewQuery& query) {
  const std::string_view mission = DimensionName(kMission);
  return !query.of && std::all_of(query.where.begin(), query.where.end(),
                                  [&](const auto& c) { return c.dimension == mission; });
}

bool AsksFor(const ViewQuery& query, const std::string& mission) {
  return query.where.empty() ||
         std::any_of(query.where.begin(), query.where.end(),
                     [&](const Condition& condition) { return condition.value == mission; });
}

Mandate ReadMandate(Position root, const v1::Mandate& read) {
  Mandate mandate{root, read.mission(), read.instrument(), {}, BoundsOf(read.on()).best, {}};
  if (read.has_until()) mandate.until = BoundsOf(read.until()).best;
  if (read.has_authorised_strength()) {
    const v1::Strength& strength = read.authorised_strength();
    mandate.authorised = People{strength.least(), strength.best(), std::nullopt};
    if (strength.has_most()) mandate.authorised->most = strength.most();
  }
  return mandate;
}

}  // namespace

StatusOr<Mandates> Mandates::Of(const World& world, const ViewQuery& query) {
  Mandates mandates;
  if (!AsksForWholeMissions(query)) return mandates;
  MUSTER_RETURN_IF_ERROR(
      ForEachStatement(world.facts(), world.known_at(), {StatementKind::kMandate},
                       [&](Position root, const v1::Event& event) {
                         if (AsksFor(query, event.mandate().mission())) {
                           mandates.mandates_.push_back(ReadMandate(root, event.mandate()));
                         }
                         return OkStatus();
                       }));
  return mandates;
}

std::map<std::string, People> Mandates::AuthorisedOn(Day day) const {
  std::map<std::string, const Mandate*> in_force;
  for (const Mandate& mandate : mandates_) {
    if (mandate.on > day || !mandate.authorised) continue;
    if (mandate.until && *mandate.until < day) continue;
    const Mandate*& latest = in_force[mandate.mission];
    if (latest == nullptr || latest->on <= mandate.on) latest = &mandate;
  }
  std::map<std::string, People> authorised;
  for (const auto& [mission, mandate] : in_force) authorised[mission] = *mandate->authorised;
  return authorised;
}

std::vector<Day> Mandates::Days() const {
  std::set<Day> days;
  for (const Mandate& mandate : mandates_) {
    if (!mandate.authorised) continue;
    days.insert(mandate.on);
    if (mandate.until) days.insert(*mandate.until + 1);
  }
  return {days.begin(), days.end()};
}

void AddPeople(const People& people, std::optional<People>& sum) {
  if (!sum) sum = People{0, 0, 0};
  const auto add = [](const std::optional<std::int64_t>& number,
                      std::optional<std::int64_t>& into) {
    into = number && into ? std::optional(*into + *number) : std::nullopt;
  };
  add(people.least, sum->least);
  add(people.best, sum->best);
  add(people.most, sum->most);
}

}  // namespace muster
