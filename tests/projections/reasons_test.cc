// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: what makes up a number, line by line, on small logs whose shares were worked out by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/projections/headcount_answers.h"

namespace muster {
namespace {

using model::LogBuilder;
using model::MusterOf;
using testing::ElementsAre;
using testing::IsEmpty;

Reasons ReasonsOf(const LogBuilder& log, const std::string& on, const std::string& where = "") {
  const ViewQuery query = model::QueryOf(log, where);
  const LogAnswers answers(log.log());
  return ComputeReasons(*answers.Session(query), model::DayOf(on), query);
}

std::string ShareText(const People& share) {
  const auto number = [](const std::optional<std::int64_t>& bound) {
    return bound ? fmt::format("{}", *bound) : std::string("none");
  };
  if (share.least == share.best && share.most == share.best) return number(share.best);
  return fmt::format("{}/{}/{}", number(share.least), number(share.best), number(share.most));
}

// Each line and the total: "movement 3: 217", "total: 617".
std::vector<std::string> Lines(const LogBuilder& log, const std::string& on,
                               const std::string& where = "") {
  static const char* const kKinds[] = {"movement", "setting", "difference", "floor"};
  const Reasons reasons = ReasonsOf(log, on, where);
  std::vector<std::string> lines;
  for (const Reason& reason : reasons.lines) {
    std::string line = kKinds[static_cast<int>(reason.kind)];
    if (reason.event) {
      line += fmt::format(" {}", reasons.events[*reason.event].position.value);
    }
    if (reason.way_back) line += " back";
    lines.push_back(line + ": " + ShareText(reason.share));
  }
  lines.push_back("total: " + ShareText(reasons.total.strength));
  return lines;
}

// Records 0 to 2 are the contingents.
class ReasonLines : public testing::Test {
 protected:
  ReasonLines() {
    log_.Report("Register");
    log_.Contingent("K-1", "M-1", "KEN", "police");
    log_.Contingent("K-2", "M-1", "KEN", "police");
    log_.Contingent("J-1", "M-1", "JAM", "military");
    log_.Report("Paper");
  }
  LogBuilder log_;
};

TEST_F(ReasonLines, ArrivalsMakeUpTheNumberInTheOrderOfTheirDays) {
  log_.Arrival("K-2", "217", "H/P", "2025-01-18");
  log_.Arrival("K-1", "200", "H/P", "2024-06-25");
  log_.Arrival("J-1", "24", "H/P", "2024-09-12");
  EXPECT_THAT(Lines(log_, "2025-01-18", "contributor=KEN"),
              ElementsAre("movement 4: 200", "movement 3: 217", "total: 417"));
  EXPECT_THAT(Lines(log_, "2025-01-17", "contributor=KEN"),
              ElementsAre("movement 4: 200", "total: 200"));
}

TEST_F(ReasonLines, AMovementNamesItsPostsAndItsDays) {
  log_.Departure("K-1", "5", "H/P", "2025-01-18~");
  const Reasons reasons = ReasonsOf(log_, "2025-01-31");
  ASSERT_EQ(reasons.lines.size(), 1U);
  const Reason& line = reasons.lines[0];
  EXPECT_EQ(*line.earliest, model::DayOf("2025-01-15"));
  EXPECT_EQ(line.best, model::DayOf("2025-01-18"));
  EXPECT_EQ(line.latest, model::DayOf("2025-01-21"));
  const PostValues from = {"M-1", "KEN", "police", "K-1", "H/P", "unspecified"};
  EXPECT_EQ(line.from, from);
  EXPECT_EQ(line.to, std::nullopt);
  EXPECT_EQ(line.strength, (People{5, 5, 5}));
  EXPECT_EQ(line.share, (People{-5, -5, -5}));
}

TEST_F(ReasonLines, WhatMayNotHaveHappenedYetGivesNothingToTheLeast) {
  log_.Arrival("K-1", "10", "H/P", "2025-01-10~");
  EXPECT_THAT(Lines(log_, "2025-01-09"), ElementsAre("movement 3: 0/0/10", "total: 0/0/10"));
  EXPECT_THAT(Lines(log_, "2025-01-10"), ElementsAre("movement 3: 0/10/10", "total: 0/10/10"));
  EXPECT_THAT(Lines(log_, "2025-01-13"), ElementsAre("movement 3: 10", "total: 10"));
}

TEST_F(ReasonLines, WhatHappensInsideTheScopeIsNoReason) {
  log_.Arrival("K-1", "10", "H/P", "2025-01-10");
  log_.Assignment("K-1", "4", {.from_place = "H/P", .to_place = "H/Q"}, "2025-01-11");
  EXPECT_THAT(Lines(log_, "2025-01-12"), ElementsAre("movement 3: 10", "total: 10"));
  EXPECT_THAT(Lines(log_, "2025-01-12", "place=H/Q"), ElementsAre("movement 4: 4", "total: 4"));
}

TEST_F(ReasonLines, AWayBackCancelsItsWayOut) {
  log_.Arrival("K-1", "10", "H/P", "2025-01-10");
  log_.Assignment("K-1", "about 4", {.from_place = "H/P", .to_place = "H/Q"}, "2025-01-11",
                  "2025-01-20");
  EXPECT_THAT(Lines(log_, "2025-01-20", "place=H/P"),
              ElementsAre("movement 3: 10", "movement 4: -4", "total: 6"));
  EXPECT_THAT(Lines(log_, "2025-01-21", "place=H/P"), ElementsAre("movement 3: 10", "total: 10"));
}

TEST_F(ReasonLines, AWayBackAfterACountIsALineOfItsOwn) {
  log_.Arrival("K-1", "10", "H/P", "2025-01-10");
  log_.Assignment("K-1", "4", {.from_place = "H/P", .to_place = "H/Q"}, "2025-01-11", "2025-01-20");
  log_.Add(MusterOf("contingent=K-1 place=H/P", "6", "2025-01-15"));
  EXPECT_THAT(Lines(log_, "2025-01-21", "place=H/P"),
              ElementsAre("setting 5: 6", "movement 4 back: 4", "total: 10"));
}

TEST_F(ReasonLines, NothingBeforeAChosenCountIsAReason) {
  log_.Arrival("K-1", "10", "H/P", "2025-01-10");
  log_.Add(MusterOf("contingent=K-1", "12", "2025-01-15"));
  log_.Arrival("K-1", "3", "H/P", "2025-01-15");
  log_.Arrival("K-1", "2", "H/P", "2025-01-16");
  EXPECT_THAT(Lines(log_, "2025-01-16", "contingent=K-1"),
              ElementsAre("setting 4: 12", "movement 6: 2", "total: 14"));
  const Reasons reasons = ReasonsOf(log_, "2025-01-16", "contingent=K-1");
  const Reason& setting = reasons.lines[0];
  EXPECT_TRUE(setting.in_least && setting.in_best && setting.in_most);
  EXPECT_EQ(setting.covered, 2U);  // H/P and the contingent's unattributed post
  ASSERT_EQ(setting.scope.size(), 1U);
  EXPECT_EQ(setting.scope[0].dimension, "contingent");
  EXPECT_EQ(setting.scope[0].value, "K-1");
}

TEST_F(ReasonLines, ACountThatReachesBeyondTheScopeLeavesADifference) {
  log_.Arrival("K-1", "400", "H/P", "2024-06-25");
  log_.Arrival("K-2", "217", "H/P", "2025-01-18");
  log_.Add(MusterOf("mission=M-1 contributor=KEN", "600", "2025-01-31"));
  EXPECT_THAT(Lines(log_, "2025-01-31"), ElementsAre("setting 5: 600", "total: 600"));
  // The 17 are missing somewhere, which may be here.
  EXPECT_THAT(Lines(log_, "2025-01-31", "place=H/P"),
              ElementsAre("movement 3: 400", "movement 4: 217", "difference 5: -17/0/0",
                          "total: 600/617/617"));
  const Reasons reasons = ReasonsOf(log_, "2025-01-31", "place=H/P");
  const Reason& difference = reasons.lines[2];
  EXPECT_EQ(difference.strength, (People{-17, -17, -17}));
  const PostValues unattributed = {"M-1",         "KEN",         "unspecified",
                                   "unspecified", "unspecified", "unspecified"};
  EXPECT_EQ(difference.from, unattributed);
  EXPECT_EQ(difference.to, std::nullopt);
}

TEST_F(ReasonLines, ADifferenceOfTheScopeItselfHasABest) {
  log_.Arrival("K-1", "10", "H/P", "2025-01-10");
  log_.Arrival("J-1", "5", "H/P", "2025-01-10");
  log_.Add(MusterOf("mission=M-1", "18", "2025-01-15"));
  EXPECT_THAT(Lines(log_, "2025-01-15", "contingent=unspecified"),
              ElementsAre("difference 5: 0/3/3", "total: 0/3/3"));
}

TEST_F(ReasonLines, ADepartureOfAllIsOneLineHoweverManyPostsItEmpties) {
  log_.Arrival("K-1", "10", "H/P", "2025-01-10");
  log_.Arrival("K-1", "7", "H/Q", "2025-01-10");
  log_.DepartureOfAll("K-1", "", "2025-01-15");
  EXPECT_THAT(Lines(log_, "2025-01-16", "contingent=K-1"), ElementsAre("setting 5: 0", "total: 0"));
  const Reasons reasons = ReasonsOf(log_, "2025-01-16", "contingent=K-1");
  EXPECT_TRUE(reasons.lines[0].departs);
  EXPECT_EQ(reasons.lines[0].covered, 3U);
}

TEST_F(ReasonLines, LeastAndMostMayComeFromDifferentCounts) {
  log_.Arrival("J-1", "4", "H/P", "2025-01-01");
  v1::Event muster = MusterOf("mission=M-1", "..6", "2025-01-06");
  model::AddLine(&muster, "contributor=JAM place=H", "3..7=4");
  muster.mutable_muster()->set_complete(true);
  log_.Add(muster);
  // Latest first takes this one, and then the line; widest first takes the whole muster.
  log_.DepartureOfAll("M-1", "unspecified", "2025-01-10");
  EXPECT_THAT(Lines(log_, "2025-01-09"), ElementsAre("setting 4: 0/4/6", "total: 0/4/6"));
  EXPECT_THAT(Lines(log_, "2025-01-10"),
              ElementsAre("setting 4: 3/4/0", "setting 4: 0/0/6", "setting 5: 0", "total: 3/4/6"));
  const Reasons reasons = ReasonsOf(log_, "2025-01-10");
  EXPECT_TRUE(reasons.both_walks);
  const Reason& line = reasons.lines[0];
  EXPECT_TRUE(line.in_least && line.in_best && !line.in_most);
  EXPECT_EQ(line.covered, 2U);
  const Reason& whole = reasons.lines[1];
  EXPECT_TRUE(!whole.in_least && !whole.in_best && whole.in_most);
  EXPECT_EQ(whole.covered, 3U);
}

TEST_F(ReasonLines, TheFloorIsALineOfItsOwn) {
  log_.Arrival("K-1", "5 to 20", "H/P", "2025-01-10");
  log_.Departure("K-1", "about 10", "H/P", "2025-01-12");
  EXPECT_THAT(Lines(log_, "2025-01-12"),
              ElementsAre("movement 3: 5/12/20", "movement 4: -14/-10/-5", "floor: 9/0/0",
                          "total: 0/2/15"));
}

TEST_F(ReasonLines, TheFloorUnderADepartureWithoutLimitHasNoNumber) {
  log_.Arrival("K-1", "20", "H/P", "2025-01-10");
  log_.Departure("K-1", "over 4", "H/P", "2025-01-12");
  EXPECT_THAT(Lines(log_, "2025-01-12"), ElementsAre("movement 3: 20", "movement 4: none/-5/-5",
                                                     "floor: none/0/0", "total: 0/15/15"));
}

TEST_F(ReasonLines, ANumberBelowZeroHasNoFloor) {
  log_.Arrival("K-1", "5", "H/P", "2025-01-10");
  log_.Departure("K-1", "6 to 8", "H/P", "2025-01-12");
  EXPECT_THAT(Lines(log_, "2025-01-12"),
              ElementsAre("movement 3: 5", "movement 4: -8/-7/-6", "total: -3/-2/-1"));
}

TEST_F(ReasonLines, WhereOnlyLossesAreKnownTheyHaveNoShare) {
  log_.Loss("K-1", "2", "H/P", "2025-01-10");
  EXPECT_THAT(Lines(log_, "2025-01-12"), ElementsAre("movement 3: none", "total: none"));
  EXPECT_EQ(ReasonsOf(log_, "2025-01-12").lines[0].strength, (People{2, 2, 2}));
}

TEST_F(ReasonLines, OfNobodyThereIsNoReason) {
  EXPECT_THAT(Lines(log_, "2025-01-12"), ElementsAre("total: 0"));
  EXPECT_THAT(ReasonsOf(log_, "2025-01-12").events, IsEmpty());
}

}  // namespace
}  // namespace muster
