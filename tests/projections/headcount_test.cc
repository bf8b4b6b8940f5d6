// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: each rule of DESIGN sections 3 to 5 that needs no muster, as a fact on a small log whose
// numbers were worked out by hand; and the worked example with its musters.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/projections/headcount_answers.h"

namespace muster {
namespace {

using model::LogBuilder;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kPort[] = "HTI/Ouest/Port-au-Prince";

class WorkedExample : public testing::Test {
 protected:
  WorkedExample() {
    log_.Report("Register");
    for (const char* id : {"KEN-1", "KEN-2", "KEN-3"}) {
      log_.Contingent(id, "M-HTI", "KEN", "police");
    }
    log_.Report("Early Paper");
    log_.Arrival("KEN-1", "200", kPort, "2024-06-25");
    log_.Arrival("KEN-2", "200", kPort, "2024-07-16");
    before_ = log_.size();
    log_.Report("Gazette");
    log_.Account(log_.Arrival("KEN-3", "217", kPort, "2025-01-18"), "over 200");
  }

  void MusterSixHundred() {
    log_.Add(model::MusterOf("mission=M-HTI contributor=KEN", "600", "2025-01-31"));
  }

  LogBuilder log_;
  std::uint64_t before_ = 0;
};

TEST_F(WorkedExample, SixHundredAndSeventeenOnTheDayAndFourHundredBefore) {
  EXPECT_EQ(Total(log_, "2025-01-18", "contributor=KEN"), "617");
  EXPECT_EQ(Total(log_, "2025-01-17", "contributor=KEN"), "400");
  EXPECT_EQ(Total(log_, "2024-06-24", "contributor=KEN"), "0");
}

TEST_F(WorkedExample, FourHundredOnBothDaysKnownBeforeTheReport) {
  EXPECT_EQ(Total(log_, "2025-01-18", "contributor=KEN", before_), "400");
  EXPECT_EQ(Total(log_, "2025-01-17", "contributor=KEN", before_), "400");
}

TEST_F(WorkedExample, AMusterEndsJanuaryAtSixHundred) {
  MusterSixHundred();
  EXPECT_EQ(Total(log_, "2025-01-30"), "617");
  EXPECT_EQ(Total(log_, "2025-01-31"), "600");
  EXPECT_EQ(Total(log_, "2025-02-28"), "600");
  EXPECT_EQ(Total(log_, "2025-01-31", "place=HTI/Ouest/Port-au-Prince"), "600..617 best 617");
  EXPECT_EQ(Total(log_, "2025-01-31", "place=unspecified"), "-17..0 best -17");
  EXPECT_THAT(RowsBy(log_, "2025-01-31", {"contributor"}),
              ElementsAre("KEN 600 counted 2025-01-31"));
}

TEST_F(WorkedExample, ALateRepatriationExplainsTheMusterAndNeverChangesItsLevel) {
  MusterSixHundred();
  log_.Departure("KEN-1", "17", kPort, "2025-01-25");
  EXPECT_EQ(Total(log_, "2025-01-31"), "600");
  EXPECT_EQ(Total(log_, "2025-01-31", "place=HTI/Ouest/Port-au-Prince"), "600");
  EXPECT_EQ(Total(log_, "2025-01-31", "place=unspecified"), "0");
  EXPECT_EQ(Total(log_, "2025-01-31", "place=unspecified", log_.size() - 1), "-17..0 best -17");
}

class Headcounts : public testing::Test {
 protected:
  Headcounts() {
    log_.Report("Register");
    log_.Contingent("K-1", "M-1", "KEN", "police");
    log_.Contingent("K-1/A", "", "", "police/fpu");
    log_.Contingent("J-1", "M-1", "JAM", "military");
    log_.Report("Paper");
  }
  // K-1/A lies below K-1 and takes from it what it does not say.
  LogBuilder log_;
};

TEST_F(Headcounts, UncertainDatesCountSurelyOnlyWhenOver) {
  log_.Arrival("K-1", "10", "H/P", "2025-01-10/2025-01-20");
  EXPECT_EQ(Total(log_, "2025-01-09"), "0");
  EXPECT_EQ(Total(log_, "2025-01-10"), "0..10 best 0");
  EXPECT_EQ(Total(log_, "2025-01-19"), "0..10 best 0");
  EXPECT_EQ(Total(log_, "2025-01-20"), "10");
}

TEST_F(Headcounts, AnApproximateDayCountsFromItsBestDayOn) {
  log_.Arrival("K-1", "10", "H/P", "2025-01-10~");
  EXPECT_EQ(Total(log_, "2025-01-07"), "0..10 best 0");
  EXPECT_EQ(Total(log_, "2025-01-10"), "0..10 best 10");
  EXPECT_EQ(Total(log_, "2025-01-13"), "10");
}

TEST_F(Headcounts, AnOpenBeginningCountsPossiblyFromTheStartOfTime) {
  log_.Arrival("K-1", "10", "H/P", "../2025-01-18");
  EXPECT_EQ(Total(log_, "0001-01-01"), "0..10 best 0");
  EXPECT_EQ(Total(log_, "2025-01-18"), "10");
}

TEST_F(Headcounts, OpenStrengthsHaveNoUpperBound) {
  log_.Arrival("K-1", "over 200", "H/P", "2025-01-10");
  EXPECT_EQ(Total(log_, "2025-01-10"), "201.. best 201");
  log_.Arrival("K-1", "unknown", "H/P", "2025-01-11");
  EXPECT_EQ(Total(log_, "2025-01-11"), "201.. best 201");
  log_.Departure("K-1", "..5", "H/P", "2025-01-12");
  EXPECT_EQ(Total(log_, "2025-01-12"), "196.. best 196");
}

TEST_F(Headcounts, LeastStopsAtNothingUnlessBestIsNegative) {
  log_.Arrival("K-1", "10", "H/P", "2025-01-10");
  log_.Departure("K-1", "5..20", "H/P", "2025-01-11");
  EXPECT_EQ(Total(log_, "2025-01-11"), "-10..5 best -2");
  log_.Arrival("K-1", "2", "H/P", "2025-01-12");
  EXPECT_EQ(Total(log_, "2025-01-12"), "0..7 best 0");
}

TEST_F(Headcounts, AnUncertainMoveInsideAScopeDoesNotWidenIt) {
  log_.Arrival("K-1", "10", "H/P", "2025-01-01");
  log_.Assignment("K-1", "2..6", {"H/P", "unspecified", "H/Q", "unspecified"},
                  "2025-01-05/2025-01-09");
  EXPECT_EQ(Total(log_, "2025-01-07", "place=H"), "10");
  EXPECT_EQ(Total(log_, "2025-01-07", "place=H/P"), "4..10 best 10");
  EXPECT_EQ(Total(log_, "2025-01-07", "place=H/Q"), "0..6 best 0");
  EXPECT_EQ(Total(log_, "2025-01-09", "place=H/Q"), "2..6 best 4");
}

TEST_F(Headcounts, AnAssignmentGoesBackTheDayAfterUntilAndCancels) {
  log_.Arrival("K-1", "10", "H/P", "2025-01-01");
  log_.Assignment("K-1", "2..6", {"H/P", "unspecified", "H/Q", "unspecified"}, "2025-01-05",
                  "2025-01-07");
  EXPECT_EQ(Total(log_, "2025-01-07", "place=H/Q"), "2..6 best 4");
  EXPECT_EQ(Total(log_, "2025-01-08", "place=H/Q"), "0");
  EXPECT_EQ(Total(log_, "2025-01-08", "place=H/P"), "10");
}

TEST_F(Headcounts, AWayBackFromAnUncertainWayOutDoesNotCancel) {
  log_.Arrival("K-1", "10", "H/P", "2025-01-01");
  log_.Assignment("K-1", "4", {"H/P", "unspecified", "H/Q", "unspecified"}, "2025-01-05~",
                  "2025-01-06");
  // The way out may still be to come (latest 2025-01-08), the way back is over.
  EXPECT_EQ(Total(log_, "2025-01-07", "place=H/Q"), "0");
  EXPECT_EQ(Total(log_, "2025-01-07", "place=H/P"), "10..14 best 10");
  EXPECT_EQ(Total(log_, "2025-01-08", "place=H/P"), "10");
}

TEST_F(Headcounts, ATransferMovesBetweenContributors) {
  log_.Arrival("K-1", "10", "H/P", "2025-01-01");
  log_.Transfer("K-1", "J-1", "3", "H/P", "2025-01-05");
  EXPECT_THAT(RowsBy(log_, "2025-01-05", {"contributor"}),
              ElementsAre("JAM 3 added-up 2025-01-05", "KEN 7 added-up 2025-01-05"));
  EXPECT_EQ(Total(log_, "2025-01-05"), "10");
}

TEST_F(Headcounts, ContingentsBelowCountWithThoseAboveAndTakeFromThem) {
  log_.Arrival("K-1", "10", "H/P", "2025-01-01");
  log_.Arrival("K-1/A", "4", "H/P", "2025-01-02");
  EXPECT_EQ(Total(log_, "2025-01-02", "contingent=K-1"), "14");
  EXPECT_EQ(Total(log_, "2025-01-02", "contingent=K-1/A"), "4");
  EXPECT_EQ(Total(log_, "2025-01-02", "mission=M-1 contributor=KEN"), "14");
  EXPECT_EQ(Total(log_, "2025-01-02", "component=police/fpu"), "4");
  EXPECT_EQ(Total(log_, "2025-01-02", "component=police"), "14");
  EXPECT_THAT(RowsBy(log_, "2025-01-02", {"contingent"}),
              ElementsAre("K-1 10 added-up 2025-01-01", "K-1/A 4 added-up 2025-01-02"));
  EXPECT_THAT(RowsBy(log_, "2025-01-02", {"contingent"}, 1),
              ElementsAre("K-1 14 added-up 2025-01-02"));
}

TEST_F(Headcounts, AlternativesOfOneDimensionAndConditionsOfSeveral) {
  log_.Arrival("K-1", "10", "H/P", "2025-01-01");
  log_.Arrival("J-1", "5", "H/P", "2025-01-01");
  log_.Arrival("M-1", "1", "H/Q", "2025-01-01");
  EXPECT_EQ(Total(log_, "2025-01-01", "contributor=KEN contributor=JAM"), "15");
  EXPECT_EQ(Total(log_, "2025-01-01", "contributor=KEN place=H/Q"), "0");
  EXPECT_EQ(Total(log_, "2025-01-01", "contributor=unspecified place=H/Q"), "1");
  EXPECT_THAT(RowsBy(log_, "2025-01-01", {"place", "contributor"}, 1),
              ElementsAre("H JAM 5 added-up 2025-01-01", "H KEN 10 added-up 2025-01-01",
                          "H unspecified 1 added-up 2025-01-01"));
}

TEST_F(Headcounts, WhereOnlyLossesAreKnownThereIsNoNumber) {
  log_.Loss("K-1", "1", "H/P", "2025-01-03");
  EXPECT_EQ(Total(log_, "2025-01-02"), "0");
  EXPECT_EQ(Total(log_, "2025-01-03"), "none");
  EXPECT_THAT(RowsBy(log_, "2025-01-03", {"contributor"}),
              ElementsAre("KEN none losses-only 2025-01-03"));
  log_.Arrival("K-1", "10", "H/P", "2025-01-05");
  // What is to come changes nothing of today.
  EXPECT_EQ(Total(log_, "2025-01-04"), "none");
  EXPECT_EQ(Total(log_, "2025-01-05"), "9");
}

TEST_F(Headcounts, NobodyIsLeftOutUnlessAllGroupsAreAskedFor) {
  log_.Arrival("K-1", "10", "H/P", "2025-01-01");
  log_.Departure("K-1", "10", "H/P", "2025-01-04");
  log_.Arrival("J-1", "10", "H/P", "2025-01-06");
  EXPECT_THAT(RowsBy(log_, "2025-01-04", {"contributor"}), IsEmpty());
  ViewQuery query = model::QueryOf(log_);
  query.by = {"contributor"};
  query.all_groups = true;
  EXPECT_THAT(Rows(log_, "2025-01-04", query), ElementsAre("KEN 0 added-up 2025-01-04"));
}

TEST_F(Headcounts, LatestIsTheLastBestDayUpToTheDayAskedFor) {
  log_.Arrival("K-1", "10", "H/P", "2025-01-01");
  log_.Arrival("K-1", "5", "H/P", "2025-01-08~");
  EXPECT_THAT(RowsBy(log_, "2025-01-07", {"contributor"}),
              ElementsAre("KEN 10..15 best 10 added-up 2025-01-01"));
  EXPECT_THAT(RowsBy(log_, "2025-01-08", {"contributor"}),
              ElementsAre("KEN 10..15 best 15 added-up 2025-01-08"));
}

TEST_F(Headcounts, LabelsOfContingentsMakeGroups) {
  v1::Event event;
  event.mutable_contingent()->set_id("B-1");
  event.mutable_contingent()->set_mission("M-1");
  v1::Label* label = event.mutable_contingent()->add_labels();
  label->set_name("bloc");
  label->set_value("caricom");
  log_.Add(event);
  log_.Arrival("B-1", "2", "H/P", "2025-01-01");
  log_.Arrival("K-1", "10", "H/P", "2025-01-01");
  EXPECT_THAT(RowsBy(log_, "2025-01-01", {"label.bloc"}),
              ElementsAre("caricom 2 added-up 2025-01-01", "unspecified 10 added-up 2025-01-01"));
  EXPECT_EQ(Total(log_, "2025-01-01", "label.bloc=caricom"), "2");
  EXPECT_EQ(Total(log_, "2025-01-01", "label.bloc=unspecified"), "10");
}

TEST_F(Headcounts, APartCountsWhatSaysItAndUpToAllOfWhatDoesNot) {
  v1::Event event;
  log_.Arrival("K-1", "10", "H/P", "2025-01-01");
  event = log_.log().records.back().event();
  v1::Part* part = event.mutable_arrival()->add_of_which();
  part->set_name("women");
  *part->mutable_strength() = model::StrengthOf("3");
  log_.Add(event);
  ViewQuery query = model::QueryOf(log_, "mission=M-1");
  query.of = "women";
  const auto total = [&](const std::string& on) {
    return model::Show(LogAnswers(log_.log()).HeadcountOn(model::DayOf(on), query).total.strength);
  };
  EXPECT_EQ(total("2025-01-01"), "3..13 best 3");
  // A muster that does not say it is passed over; one to 0 stays.
  log_.Add(model::MusterOf("mission=M-1", "18", "2025-01-02"));
  query.known_at = LogSize{log_.size()};
  EXPECT_EQ(total("2025-01-02"), "3..13 best 3");
  log_.Add(model::MusterOf("mission=M-1", "0", "2025-01-03"));
  query.known_at = LogSize{log_.size()};
  EXPECT_EQ(total("2025-01-03"), "0");
}

}  // namespace
}  // namespace muster
