// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/log_builder.h"

#include <fmt/format.h>

#include <sstream>
#include <vector>

#include "ledger/date.h"
#include "ledger/strength.h"
#include "tests/model/model_headcount.h"

namespace muster::model {
namespace {

std::vector<std::string> Words(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

v1::Scope ScopeOfWords(const std::string& text) {
  v1::Scope scope;
  for (const std::string& word : Words(text)) {
    const std::size_t equals = word.find('=');
    const std::string dimension = word.substr(0, equals);
    const std::string value = word.substr(equals + 1);
    if (dimension == "mission") scope.add_mission(value);
    if (dimension == "contributor") scope.add_contributor(value);
    if (dimension == "component") scope.add_component(value);
    if (dimension == "contingent") scope.add_contingent(value);
    if (dimension == "place") scope.add_place(value);
    if (dimension == "duty") scope.add_duty(value);
  }
  return scope;
}

}  // namespace

v1::Strength StrengthOf(const std::string& words) { return ParseStrength(words).value(); }
v1::Date DateOf(const std::string& words) { return ParseDate(words).value(); }
Day DayOf(const std::string& words) { return ParseDay(words).value(); }

v1::Who WhoOf(const std::string& words) {
  // Missions of these tests begin with "M-".
  v1::Who who;
  const std::vector<std::string> parts = Words(words);
  if (!parts[0].starts_with("M-")) {
    who.set_contingent(parts[0]);
    return who;
  }
  who.set_mission(parts[0]);
  if (parts.size() > 1) who.set_contributor(parts[1]);
  if (parts.size() > 2) who.set_component(parts[2]);
  return who;
}

std::uint64_t LogBuilder::Add(const v1::Event& event) {
  v1::Record record;
  record.set_position(log_.records.size());
  record.set_report(report_);
  *record.mutable_event() = event;
  log_.records.push_back(record);
  return record.position();
}

void LogBuilder::Report(const std::string& source, const ReportWords& words) {
  LogReport report;
  report.report.set_source(source);
  report.report.set_grade(words.grade);
  report.report.set_agency(words.agency);
  if (!words.published.empty()) *report.report.mutable_published() = DateOf(words.published);
  report_ = fmt::format("{:032}", log_.reports.size());
  log_.reports[report_] = report;
}

std::uint64_t LogBuilder::Contingent(const std::string& id, const std::string& mission,
                                     const std::string& contributor, const std::string& component) {
  v1::Event event;
  event.mutable_contingent()->set_id(id);
  event.mutable_contingent()->set_mission(mission);
  event.mutable_contingent()->set_contributor(contributor);
  event.mutable_contingent()->set_component(component);
  return Add(event);
}

std::uint64_t LogBuilder::Arrival(const std::string& who, const std::string& strength,
                                  const std::string& place, const std::string& on) {
  v1::Event event;
  v1::Arrival& arrival = *event.mutable_arrival();
  *arrival.mutable_who() = WhoOf(who);
  *arrival.mutable_strength() = StrengthOf(strength);
  arrival.set_place(place);
  *arrival.mutable_on() = DateOf(on);
  return Add(event);
}

std::uint64_t LogBuilder::Departure(const std::string& who, const std::string& strength,
                                    const std::string& place, const std::string& on) {
  v1::Event event;
  v1::Departure& departure = *event.mutable_departure();
  *departure.mutable_who() = WhoOf(who);
  *departure.mutable_strength() = StrengthOf(strength);
  departure.mutable_from()->set_place(place);
  departure.mutable_from()->set_duty("unspecified");
  *departure.mutable_on() = DateOf(on);
  return Add(event);
}

std::uint64_t LogBuilder::DepartureOfAll(const std::string& who, const std::string& place,
                                         const std::string& on) {
  v1::Event event;
  v1::Departure& departure = *event.mutable_departure();
  *departure.mutable_who() = WhoOf(who);
  departure.set_all(true);
  if (!place.empty()) departure.mutable_from()->set_place(place);
  *departure.mutable_on() = DateOf(on);
  return Add(event);
}

std::uint64_t LogBuilder::Loss(const std::string& who, const std::string& strength,
                               const std::string& place, const std::string& on) {
  v1::Event event;
  v1::Loss& loss = *event.mutable_loss();
  *loss.mutable_who() = WhoOf(who);
  *loss.mutable_strength() = StrengthOf(strength);
  loss.mutable_from()->set_place(place);
  loss.mutable_from()->set_duty("unspecified");
  *loss.mutable_on() = DateOf(on);
  return Add(event);
}

std::uint64_t LogBuilder::Assignment(const std::string& who, const std::string& strength,
                                     const Ends& ends, const std::string& on,
                                     const std::string& until) {
  v1::Event event;
  v1::Assignment& assignment = *event.mutable_assignment();
  *assignment.mutable_who() = WhoOf(who);
  *assignment.mutable_strength() = StrengthOf(strength);
  assignment.mutable_from()->set_place(ends.from_place);
  assignment.mutable_from()->set_duty(ends.from_duty);
  assignment.mutable_to()->set_place(ends.to_place);
  assignment.mutable_to()->set_duty(ends.to_duty);
  *assignment.mutable_on() = DateOf(on);
  if (!until.empty()) *assignment.mutable_until() = DateOf(until);
  return Add(event);
}

std::uint64_t LogBuilder::Transfer(const std::string& from, const std::string& to,
                                   const std::string& strength, const std::string& place,
                                   const std::string& on) {
  v1::Event event;
  v1::Transfer& transfer = *event.mutable_transfer();
  transfer.set_contingent(from);
  transfer.set_to_contingent(to);
  *transfer.mutable_strength() = StrengthOf(strength);
  for (v1::PlaceDuty* end : {transfer.mutable_from(), transfer.mutable_to()}) {
    end->set_place(place);
    end->set_duty("unspecified");
  }
  *transfer.mutable_on() = DateOf(on);
  return Add(event);
}

std::uint64_t LogBuilder::Account(std::uint64_t of, const std::string& strength,
                                  const std::string& on) {
  v1::Event event;
  v1::Account& account = *event.mutable_account();
  account.add_of()->set_position(of);
  if (!strength.empty()) *account.mutable_strength() = StrengthOf(strength);
  if (!on.empty()) *account.mutable_on() = DateOf(on);
  return Add(event);
}

std::uint64_t LogBuilder::Retraction(std::uint64_t of, v1::Why why) {
  v1::Event event;
  event.mutable_retraction()->mutable_of()->set_position(of);
  event.mutable_retraction()->set_why(why);
  return Add(event);
}

std::uint64_t LogBuilder::Revision(std::uint64_t of, const std::string& kind,
                                   const std::string& strength, const std::string& on,
                                   v1::Why why) {
  v1::Event event;
  v1::Amendment& amendment = *event.mutable_amendment();
  amendment.mutable_of()->set_position(of);
  amendment.set_why(why);
  v1::Event& values = *amendment.mutable_change()->mutable_values();
  const auto fill = [&](auto& fact) {
    if (!on.empty()) *fact.mutable_on() = DateOf(on);
    if (!strength.empty()) *fact.mutable_strength() = StrengthOf(strength);
  };
  if (kind == "arrival") fill(*values.mutable_arrival());
  if (kind == "departure") fill(*values.mutable_departure());
  if (kind == "account") fill(*values.mutable_account());
  if (kind == "muster") fill(*values.mutable_muster());
  if (kind == "claim") fill(*values.mutable_claim());
  if (kind == "pledge") fill(*values.mutable_pledge());
  if (!on.empty()) amendment.mutable_change()->add_fields("on");
  if (!strength.empty()) amendment.mutable_change()->add_fields("strength");
  return Add(event);
}

v1::Event MusterOf(const std::string& scope, const std::string& strength, const std::string& on) {
  v1::Event event;
  v1::Muster& muster = *event.mutable_muster();
  *muster.mutable_scope() = ScopeOfWords(scope);
  if (!strength.empty()) *muster.mutable_strength() = StrengthOf(strength);
  *muster.mutable_on() = DateOf(on);
  return event;
}

void AddLine(v1::Event* muster, const std::string& scope, const std::string& strength) {
  v1::Line& line = *muster->mutable_muster()->add_lines();
  *line.mutable_scope() = ScopeOfWords(scope);
  *line.mutable_strength() = StrengthOf(strength);
}

v1::Event ClaimOf(const v1::Event& muster) {
  const v1::Muster& said = muster.muster();
  v1::Event event;
  v1::Claim& claim = *event.mutable_claim();
  *claim.mutable_scope() = said.scope();
  if (said.has_strength()) *claim.mutable_strength() = said.strength();
  *claim.mutable_of_which() = said.of_which();
  *claim.mutable_lines() = said.lines();
  *claim.mutable_on() = said.on();
  claim.set_at(said.at());
  return event;
}

v1::Event ClaimOf(const std::string& scope, const std::string& strength, const std::string& on) {
  return ClaimOf(MusterOf(scope, strength, on));
}

v1::Event PledgeOf(const std::string& scope, const std::string& strength, const std::string& on) {
  v1::Event event;
  *event.mutable_pledge()->mutable_scope() = ScopeOfWords(scope);
  *event.mutable_pledge()->mutable_strength() = StrengthOf(strength);
  *event.mutable_pledge()->mutable_on() = DateOf(on);
  return event;
}

v1::Event DispatchOf(const std::string& who, const std::string& strength, const std::string& on) {
  v1::Event event;
  *event.mutable_dispatch()->mutable_who() = WhoOf(who);
  *event.mutable_dispatch()->mutable_strength() = StrengthOf(strength);
  *event.mutable_dispatch()->mutable_on() = DateOf(on);
  return event;
}

v1::Event MandateOf(const std::string& mission, const std::string& strength, const std::string& on,
                    const std::string& until) {
  v1::Event event;
  v1::Mandate& mandate = *event.mutable_mandate();
  mandate.set_mission(mission);
  *mandate.mutable_authorised_strength() = StrengthOf(strength);
  *mandate.mutable_on() = DateOf(on);
  if (!until.empty()) *mandate.mutable_until() = DateOf(until);
  return event;
}

ViewQuery QueryOf(const LogBuilder& builder, const std::string& where) {
  ViewQuery query;
  query.known_at = LogSize{builder.size()};
  for (const std::string& word : Words(where)) {
    const std::size_t equals = word.find('=');
    query.where.push_back({word.substr(0, equals), word.substr(equals + 1)});
  }
  return query;
}

std::string Show(const People& people) {
  if (!people.best) return "none";
  const std::string least = people.least ? fmt::format("{}", *people.least) : "";
  const std::string most = people.most ? fmt::format("{}", *people.most) : "";
  if (people.least == people.best && people.most == people.best) return least;
  return fmt::format("{}..{} best {}", least, most, *people.best);
}

std::string TotalAt(const LogBuilder& builder, const std::string& on, const ViewQuery& query) {
  return Show(HeadcountOn(builder.log(), DayOf(on), query).total.strength);
}

std::string TotalAt(const LogBuilder& builder, const std::string& on, const std::string& where) {
  return TotalAt(builder, on, QueryOf(builder, where));
}

}  // namespace muster::model
