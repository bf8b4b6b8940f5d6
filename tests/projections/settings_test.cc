// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: what musters and departures of all do to the numbers (DESIGN section 4), each rule as a
// fact on a small log whose numbers were worked out by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/projections/headcount_answers.h"

namespace muster {
namespace {

using model::LogBuilder;
using model::MusterOf;
using testing::ElementsAre;

class Settings : public testing::Test {
 protected:
  Settings() {
    log_.Report("Register");
    log_.Contingent("K-1", "M-1", "KEN", "police");
    log_.Contingent("K-2", "M-1", "KEN", "police");
    log_.Contingent("J-1", "M-1", "JAM", "military");
    log_.Report("Paper");
    log_.Arrival("K-1", "10", "H/P", "2025-01-01");
    log_.Arrival("K-2", "20", "H/Q", "2025-01-01");
    log_.Arrival("J-1", "5", "H/P", "2025-01-01");
  }
  LogBuilder log_;
};

TEST_F(Settings, AMusterAtOpeningCountsAtTheClosingOfTheDayBefore) {
  v1::Event muster = MusterOf("contingent=K-1", "12", "2025-01-10");
  muster.mutable_muster()->set_at(v1::OPENING);
  log_.Add(muster);
  log_.Departure("K-1", "2", "H/P", "2025-01-10");
  EXPECT_EQ(Total(log_, "2025-01-08", "contingent=K-1"), "10");
  EXPECT_EQ(Total(log_, "2025-01-09", "contingent=K-1"), "12");
  EXPECT_EQ(Total(log_, "2025-01-10", "contingent=K-1"), "10");
}

TEST_F(Settings, AMusterAtClosingComesAfterTheMovementsOfItsDay) {
  log_.Add(MusterOf("contingent=K-1", "12", "2025-01-10"));
  log_.Departure("K-1", "2", "H/P", "2025-01-10");
  EXPECT_EQ(Total(log_, "2025-01-10", "contingent=K-1"), "12");
}

TEST_F(Settings, AMusterActsOnItsBestDayHoweverUncertainItsDate) {
  log_.Add(MusterOf("contingent=K-1", "12", "2025-01"));
  EXPECT_EQ(Total(log_, "2025-01-30", "contingent=K-1"), "10");
  EXPECT_EQ(Total(log_, "2025-01-31", "contingent=K-1"), "12");
}

TEST_F(Settings, AMovementThatMayHaveBeenBeforeTheMusterWidensWhatFollows) {
  log_.Add(MusterOf("contingent=K-1", "12", "2025-01-10"));
  log_.Arrival("K-1", "3", "H/P", "2025-01-10~");
  log_.Arrival("K-1", "4", "H/P", "2025-01-08/2025-01-12");
  // The first one's best day is the muster's, the other's is after it.
  EXPECT_EQ(Total(log_, "2025-01-12", "contingent=K-1"), "12..19 best 16");
  EXPECT_EQ(Total(log_, "2025-01-13", "contingent=K-1"), "12..19 best 16");
}

TEST_F(Settings, LinesSetTheirOwnScopesWithinThatOfTheMuster) {
  v1::Event muster = MusterOf("mission=M-1 contributor=KEN", "", "2025-01-10");
  model::AddLine(&muster, "contingent=K-1", "11");
  log_.Add(muster);
  EXPECT_THAT(RowsBy(log_, "2025-01-10", {"contingent"}),
              ElementsAre("J-1 5 added-up 2025-01-01", "K-1 11 counted 2025-01-10",
                          "K-2 20 added-up 2025-01-01"));
  EXPECT_EQ(Total(log_, "2025-01-10", "contributor=KEN"), "31");
}

TEST_F(Settings, ACompleteMusterEmptiesWhatNoLineCovers) {
  v1::Event muster = MusterOf("mission=M-1", "", "2025-01-10");
  model::AddLine(&muster, "contingent=K-1", "11");
  muster.mutable_muster()->set_complete(true);
  log_.Add(muster);
  EXPECT_THAT(RowsBy(log_, "2025-01-10", {"contingent"}), ElementsAre("K-1 11 counted 2025-01-10"));
  EXPECT_EQ(Total(log_, "2025-01-10"), "11");
  // A contingent of which nobody knew then is no matter of the muster.
  log_.Arrival("K-2", "7", "H/Z", "2025-01-11");
  EXPECT_EQ(Total(log_, "2025-01-11"), "18");
}

TEST_F(Settings, AWholeThatDiffersFromItsLinesIsNotAttributed) {
  v1::Event muster = MusterOf("mission=M-1 contributor=KEN", "35", "2025-01-10");
  model::AddLine(&muster, "contingent=K-1", "11");
  model::AddLine(&muster, "contingent=K-2", "21");
  log_.Add(muster);
  EXPECT_EQ(Total(log_, "2025-01-10", "contributor=KEN"), "35");
  // The three more may be with either contingent after all.
  EXPECT_EQ(Total(log_, "2025-01-10", "contingent=K-1"), "11..14 best 11");
  EXPECT_EQ(Total(log_, "2025-01-10", "contributor=KEN contingent=unspecified"), "0..3 best 3");
}

TEST_F(Settings, TheMusterOfFewerPostsIsAppliedFirstOnOneDay) {
  log_.Add(MusterOf("mission=M-1", "40", "2025-01-10"));
  log_.Add(MusterOf("contingent=K-1", "11", "2025-01-10"));
  // K-1 is 11, and then the mission as a whole 40.
  EXPECT_EQ(Total(log_, "2025-01-10"), "40");
  EXPECT_EQ(Total(log_, "2025-01-10", "contingent=K-1"), "11..15 best 11");
  EXPECT_EQ(Total(log_, "2025-01-10", "contingent=unspecified"), "0..4 best 4");
}

TEST_F(Settings, ALaterMusterOfAPartMayHaveFoundPeopleThatTheWholeCountedAlready) {
  log_.Add(MusterOf("mission=M-1", "40", "2025-01-10"));
  log_.Add(MusterOf("contingent=K-1", "15", "2025-01-12"));
  EXPECT_EQ(Total(log_, "2025-01-12", "contingent=K-1"), "15");
  EXPECT_EQ(Total(log_, "2025-01-12"), "40..45 best 45");
}

TEST_F(Settings, MissingPeopleMayBeMissingInAnyPartOfTheScope) {
  log_.Add(MusterOf("mission=M-1", "30", "2025-01-10"));
  EXPECT_THAT(
      RowsBy(log_, "2025-01-10", {"contingent"}),
      ElementsAre("J-1 0..5 best 5 added-up 2025-01-10", "K-1 5..10 best 10 added-up 2025-01-10",
                  "K-2 15..20 best 20 added-up 2025-01-10",
                  "unspecified -5..0 best -5 added-up 2025-01-10"));
}

TEST_F(Settings, ARangeThatHoldsTheDerivedBestChangesNothingButTheBounds) {
  log_.Add(MusterOf("contingent=K-1", "8..14", "2025-01-10"));
  EXPECT_EQ(Total(log_, "2025-01-10", "contingent=K-1"), "8..14 best 10");
  log_.Add(MusterOf("contingent=K-1", "over 11", "2025-01-11"));
  EXPECT_EQ(Total(log_, "2025-01-11", "contingent=K-1"), "12.. best 12");
}

TEST_F(Settings, ADepartureOfAllEmptiesAndLaterArrivalsCount) {
  log_.DepartureOfAll("K-1", "", "2025-01-10");
  log_.Arrival("K-1", "1", "H/P", "2025-01-10");
  EXPECT_EQ(Total(log_, "2025-01-09", "contingent=K-1"), "10");
  EXPECT_EQ(Total(log_, "2025-01-10", "contingent=K-1"), "0");
  log_.Arrival("K-1", "3", "H/P", "2025-01-11");
  EXPECT_EQ(Total(log_, "2025-01-11", "contingent=K-1"), "3");
  EXPECT_EQ(Total(log_, "2025-01-11"), "28");
}

TEST_F(Settings, ADepartureOfAllFromAPlaceLeavesOtherPlaces) {
  log_.Arrival("K-1", "4", "H/Q", "2025-01-02");
  log_.DepartureOfAll("M-1", "H/Q", "2025-01-10");
  EXPECT_THAT(RowsBy(log_, "2025-01-10", {"place"}), ElementsAre("H/P 15 added-up 2025-01-01"));
  EXPECT_EQ(Total(log_, "2025-01-10"), "15");
}

TEST_F(Settings, ALateReportDatedBeforeAMusterChangesTheDifferenceAndNotTheLevel) {
  log_.Add(MusterOf("mission=M-1", "40", "2025-01-10"));
  const std::uint64_t before = log_.size();
  log_.Arrival("K-1", "5", "H/P", "2025-01-05");
  EXPECT_EQ(Total(log_, "2025-01-10", "", before), "40");
  EXPECT_EQ(Total(log_, "2025-01-10"), "40");
  EXPECT_EQ(Total(log_, "2025-01-10", "contingent=unspecified", before), "0..5 best 5");
  EXPECT_EQ(Total(log_, "2025-01-10", "contingent=unspecified"), "0");
}

TEST_F(Settings, ATransferBetweenPostsCoveredOnDifferentDaysCountsAtEach) {
  log_.Add(MusterOf("contingent=K-1", "10", "2025-01-05"));
  log_.Add(MusterOf("contingent=K-2", "20", "2025-01-10"));
  log_.Transfer("K-1", "K-2", "2", "H/P", "2025-01-07");
  // K-2's muster has them already; K-1's has not seen them go.
  EXPECT_EQ(Total(log_, "2025-01-10", "contributor=KEN"), "28");
}

TEST_F(Settings, AMovementBetweenPostsCoveredOnOneDayDoesNotWidenTheirSum) {
  log_.Add(MusterOf("mission=M-1 contributor=KEN", "30", "2025-01-05"));
  log_.Transfer("K-1", "K-2", "2..4", "H/P", "2025-01-04/2025-01-08");
  EXPECT_EQ(Total(log_, "2025-01-08", "contributor=KEN"), "30");
}

TEST_F(Settings, AMusterOfAContingentAtAPlaceStandsAtThatPlace) {
  log_.Add(MusterOf("contingent=K-1 place=H/P", "13", "2025-01-10"));
  EXPECT_EQ(Total(log_, "2025-01-10", "contingent=K-1 place=H/P"), "13");
  EXPECT_EQ(Total(log_, "2025-01-10", "mission=M-1 contributor=KEN component=police"), "33");
}

TEST_F(Settings, WithCountsOfEverythingTheTotalIsCounted) {
  log_.Add(MusterOf("mission=M-1", "36", "2025-01-10"));
  const Headcount headcount =
      LogAnswers(log_.log()).HeadcountOn(model::DayOf("2025-01-10"), model::QueryOf(log_));
  EXPECT_EQ(headcount.total.basis, Basis::kCounted);
  EXPECT_EQ(headcount.total.latest, model::DayOf("2025-01-10"));
}

TEST_F(Settings, AHundredMustersOfAMissionLeaveAHundredDifferencesToEachOfItsContributors) {
  // 35 by the arrivals; each muster finds one more, who may be anybody's.
  for (int i = 0; i < 100; ++i) {
    const Day day = model::DayOf("2025-01-02") + i;
    log_.Add(MusterOf("mission=M-1", std::to_string(36 + i), FormatDay(day)));
  }
  EXPECT_THAT(RowsBy(log_, "2025-12-31", {"contributor"}),
              ElementsAre("JAM 5..105 best 5 added-up 2025-04-11",
                          "KEN 30..130 best 30 added-up 2025-04-11",
                          "unspecified 0..100 best 100 added-up 2025-04-11"));
  EXPECT_EQ(Total(log_, "2025-12-31", "mission=M-1"), "135");
  // Those of an earlier day alone, though later ones were looked at.
  EXPECT_EQ(Total(log_, "2025-03-22", "contributor=KEN"), "30..110 best 30");
}

TEST_F(Settings, TenThousandMustersWithoutABestOfTheirOwnNeedNoDeepStack) {
  for (int i = 0; i < 10000; ++i) {
    log_.Add(MusterOf("contingent=K-1", i % 2 == 0 ? "over 9" : "..12", "2025-01-10"));
  }
  EXPECT_EQ(Total(log_, "2025-01-10", "contingent=K-1"), "0..12 best 10");
}

}  // namespace
}  // namespace muster
