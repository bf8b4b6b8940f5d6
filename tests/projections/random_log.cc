// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/projections/random_log.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "ledger/date.h"

namespace muster {
namespace {

template <typename Body>
void AddPart(Body& body, const v1::Strength& whole) {
  v1::Part* part = body.add_of_which();
  part->set_name("women");
  *part->mutable_strength() = model::StrengthOf(fmt::format("{}", whole.least() / 2));
}

// A contradiction between a muster and its lines is refused at admission; it would test nothing
// here.
bool Contradicts(const v1::Scope& scope, const v1::Scope& line) {
  const auto differ = [](const auto& outer, const auto& inner) {
    return !outer.empty() && !inner.empty() &&
           !(inner.Get(0) + "/").starts_with(outer.Get(0) + "/");
  };
  return differ(scope.contributor(), line.contributor()) ||
         differ(scope.contingent(), line.contingent()) || differ(scope.place(), line.place());
}

}  // namespace

RandomLog::RandomLog(unsigned seed) : random_(seed) {
  Register();
  for (int i = 3 + Below(14); i > 0; --i) AddEvent();
}

void RandomLog::Register() {
  builder_.Report("Register");
  const std::vector<std::array<std::string, 4>> contingents = {{"K-1", "M-1", "KEN", "police"},
                                                               {"K-1/A", "", "", "police/fpu"},
                                                               {"K-2", "M-1", "KEN", ""},
                                                               {"J-1", "M-1", "JAM", "military"}};
  for (const auto& [id, mission, contributor, component] : contingents) {
    v1::Event event;
    event.mutable_contingent()->set_id(id);
    event.mutable_contingent()->set_mission(mission);
    event.mutable_contingent()->set_contributor(contributor);
    event.mutable_contingent()->set_component(component);
    if (id == "K-2") {
      v1::Label* label = event.mutable_contingent()->add_labels();
      label->set_name("bloc");
      label->set_value("east");
    }
    builder_.Add(event);
  }
}

ViewQuery RandomLog::Query() {
  ViewQuery query = model::QueryOf(builder_);
  if (OneIn(4)) query.known_at.value -= Below(static_cast<int>(builder_.size()));
  const std::vector<std::string> dimensions = {"mission", "contributor", "component", "contingent",
                                               "place",   "duty",        "label.bloc"};
  for (int i = Below(3); i > 0; --i) query.by.push_back(Pick(dimensions));
  if (OneIn(3)) query.depth = 1 + Below(2);
  if (OneIn(3)) query.where.push_back({"contributor", Pick({"KEN", "JAM", "unspecified"})});
  if (OneIn(4)) query.where.push_back({"place", Pick({"H/O", "H/O/P", "unspecified", "H"})});
  if (OneIn(4)) query.where.push_back({"contingent", Pick({"K-1", "K-1/A", "J-1"})});
  if (OneIn(6)) query.of = "women";
  if (OneIn(6)) query.lens.sources = {Pick({"Red", "Blue"})};
  query.all_groups = OneIn(4);
  return query;
}

std::string RandomLog::DayText() { return fmt::format("2025-01-{:02}", 1 + Below(12)); }

std::string RandomLog::Date() {
  if (!OneIn(3)) return DayText();
  const int begin = 1 + Below(12);
  return Pick({fmt::format("2025-01-{:02}~", begin), fmt::format("../2025-01-{:02}", begin),
               fmt::format("2025-01-{:02}/2025-01-{:02}", begin, begin + Below(9)), "2025-01"});
}

std::string RandomLog::Strength() {
  const int n = Below(9);
  const std::string exact = fmt::format("{}", n);
  return Pick({exact, exact, exact, fmt::format("over {}", n), fmt::format("..{}", n),
               fmt::format("{}..{}", n, n + Below(6)), fmt::format("{}..{}={}", n, n + 4, n + 1),
               "unknown"});
}

std::string RandomLog::Who() {
  return Pick({"K-1", "K-1/A", "K-2", "J-1", "M-1", "M-1 KEN", "M-1 JAM military"});
}

std::string RandomLog::Scope() {
  std::string scope = OneIn(3) ? "contingent=" + Contingent() : "mission=M-1";
  if (OneIn(3)) scope += " contributor=" + Pick({"KEN", "JAM"});
  if (OneIn(4)) scope += " component=" + Pick({"police", "police/fpu"});
  if (OneIn(3)) scope += " place=" + Pick({"H", "H/O", "H/O/P", "unspecified"});
  if (OneIn(5)) scope += " duty=" + Pick({"guard", "unspecified"});
  return scope;
}

void RandomLog::AddEvent() {
  builder_.Report(Pick({"Red", "Blue", "Green"}));
  switch (Below(12)) {
    case 0:
    case 1:
      builder_.Arrival(Who(), Strength(), Place(), Date());
      if (OneIn(3)) RepeatWithPart();
      return;
    case 2:
    case 3:
      builder_.Arrival(Contingent(), Strength(), Place(), Date());
      return;
    case 4:
      builder_.Departure(Who(), Strength(), Place(), Date());
      return;
    case 5:
      builder_.Loss(Who(), Strength(), Place(), Date());
      return;
    case 6:
      builder_.DepartureOfAll(Who(), OneIn(2) ? "" : Place(), Date());
      return;
    case 7:
      return AddAssignment();
    case 8:
      builder_.Transfer(Contingent(), Contingent(), Strength(), Place(), Date());
      return;
    case 9:
      return Correct();
    default:
      return AddMuster();
  }
}

void RandomLog::AddAssignment() {
  const std::string on = Date();
  std::string until;
  if (OneIn(2)) until = FormatDay(BoundsOf(model::DateOf(on)).best + Below(6));
  builder_.Assignment(Who(), Strength(), {Place(), Duty(), Place(), Duty()}, on, until);
}

void RandomLog::AddMuster() {
  v1::Event event = model::MusterOf(Scope(), OneIn(3) ? "" : MusterStrength(), Date());
  v1::Muster& muster = *event.mutable_muster();
  const int lines = muster.has_strength() ? Below(3) : 1 + Below(3);
  for (int i = 0; i < lines; ++i) {
    std::string line;
    if (OneIn(2)) line += " contributor=" + Pick({"KEN", "JAM"});
    if (OneIn(2)) line += " place=" + Pick({"H/O", "H/O/P", "unspecified"});
    if (OneIn(3)) line += " contingent=" + Contingent();
    model::AddLine(&event, line, MusterStrength());
    if (Contradicts(muster.scope(), muster.lines(i).scope())) return;
  }
  muster.set_complete(lines > 0 && OneIn(2));
  if (OneIn(4)) muster.set_at(v1::OPENING);
  if (OneIn(4) && muster.has_strength()) AddPart(muster, muster.strength());
  builder_.Add(OneIn(3) ? model::ClaimOf(event) : event);
}

void RandomLog::RepeatWithPart() {
  v1::Event event = builder_.log().records.back().event();
  AddPart(*event.mutable_arrival(), event.arrival().strength());
  builder_.Add(event);
}

void RandomLog::Correct() {
  std::vector<std::uint64_t> targets;
  for (const v1::Record& record : builder_.log().records) {
    const v1::Event& event = record.event();
    if (event.has_arrival() || event.has_account() ||
        (event.has_muster() && event.muster().has_strength()) ||
        (event.has_claim() && event.claim().has_strength())) {
      targets.push_back(record.position());
    }
  }
  if (targets.empty()) return;
  const std::uint64_t target = targets[Below(static_cast<int>(targets.size()))];
  const v1::Event& event = builder_.log().records[target].event();
  const bool arrival = event.has_arrival();
  const std::string kind = arrival               ? "arrival"
                           : event.has_account() ? "account"
                           : event.has_claim()   ? "claim"
                                                 : "muster";
  const v1::Why why = OneIn(2) ? v1::MISREAD : v1::REVISED;
  switch (Below(4)) {
    case 0:
      builder_.Retraction(target, why);
      return;
    case 1:
      if (arrival) builder_.Account(target, Strength(), OneIn(2) ? Date() : "");
      return;
    default:
      builder_.Revision(target, kind, Strength(), OneIn(2) ? Date() : "", why);
  }
}

std::string Describe(const model::LogBuilder& builder, const ViewQuery& query) {
  std::string text;
  for (const v1::Record& record : builder.log().records) {
    text += fmt::format("{}: {}\n", record.position(), record.event().ShortDebugString());
  }
  text += fmt::format("known at {}, by {}", query.known_at.value, fmt::join(query.by, ","));
  for (const Condition& condition : query.where) {
    text += fmt::format(", {}={}", condition.dimension, condition.value);
  }
  if (query.of) text += ", of " + *query.of;
  for (const std::string& source : query.lens.sources) text += ", source " + source;
  return text;
}

}  // namespace muster
