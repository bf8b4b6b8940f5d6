// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_narrowing.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "tests/model/model_people.h"

namespace muster::model {
namespace {

// Calls `use(message)` with the message of an event's kind, if that kind has a strength and a date.
template <typename EventT, typename Use>
void WithStatement(EventT& event, Use use) {
  switch (event.fact_case()) {
    case v1::Event::kArrival:
      return use(*event.mutable_arrival());
    case v1::Event::kAssignment:
      return use(*event.mutable_assignment());
    case v1::Event::kDeparture:
      return use(*event.mutable_departure());
    case v1::Event::kLoss:
      return use(*event.mutable_loss());
    case v1::Event::kTransfer:
      return use(*event.mutable_transfer());
    case v1::Event::kDispatch:
      return use(*event.mutable_dispatch());
    case v1::Event::kPledge:
      return use(*event.mutable_pledge());
    case v1::Event::kClaim:
      return use(*event.mutable_claim());
    case v1::Event::kMuster:
      return use(*event.mutable_muster());
    case v1::Event::kAccount:
      return use(*event.mutable_account());
    default:
      return;
  }
}

// An interval with a best, and whether that best is its own.
struct Interval {
  double least;
  double best;
  double most;
  bool own_best;
};

Interval IntervalOf(const v1::Strength& strength) {
  const Bounds bounds = BoundsOf(strength);
  return {bounds.least, bounds.best, bounds.most, strength.best_stated()};
}

Interval IntervalOf(const v1::Date& date) {
  return {date.has_earliest() ? double(date.earliest()) : -kNoBound, double(date.best()),
          double(date.latest()), HasOwnBest(date)};
}

bool Meet(const Interval& a, const Interval& b) { return a.least <= b.most && b.least <= a.most; }

// "Best is that of the first of them with a best of its own, moved to the nearest value left."
Interval Intersection(const Interval& a, const Interval& b) {
  Interval both{std::max(a.least, b.least), 0, std::min(a.most, b.most), a.own_best || b.own_best};
  const double best = !a.own_best && b.own_best ? b.best : a.best;
  both.best = MovedInto(best, both.least, both.most);
  return both;
}

void Write(const Interval& interval, v1::Strength* strength) {
  strength->set_least(std::uint32_t(interval.least));
  strength->set_best(std::uint32_t(interval.best));
  strength->clear_most();
  if (interval.most != kNoBound) strength->set_most(std::uint32_t(interval.most));
  strength->set_best_stated(interval.own_best);
}

void Write(const Interval& interval, v1::Date* date) {
  date->clear_earliest();
  if (interval.least != -kNoBound) date->set_earliest(std::int32_t(interval.least));
  date->set_best(std::int32_t(interval.best));
  date->set_latest(std::int32_t(interval.most));
}

}  // namespace

bool HasOwnBest(const v1::Date& date) {
  const bool day = date.has_earliest() && date.earliest() == date.latest();
  // "2025-01-18~": three days either way. Of every other form that is wider than a day, best is the
  // last day or lies a month or more from an end.
  const bool approximate_day =
      date.has_earliest() && date.best() - date.earliest() == 3 && date.latest() - date.best() == 3;
  return day || approximate_day;
}

Statement StatementOf(const v1::Event& event) {
  Statement statement;
  // What says no strength of people can have accounts of its date all the same.
  if (event.mandate().has_on()) statement.on = event.mandate().on();
  if (event.statement().has_on()) statement.on = event.statement().on();
  v1::Event copy = event;
  WithStatement(copy, [&](auto& fact) {
    if (fact.has_strength()) statement.strength = fact.strength();
    if (fact.has_on()) statement.on = fact.on();
    for (const v1::Part& part : fact.of_which()) statement.parts[part.name()] = part.strength();
  });
  return statement;
}

void WriteStatement(const Statement& statement, v1::Event* event) {
  if (event->mandate().has_on()) *event->mutable_mandate()->mutable_on() = *statement.on;
  if (event->statement().has_on()) *event->mutable_statement()->mutable_on() = *statement.on;
  WithStatement(*event, [&](auto& fact) {
    fact.clear_strength();
    fact.clear_on();
    fact.clear_of_which();
    if (statement.strength) *fact.mutable_strength() = *statement.strength;
    if (statement.on) *fact.mutable_on() = *statement.on;
    for (const auto& [name, strength] : statement.parts) {
      v1::Part* part = fact.add_of_which();
      part->set_name(name);
      *part->mutable_strength() = strength;
    }
  });
}

Statement Narrowed(const Statement& base, const std::vector<v1::Account>& accounts) {
  std::optional<Interval> strength;
  std::optional<Interval> on;
  std::map<std::string, Interval> parts;
  if (base.strength) strength = IntervalOf(*base.strength);
  if (base.on) on = IntervalOf(*base.on);
  for (const auto& [name, part] : base.parts) parts[name] = IntervalOf(part);

  for (const v1::Account& account : accounts) {
    // "An account of which either the strength or the date does not intersect changes nothing".
    // What the event does not have, such as the strength of a departure of all, cannot be narrowed.
    if (strength && account.has_strength() && !Meet(*strength, IntervalOf(account.strength()))) {
      continue;
    }
    if (on && account.has_on() && !Meet(*on, IntervalOf(account.on()))) continue;
    if (strength && account.has_strength()) {
      strength = Intersection(*strength, IntervalOf(account.strength()));
    }
    if (on && account.has_on()) on = Intersection(*on, IntervalOf(account.on()));
    // A part that only the account names is known from it; one that both name is narrowed.
    for (const v1::Part& part : account.of_which()) {
      const Interval said = IntervalOf(part.strength());
      const auto known = parts.find(part.name());
      if (known == parts.end()) {
        parts.emplace(part.name(), said);
      } else if (Meet(known->second, said)) {
        known->second = Intersection(known->second, said);
      }
    }
  }

  Statement narrowed = base;
  if (strength) Write(*strength, &*narrowed.strength);
  if (on) Write(*on, &*narrowed.on);
  for (const auto& [name, part] : parts) Write(part, &narrowed.parts[name]);
  return narrowed;
}

}  // namespace muster::model
