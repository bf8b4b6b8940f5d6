// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/event_check.h"

#include <fmt/format.h>

#include <utility>

#include "ledger/date.h"
#include "ledger/path.h"
#include "ledger/strength.h"
#include "muster/v1/event.pb.h"

namespace muster {
namespace {

using Contradictions = std::vector<Contradiction>;
using Parts = google::protobuf::RepeatedPtrField<v1::Part>;

void CheckWho(const v1::Who& who, Contradictions& found) {
  if (who.contingent().empty()) {
    if (!who.mission().empty()) return;
    found.push_back({"mission", "mission", "missing-key",
                     "neither a contingent nor a mission is named", "name one of the two"});
    return;
  }
  const std::pair<std::string_view, const std::string*> fixed[] = {
      {"mission", &who.mission()},
      {"contributor", &who.contributor()},
      {"component", &who.component()}};
  for (const auto& [field, value] : fixed) {
    if (value->empty()) continue;
    found.push_back({std::string(field), "", "bad-value",
                     fmt::format("'{}' stands beside 'contingent', which fixes it", field),
                     fmt::format("leave '{}' out, or leave 'contingent' out", field)});
  }
}

// `whole`: null where the event states no strength.
void CheckParts(const v1::Strength* whole, const Parts& parts, Contradictions& found) {
  if (parts.empty()) return;
  if (whole == nullptr) {
    found.push_back({"of_which", "strength", "bad-value",
                     "'of_which' has no strength to be a part of", "write it beside a strength"});
    return;
  }
  for (const v1::Part& part : parts) {
    if (!whole->has_most() || part.strength().least() <= whole->most()) continue;
    found.push_back({"of_which", "", "bad-value",
                     fmt::format("the part '{}' ({}) is larger than the strength ({})", part.name(),
                                 DescribeStrength(part.strength()), DescribeStrength(*whole)),
                     ""});
  }
}

template <typename Fact>
void CheckStrength(const Fact& fact, Contradictions& found) {
  CheckParts(fact.has_strength() ? &fact.strength() : nullptr, fact.of_which(), found);
}

void CheckDeparture(const v1::Departure& departure, Contradictions& found) {
  CheckWho(departure.who(), found);
  if (!departure.all()) {
    if (!departure.has_strength()) {
      found.push_back({"strength", "strength", "missing-key",
                       "neither 'strength' nor 'all' is stated", "state one of the two"});
    }
    CheckStrength(departure, found);
    return;
  }
  if (departure.has_strength()) {
    found.push_back({"strength", "", "bad-value", "'strength' stands beside 'all: true'",
                     "a departure of all has no strength of its own: leave one of the two out"});
  }
  if (!departure.of_which().empty()) {
    found.push_back({"of_which", "", "bad-value", "'of_which' stands beside all",
                     "a departure of all has no strength of its own: leave 'of_which' out"});
  }
}

// An end before the beginning. A beginning that is uncertain counts as `begin`.
void CheckUntil(Day begin, Day until, Contradictions& found) {
  if (until >= begin) return;
  found.push_back(
      {"until", "", "bad-date",
       fmt::format("it lasts until {}, before it begins on {}", FormatDay(until), FormatDay(begin)),
       "write the last day, not before 'on'"});
}

// Whether a scope names a mission or a contingent in each of its values.
bool Names(const v1::Scope& scope) {
  const auto named = [](const google::protobuf::RepeatedPtrField<std::string>& values) {
    for (const std::string& value : values) {
      if (value == kUnspecified) return false;
    }
    return !values.empty();
  };
  return named(scope.mission()) || named(scope.contingent());
}

template <typename Total>
bool SaysMissionOf(const Total& total, bool needs_scope) {
  if (Names(total.scope())) return true;
  if (needs_scope || total.has_strength() || total.lines().empty()) return false;
  for (const v1::Line& line : total.lines()) {
    if (!Names(line.scope())) return false;
  }
  return true;
}

// `needs_scope`: the lines do not say it for the whole.
template <typename Total>
void CheckTotal(const Total& total, bool needs_scope, Contradictions& found) {
  if (!total.has_strength() && total.lines().empty()) {
    found.push_back({"strength", "strength", "missing-key",
                     "neither 'strength' nor 'lines' is stated", "state one of the two, or both"});
  }
  CheckStrength(total, found);
  for (const v1::Line& line : total.lines()) CheckStrength(line, found);
  if (!SaysMission(total)) {
    found.push_back({"scope", "", std::string(kScopeWithoutMission),
                     std::string(kScopeWithoutMissionMessage),
                     std::string(ScopeWithoutMissionHint(needs_scope))});
  }
}

void CheckMuster(const v1::Muster& muster, Contradictions& found) {
  CheckTotal(muster, muster.complete(), found);
  if (muster.complete() && muster.lines().empty()) {
    found.push_back({"complete", "lines", "complete-without-lines",
                     "a complete muster has no lines", "list its lines, or leave 'complete' out"});
  }
}

void CheckPlace(const v1::Place& place, Contradictions& found) {
  if (place.has_latitude() == place.has_longitude()) return;
  const std::string there = place.has_latitude() ? "latitude" : "longitude";
  const std::string missing = place.has_latitude() ? "longitude" : "latitude";
  found.push_back({there, missing, "bad-value",
                   fmt::format("'{}' without '{}' is no point", there, missing),
                   "state both, or neither"});
}

template <typename Fact>
void CheckMovement(const Fact& fact, Contradictions& found) {
  CheckWho(fact.who(), found);
  CheckStrength(fact, found);
}

void CheckAssignment(const v1::Assignment& assignment, Contradictions& found) {
  CheckMovement(assignment, found);
  if (assignment.has_on() && assignment.has_until()) {
    CheckUntil(BoundsOf(assignment.on()).best, BoundsOf(assignment.until()).latest, found);
  }
}

void CheckMandate(const v1::Mandate& mandate, Contradictions& found) {
  if (mandate.has_on() && mandate.has_until() && mandate.on().has_earliest()) {
    CheckUntil(BoundsOf(mandate.on()).earliest, BoundsOf(mandate.until()).latest, found);
  }
}

void CheckTransfer(const v1::Transfer& transfer, Contradictions& found) {
  CheckStrength(transfer, found);
  if (!transfer.contingent().empty() && transfer.contingent() == transfer.to_contingent()) {
    found.push_back({"to_contingent", "", "bad-value",
                     fmt::format("'{}' would be transferred to itself", transfer.contingent()),
                     "write an assignment for a change of place or duty"});
  }
}

}  // namespace

std::string_view ScopeWithoutMissionHint(bool complete) {
  return complete ? "add 'mission' to the scope: a complete muster counts everybody in a scope of "
                    "its own"
                  : "add 'mission' to the scope, or to the scope of every line where only lines "
                    "are stated";
}

bool SaysMission(const v1::Claim& claim) { return SaysMissionOf(claim, false); }
bool SaysMission(const v1::Muster& muster) { return SaysMissionOf(muster, muster.complete()); }

std::vector<Contradiction> CheckEvent(const v1::Event& event) {
  Contradictions found;
  switch (event.fact_case()) {
    case v1::Event::kPlace:
      CheckPlace(event.place(), found);
      break;
    case v1::Event::kMandate:
      CheckMandate(event.mandate(), found);
      break;
    case v1::Event::kArrival:
      CheckMovement(event.arrival(), found);
      break;
    case v1::Event::kAssignment:
      CheckAssignment(event.assignment(), found);
      break;
    case v1::Event::kDeparture:
      CheckDeparture(event.departure(), found);
      break;
    case v1::Event::kLoss:
      CheckMovement(event.loss(), found);
      break;
    case v1::Event::kTransfer:
      CheckTransfer(event.transfer(), found);
      break;
    case v1::Event::kDispatch:
      CheckMovement(event.dispatch(), found);
      break;
    case v1::Event::kPledge:
      CheckStrength(event.pledge(), found);
      break;
    case v1::Event::kClaim:
      CheckTotal(event.claim(), false, found);
      break;
    case v1::Event::kMuster:
      CheckMuster(event.muster(), found);
      break;
    case v1::Event::kAccount:
      CheckStrength(event.account(), found);
      break;
    default:
      break;
  }
  return found;
}

}  // namespace muster
