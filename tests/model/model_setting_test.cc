// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: the model takes musters apart and bounds what they leave open as DESIGN section 4, steps 3
// to 8 say. The numbers are worked out by hand.
#include "tests/model/model_setting.h"

#include <gtest/gtest.h>

#include "tests/model/log_builder.h"
#include "tests/model/model_headcount.h"

namespace muster::model {
namespace {

// Two places, three contingents of two contributors.
class ModelSettings : public testing::Test {
 protected:
  ModelSettings() {
    log_.Contingent("KEN-1", "M-1", "KEN", "police");
    log_.Contingent("KEN-2", "M-1", "KEN", "police");
    log_.Contingent("JAM-1", "M-1", "JAM", "military");
    log_.Arrival("KEN-1", "100", "P/a", "2025-01-01");
    log_.Arrival("KEN-2", "50", "P/b", "2025-01-01");
    log_.Arrival("JAM-1", "20", "P/a", "2025-01-01");
  }
  LogBuilder log_;
};

TEST_F(ModelSettings, AnOpeningCountHoldsAtTheClosingOfTheDayBefore) {
  v1::Event muster = MusterOf("contingent=KEN-1", "90", "2025-01-10");
  muster.mutable_muster()->set_at(v1::OPENING);
  log_.Add(muster);
  log_.Departure("KEN-1", "5", "P/a", "2025-01-10");
  EXPECT_EQ(TotalAt(log_, "2025-01-08", "contingent=KEN-1"), "100");
  EXPECT_EQ(TotalAt(log_, "2025-01-09", "contingent=KEN-1"), "90");
  EXPECT_EQ(TotalAt(log_, "2025-01-10", "contingent=KEN-1"), "85");
}

TEST_F(ModelSettings, AClosingCountComesAfterTheMovementsOfItsDay) {
  log_.Add(MusterOf("contingent=KEN-1", "90", "2025-01-10"));
  log_.Departure("KEN-1", "5", "P/a", "2025-01-10");
  EXPECT_EQ(TotalAt(log_, "2025-01-10", "contingent=KEN-1"), "90");
  EXPECT_EQ(TotalAt(log_, "2025-01-11", "contingent=KEN-1"), "90");
}

TEST_F(ModelSettings, ACompleteMusterEmptiesWhatNoLineCovers) {
  v1::Event muster = MusterOf("mission=M-1", "", "2025-01-10");
  AddLine(&muster, "contingent=KEN-1 place=P/a", "95");
  AddLine(&muster, "contributor=JAM", "22");
  muster.mutable_muster()->set_complete(true);
  log_.Add(muster);
  EXPECT_EQ(TotalAt(log_, "2025-01-10", "contingent=KEN-1"), "95");
  EXPECT_EQ(TotalAt(log_, "2025-01-10", "contingent=KEN-2"), "0");
  EXPECT_EQ(TotalAt(log_, "2025-01-10", "contributor=JAM"), "22");
  EXPECT_EQ(TotalAt(log_, "2025-01-10"), "117");
  ViewQuery query = QueryOf(log_);
  query.by = {"contingent"};
  const Headcount headcount = HeadcountOn(log_.log(), DayOf("2025-01-10"), query);
  // KEN-2 is at 0 and left out; the two that came to JAM stand at no contingent.
  ASSERT_EQ(headcount.rows.size(), 3u);
  EXPECT_EQ(Show(headcount.rows[0].strength), "20..22 best 20");
  EXPECT_EQ(Show(headcount.rows[1].strength), "95");
  EXPECT_EQ(Show(headcount.rows[2].strength), "0..2 best 2");
}

TEST_F(ModelSettings, TheTotalOfAMusterStandsOverItsLines) {
  v1::Event muster = MusterOf("mission=M-1", "130", "2025-01-10");
  AddLine(&muster, "contributor=KEN", "110");
  log_.Add(muster);
  EXPECT_EQ(TotalAt(log_, "2025-01-10"), "130");
  EXPECT_EQ(TotalAt(log_, "2025-01-10", "contributor=KEN"), "110");
  EXPECT_EQ(TotalAt(log_, "2025-01-10", "contributor=JAM"), "20");
}

TEST_F(ModelSettings, ACountOfNobodyIsTakenApartIntoItsPosts) {
  log_.Add(MusterOf("contributor=KEN", "0", "2025-01-10"));
  EXPECT_EQ(TotalAt(log_, "2025-01-10", "contributor=KEN"), "0");
  EXPECT_EQ(TotalAt(log_, "2025-01-10", "place=P/b"), "0");
  EXPECT_EQ(TotalAt(log_, "2025-01-10", "place=P/a"), "20");
  EXPECT_EQ(TotalAt(log_, "2025-01-10", "place=unspecified"), "0");
}

TEST_F(ModelSettings, ADepartureOfAllEmptiesEverythingBelow) {
  log_.DepartureOfAll("M-1 KEN", "P", "2025-01-10");
  EXPECT_EQ(TotalAt(log_, "2025-01-09"), "170");
  EXPECT_EQ(TotalAt(log_, "2025-01-10"), "20");
  EXPECT_EQ(TotalAt(log_, "2025-01-10", "contributor=KEN"), "0");
}

TEST_F(ModelSettings, ACountWithoutABestTakesTheDerivedOneMovedIntoItsBounds) {
  log_.Add(MusterOf("contingent=KEN-1", "at most 90", "2025-01-10"));
  EXPECT_EQ(TotalAt(log_, "2025-01-10", "contingent=KEN-1"), "0..90 best 90");
  log_.Add(MusterOf("contingent=KEN-1", "80 to 200", "2025-01-12"));
  // The later count is chosen in both walks, and a chosen count gives what it says.
  EXPECT_EQ(TotalAt(log_, "2025-01-12", "contingent=KEN-1"), "80..200 best 90");
}

TEST_F(ModelSettings, BothWalksBoundTheAnswer) {
  // The whole, vaguely; then a part of it, exactly: added to what the rest was, or bounded by the
  // whole.
  log_.Add(MusterOf("contributor=KEN", "140 to 160", "2025-01-10"));
  log_.Add(MusterOf("contingent=KEN-1", "97", "2025-01-11"));
  EXPECT_EQ(TotalAt(log_, "2025-01-11", "contingent=KEN-1"), "97");
  // First walk: 97 + KEN-2's 50 + the unattributed post, whose difference is [-10, 0, 10] against
  // 150. Second walk: 140..160, and the part's own difference of -3 at a post of it: [-3, -3, 0].
  EXPECT_EQ(TotalAt(log_, "2025-01-11", "contributor=KEN"), "137..157 best 147");
}

TEST_F(ModelSettings, PeopleMissingFromAWiderCountMayBeMissingHere) {
  log_.Add(MusterOf("mission=M-1", "160", "2025-01-10"));
  EXPECT_EQ(TotalAt(log_, "2025-01-10", "contributor=KEN"), "140..150 best 150");
  EXPECT_EQ(TotalAt(log_, "2025-01-10", "contributor=JAM"), "10..20 best 20");
  // Counted later, they are known again.
  log_.Add(MusterOf("contributor=JAM", "18", "2025-01-12"));
  EXPECT_EQ(TotalAt(log_, "2025-01-12", "contributor=JAM"), "18");
}

TEST_F(ModelSettings, AnUncertainDateMattersOnlyWhereItMayFallAfterTheCount) {
  log_.Arrival("KEN-1", "7", "P/a", "2025-01-10~");
  log_.Add(MusterOf("contingent=KEN-1", "107", "2025-01-12"));
  // It may have come on the 13th, after the count.
  EXPECT_EQ(TotalAt(log_, "2025-01-14", "contingent=KEN-1"), "107..114 best 107");
  log_.Add(MusterOf("contingent=KEN-1", "107", "2025-01-13"));
  EXPECT_EQ(TotalAt(log_, "2025-01-14", "contingent=KEN-1"), "107");
}

TEST_F(ModelSettings, AnUnspecifiedLineCountsThoseWhoLackTheDimension) {
  log_.Arrival("M-1 KEN", "10", "unspecified", "2025-01-02");
  v1::Event muster = MusterOf("mission=M-1", "", "2025-01-10");
  AddLine(&muster, "place=unspecified", "8");
  log_.Add(muster);
  EXPECT_EQ(TotalAt(log_, "2025-01-10", "place=unspecified"), "8");
  EXPECT_EQ(TotalAt(log_, "2025-01-10"), "178");
}

TEST_F(ModelSettings, PostsThatOccurOnlyLaterAreNotCounted) {
  log_.Add(MusterOf("contributor=KEN", "140", "2025-01-10"));
  log_.Arrival("KEN-2", "9", "P/c", "2025-01-11");
  EXPECT_EQ(TotalAt(log_, "2025-01-11", "contributor=KEN"), "149");
}

}  // namespace
}  // namespace muster::model
