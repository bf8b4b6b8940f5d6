// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/fact_reader.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "muster/v1/event.pb.h"

namespace muster {
namespace {

Amount AmountOf(const v1::Strength& strength) {
  return {strength.least(), strength.best(),
          strength.has_most() ? strength.most() : Amount::kNoMost};
}

FactDate FactDateOf(const v1::Date& date) {
  const FactDay earliest = date.has_earliest() ? date.earliest() : kOpenFactDay;
  return {earliest, date.best(), date.latest()};
}

template <typename Body>
FactParts PartsOf(const Body& body, FactTable& table) {
  FactParts parts;
  for (const v1::Part& part : body.of_which()) {
    parts.push_back({table.names.Intern(part.name()), AmountOf(part.strength()),
                     part.strength().best_stated()});
  }
  return parts;
}

// A number that a later schema brought is of nothing that is known here.
std::uint8_t CircumstanceOf(int number) {
  return number >= 0 && number <= std::numeric_limits<std::uint8_t>::max()
             ? static_cast<std::uint8_t>(number)
             : 0;
}

// kNoName for an empty text.
NameId Said(const std::string& text, Names& names) {
  return text.empty() ? kNoName : names.Intern(text);
}

NamedPostId PostOf(const v1::Who& who, const std::string& place, const std::string& duty,
                   FactTable& table) {
  Names& names = table.names;
  return table.posts.Intern({Said(who.mission(), names), Said(who.contributor(), names),
                             Said(who.component(), names), Said(who.contingent(), names),
                             Said(place, names), Said(duty, names)});
}

NamedPostId PostOf(const v1::Who& who, const v1::PlaceDuty& where, FactTable& table) {
  return PostOf(who, where.place(), where.duty(), table);
}

v1::Who WhoOf(const std::string& contingent) {
  v1::Who who;
  who.set_contingent(contingent);
  return who;
}

// A movement of `body`, which has strength, of_which and on.
template <typename Body>
MovementRow MovementOf(FactPosition root, MovementKind kind, const Body& body, NamedPostId from,
                       NamedPostId to, FactTable& table) {
  MovementRow row;
  row.root = root;
  row.date = FactDateOf(body.on());
  row.from = from;
  row.to = to;
  row.amount = AmountOf(body.strength());
  row.kind = kind;
  row.parts = PartsOf(body, table);
  return row;
}

void ReadAssignment(FactPosition root, const v1::Assignment& assignment, FactTable& table,
                    Facts& facts) {
  MovementRow out = MovementOf(root, MovementKind::kAssignment, assignment,
                               PostOf(assignment.who(), assignment.from(), table),
                               PostOf(assignment.who(), assignment.to(), table), table);
  if (!assignment.has_until()) {
    facts.movements.push_back(std::move(out));
    return;
  }
  out.leg = MovementRow::kOut;
  MovementRow back = out;
  back.leg = MovementRow::kBack;
  std::swap(back.from, back.to);
  const FactDay day = assignment.until().best() + 1;
  back.date = {day, day, day};
  facts.movements.push_back(std::move(out));
  facts.movements.push_back(std::move(back));
}

// A setting without its reach and strength.
SettingRow SettingAt(FactPosition root, FactDay day, std::uint32_t written) {
  SettingRow row;
  row.root = root;
  row.day = day;
  row.written = written;
  return row;
}

// Gives `row` its strength and its reach, which depends on it: what is set to 0 is taken apart.
template <typename Body>
void SetLevel(const ScopeConditions& scope, const Body& body, FactTable& table, SettingRow& row) {
  row.amount = AmountOf(body.strength());
  row.best_stated = body.strength().best_stated();
  row.parts = PartsOf(body, table);
  Reach reach;
  reach.scope = scope;
  reach.apart = row.amount.most == 0;
  reach.own_post = table.posts.Intern(UnattributedPost(scope));
  row.reach = table.reaches.Intern(reach);
}

void ReadMuster(FactPosition root, const v1::Muster& muster, FactTable& table, Facts& facts) {
  const FactDay day = muster.on().best() - (muster.at() == v1::OPENING ? 1 : 0);
  const ScopeConditions scope = ReadScope(muster.scope(), table.names);
  Reach rest;
  rest.scope = scope;
  rest.apart = true;
  std::uint32_t written = 0;
  for (const v1::Line& line : muster.lines()) {
    SettingRow row = SettingAt(root, day, written++);
    const auto narrowed = Narrowed(scope, ReadScope(line.scope(), table.names), table.names);
    // A contradiction is refused at admission; there is no post of which such a line could speak.
    if (!narrowed) continue;
    SetLevel(*narrowed, line, table, row);
    rest.except.push_back(*narrowed);
    facts.settings.push_back(std::move(row));
  }
  if (muster.complete()) {
    SettingRow row = SettingAt(root, day, written++);
    row.best_stated = true;
    std::sort(rest.except.begin(), rest.except.end());
    rest.except.erase(std::unique(rest.except.begin(), rest.except.end()), rest.except.end());
    row.reach = table.reaches.Intern(rest);
    facts.settings.push_back(std::move(row));
  }
  if (muster.has_strength()) {
    SettingRow row = SettingAt(root, day, written++);
    SetLevel(scope, muster, table, row);
    facts.settings.push_back(std::move(row));
  }
}

// A departure of all sets everything below who and `from` to 0.
void ReadDepartureOfAll(FactPosition root, const v1::Departure& departure, FactTable& table,
                        Facts& facts) {
  ScopeConditions scope;
  const auto fix = [&](Dimension dimension, const std::string& value) {
    if (!value.empty()) scope.values[dimension] = {table.names.Intern(value)};
  };
  fix(kMission, departure.who().mission());
  fix(kContributor, departure.who().contributor());
  fix(kComponent, departure.who().component());
  fix(kContingent, departure.who().contingent());
  fix(kPlace, departure.from().place());
  fix(kDuty, departure.from().duty());
  SettingRow row = SettingAt(root, departure.on().best(), 0);
  row.best_stated = true;
  row.departs = true;
  row.circumstances.reason = CircumstanceOf(departure.reason());
  row.reach = table.reaches.Intern({scope, {}, true, table.posts.Intern(UnattributedPost(scope))});
  facts.settings.push_back(std::move(row));
}

void ReadTransfer(FactPosition root, const v1::Transfer& transfer, FactTable& table, Facts& facts) {
  facts.movements.push_back(
      MovementOf(root, MovementKind::kTransfer, transfer,
                 PostOf(WhoOf(transfer.contingent()), transfer.from(), table),
                 PostOf(WhoOf(transfer.to_contingent()), transfer.to(), table), table));
}

std::optional<StatementKind> StatementKindOf(const v1::Event& event) {
  switch (event.fact_case()) {
    case v1::Event::kMandate:
      return StatementKind::kMandate;
    case v1::Event::kDispatch:
      return StatementKind::kDispatch;
    case v1::Event::kPledge:
      return StatementKind::kPledge;
    case v1::Event::kClaim:
      return StatementKind::kClaim;
    case v1::Event::kStatement:
      return StatementKind::kStatement;
    default:
      return std::nullopt;
  }
}

}  // namespace

bool HasFacts(const v1::Event& event) {
  return event.has_arrival() || event.has_assignment() || event.has_departure() ||
         event.has_loss() || event.has_transfer() || event.has_muster() ||
         StatementKindOf(event).has_value();
}

Facts ReadFacts(FactPosition root, const v1::Event& event, FactTable& table) {
  Facts facts;
  if (event.has_arrival()) {
    const v1::Arrival& arrival = event.arrival();
    const NamedPostId to =
        PostOf(arrival.who(), arrival.place(), std::string(table.names[kUnspecifiedName]), table);
    facts.movements.push_back(
        MovementOf(root, MovementKind::kArrival, arrival, kAbroad, to, table));
    facts.movements.back().circumstances.reason = CircumstanceOf(arrival.reason());
  } else if (event.has_assignment()) {
    ReadAssignment(root, event.assignment(), table, facts);
  } else if (event.has_departure() && event.departure().all()) {
    ReadDepartureOfAll(root, event.departure(), table, facts);
  } else if (event.has_departure()) {
    const v1::Departure& departure = event.departure();
    const NamedPostId from = PostOf(departure.who(), departure.from(), table);
    facts.movements.push_back(
        MovementOf(root, MovementKind::kDeparture, departure, from, kAbroad, table));
    facts.movements.back().circumstances.reason = CircumstanceOf(departure.reason());
  } else if (event.has_loss()) {
    const v1::Loss& loss = event.loss();
    const NamedPostId from = PostOf(loss.who(), loss.from(), table);
    facts.movements.push_back(MovementOf(root, MovementKind::kLoss, loss, from, kAbroad, table));
    facts.movements.back().circumstances = {CircumstanceOf(loss.kind()),
                                            CircumstanceOf(loss.cause())};
  } else if (event.has_transfer()) {
    ReadTransfer(root, event.transfer(), table, facts);
  } else if (event.has_muster()) {
    ReadMuster(root, event.muster(), table, facts);
  } else if (const auto kind = StatementKindOf(event)) {
    facts.statements.push_back({root, *kind, event.SerializeAsString()});
  }
  return facts;
}

}  // namespace muster
