// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: what flows in and out of a scope in a period, on small logs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/projections/headcount_answers.h"
#include "tests/support/status_matchers.h"

namespace muster {
namespace {

using model::LogBuilder;
using model::MusterOf;
using testing::ElementsAre;
using testing::HasSubstr;

Flows FlowsOf(const LogBuilder& log, const std::string& from, const std::string& to,
              const ViewQuery& query) {
  const LogAnswers answers(log.log());
  return *ComputeFlows(*answers.Session(query), model::DayOf(from), model::DayOf(to), query);
}

// "opening 10", "arrivals deployment 5 (of 1)", "closing 15".
std::vector<std::string> Lines(const GroupFlows& group) {
  static const char* const kKinds[] = {"arrivals",        "departures",    "losses",
                                       "transfers-in",    "transfers-out", "assignments-in",
                                       "assignments-out", "unexplained"};
  std::vector<std::string> lines = {"opening " + model::Show(group.opening)};
  for (const Flow& flow : group.flows) {
    std::string line = kKinds[static_cast<int>(flow.kind)];
    for (const std::string* word : {&flow.reason, &flow.loss, &flow.cause}) {
      if (!word->empty()) line += " " + *word;
    }
    lines.push_back(
        fmt::format("{} {} (of {})", line, model::Show(flow.people), flow.events.size()));
  }
  lines.push_back("closing " + model::Show(group.closing));
  return lines;
}

class FlowLines : public testing::Test {
 protected:
  FlowLines() {
    log_.Report("Register");
    log_.Contingent("K-1", "M-1", "KEN", "police");
    log_.Contingent("K-2", "M-1", "KEN", "police");
    log_.Contingent("J-1", "M-1", "JAM", "military");
    log_.Report("Paper");
    log_.Arrival("K-1", "10", "H/P", "2025-01-01");
  }
  std::vector<std::string> Total(const std::string& from, const std::string& to,
                                 const std::string& where = "") const {
    return Lines(FlowsOf(log_, from, to, model::QueryOf(log_, where)).total);
  }
  void AddArrival(const std::string& strength, const std::string& on, v1::Arrival::Reason reason) {
    v1::Event event;
    v1::Arrival& arrival = *event.mutable_arrival();
    *arrival.mutable_who() = model::WhoOf("K-1");
    *arrival.mutable_strength() = model::StrengthOf(strength);
    *arrival.mutable_on() = model::DateOf(on);
    arrival.set_place("H/P");
    arrival.set_reason(reason);
    log_.Add(event);
  }
  void AddLoss(const std::string& on, v1::Loss::Kind kind, v1::Loss::Cause cause) {
    v1::Event event;
    v1::Loss& loss = *event.mutable_loss();
    *loss.mutable_who() = model::WhoOf("K-1");
    *loss.mutable_strength() = model::StrengthOf("1");
    *loss.mutable_on() = model::DateOf(on);
    loss.mutable_from()->set_place("H/P");
    loss.mutable_from()->set_duty("unspecified");
    loss.set_kind(kind);
    loss.set_cause(cause);
    log_.Add(event);
  }
  LogBuilder log_;
};

TEST_F(FlowLines, ThePeriodBeginsWithTheEndOfTheDayBefore) {
  log_.Arrival("K-1", "5", "H/P", "2025-01-10");
  log_.Departure("K-1", "2", "H/P", "2025-01-12");
  EXPECT_THAT(Total("2025-01-10", "2025-01-12"),
              ElementsAre("opening 10", "arrivals 5 (of 1)", "departures -2 (of 1)", "closing 13"));
  EXPECT_THAT(Total("2025-01-11", "2025-01-11"), ElementsAre("opening 15", "closing 15"));
}

TEST_F(FlowLines, MovementsAreTakenTogetherByTheirReason) {
  AddArrival("5", "2025-01-10", v1::Arrival::ROTATION);
  AddArrival("6", "2025-01-11", v1::Arrival::ROTATION);
  AddArrival("3 to 5", "2025-01-12", v1::Arrival::RETURN);
  EXPECT_THAT(Total("2025-01-02", "2025-01-12"),
              ElementsAre("opening 10", "arrivals rotation 11 (of 2)",
                          "arrivals return 3..5 best 4 (of 1)", "closing 24..26 best 25"));
}

TEST_F(FlowLines, LossesAreToldByKindAndCause) {
  AddLoss("2025-01-10", v1::Loss::KILLED, v1::Loss::MALICIOUS_ACT);
  AddLoss("2025-01-11", v1::Loss::KILLED, v1::Loss::MALICIOUS_ACT);
  AddLoss("2025-01-11", v1::Loss::DIED, v1::Loss::SELF_INFLICTED);
  AddLoss("2025-01-12", v1::Loss::MISSING, v1::Loss::CAUSE_UNSPECIFIED);
  EXPECT_THAT(
      Total("2025-01-02", "2025-01-31"),
      ElementsAre("opening 10", "losses killed malicious-act -2 (of 2)",
                  "losses died self-inflicted -1 (of 1)", "losses missing -1 (of 1)", "closing 6"));
}

TEST_F(FlowLines, AnAmendedReasonIsTheOneThatCounts) {
  AddArrival("5", "2025-01-10", v1::Arrival::ROTATION);
  v1::Event event;
  v1::Amendment& amendment = *event.mutable_amendment();
  amendment.mutable_of()->set_position(log_.size() - 1);
  amendment.set_why(v1::MISREAD);
  amendment.mutable_change()->mutable_values()->mutable_arrival()->set_reason(v1::Arrival::RETURN);
  amendment.mutable_change()->add_fields("reason");
  log_.Add(event);
  EXPECT_THAT(Total("2025-01-10", "2025-01-10"),
              ElementsAre("opening 10", "arrivals return 5 (of 1)", "closing 15"));
}

TEST_F(FlowLines, WhoGoesOverTheEdgeOfTheScopeIsToldByDirection) {
  log_.Assignment("K-1", "4", {.from_place = "H/P", .to_place = "H/Q"}, "2025-01-11");
  log_.Transfer("K-1", "K-2", "3", "H/P", "2025-01-12");
  EXPECT_THAT(Total("2025-01-11", "2025-01-12"), ElementsAre("opening 10", "closing 10"));
  EXPECT_THAT(Total("2025-01-11", "2025-01-12", "place=H/P contingent=K-1"),
              ElementsAre("opening 10", "transfers-out -3 (of 1)", "assignments-out -4 (of 1)",
                          "closing 3"));
  EXPECT_THAT(Total("2025-01-11", "2025-01-12", "place=H/Q"),
              ElementsAre("opening 0", "assignments-in 4 (of 1)", "closing 4"));
  EXPECT_THAT(Total("2025-01-11", "2025-01-12", "contingent=K-2"),
              ElementsAre("opening 0", "transfers-in 3 (of 1)", "closing 3"));
}

TEST_F(FlowLines, WhoGoesAndComesBackInThePeriodNetsOut) {
  log_.Assignment("K-1", "4", {.from_place = "H/P", .to_place = "H/Q"}, "2025-01-11", "2025-01-20");
  EXPECT_THAT(Total("2025-01-11", "2025-01-21", "place=H/Q"),
              ElementsAre("opening 0", "closing 0"));
  EXPECT_THAT(Total("2025-01-11", "2025-01-20", "place=H/Q"),
              ElementsAre("opening 0", "assignments-in 4 (of 1)", "closing 4"));
  EXPECT_THAT(Total("2025-01-12", "2025-01-21", "place=H/Q"),
              ElementsAre("opening 4", "assignments-out -4 (of 1)", "closing 0"));
}

TEST_F(FlowLines, AMovementCountsOnItsBestDayHoweverUncertain) {
  log_.Arrival("K-1", "5", "H/P", "2025-01-10~");
  EXPECT_THAT(Total("2025-01-09", "2025-01-09"),
              ElementsAre("opening 10..15 best 10", "closing 10..15 best 10"));
  EXPECT_THAT(Total("2025-01-10", "2025-01-10"),
              ElementsAre("opening 10..15 best 10", "arrivals 5 (of 1)", "closing 10..15 best 15"));
}

TEST_F(FlowLines, WhatAMusterLeavesUnexplainedIsAFlow) {
  log_.Add(MusterOf("contingent=K-1", "12", "2025-01-15"));
  EXPECT_THAT(Total("2025-01-15", "2025-01-15"),
              ElementsAre("opening 10", "unexplained 2 (of 1)", "closing 12"));
  v1::Event opening = MusterOf("contingent=K-1", "11", "2025-01-17");
  opening.mutable_muster()->set_at(v1::OPENING);
  log_.Add(opening);
  EXPECT_THAT(Total("2025-01-17", "2025-01-17"), ElementsAre("opening 11", "closing 11"));
  EXPECT_THAT(Total("2025-01-16", "2025-01-16"),
              ElementsAre("opening 12", "unexplained -1 (of 1)", "closing 11"));
}

TEST_F(FlowLines, ADepartureOfAllIsADeparture) {
  log_.Arrival("K-1", "7", "H/Q", "2025-01-02");
  log_.DepartureOfAll("K-1", "", "2025-01-15");
  EXPECT_THAT(Total("2025-01-15", "2025-01-15"),
              ElementsAre("opening 17", "departures -17 (of 1)", "closing 0"));
}

TEST_F(FlowLines, EachGroupBalancesByItself) {
  log_.Arrival("J-1", "6", "H/P", "2025-01-11");
  log_.Assignment("K-1", "4", {.from_place = "H/P", .to_place = "H/Q"}, "2025-01-12");
  ViewQuery query = model::QueryOf(log_);
  query.by = {"place"};
  const Flows flows = FlowsOf(log_, "2025-01-11", "2025-01-31", query);
  ASSERT_EQ(flows.rows.size(), 2U);
  EXPECT_THAT(flows.rows[0].keys, ElementsAre("H/P"));
  EXPECT_THAT(Lines(flows.rows[0]), ElementsAre("opening 10", "arrivals 6 (of 1)",
                                                "assignments-out -4 (of 1)", "closing 12"));
  EXPECT_THAT(flows.rows[1].keys, ElementsAre("H/Q"));
  EXPECT_THAT(Lines(flows.rows[1]),
              ElementsAre("opening 0", "assignments-in 4 (of 1)", "closing 4"));
  EXPECT_THAT(Lines(flows.total), ElementsAre("opening 10", "arrivals 6 (of 1)", "closing 16"));
}

TEST_F(FlowLines, GroupsWithoutPeopleAndFlowsAreLeftOutUnlessAskedFor) {
  log_.Arrival("K-2", "0", "H/Q", "2025-01-01");
  ViewQuery query = model::QueryOf(log_);
  query.by = {"contingent"};
  EXPECT_EQ(FlowsOf(log_, "2025-01-11", "2025-01-31", query).rows.size(), 1U);
  query.all_groups = true;
  EXPECT_EQ(FlowsOf(log_, "2025-01-11", "2025-01-31", query).rows.size(), 2U);
}

TEST_F(FlowLines, WhereOnlyLossesAreKnownTheBooksStillBalance) {
  log_.Loss("J-1", "2", "H/P", "2025-01-10");
  const GroupFlows total =
      FlowsOf(log_, "2025-01-10", "2025-01-10", model::QueryOf(log_, "contingent=J-1")).total;
  EXPECT_EQ(total.opening, (People{0, 0, 0}));
  EXPECT_EQ(total.closing, (People{std::nullopt, -2, std::nullopt}));
  ASSERT_EQ(total.flows.size(), 1U);
  EXPECT_EQ(total.flows[0].people, (People{-2, -2, -2}));
}

TEST_F(FlowLines, AReversedPeriodIsRefused) {
  const ViewQuery query = model::QueryOf(log_);
  const LogAnswers answers(log_.log());
  EXPECT_THAT(ComputeFlows(*answers.Session(query), model::DayOf("2025-01-02"),
                           model::DayOf("2025-01-01"), query),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("reversed")));
}

}  // namespace
}  // namespace muster
