// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: the model gives the numbers of DESIGN's worked example, in every variant that is told
// there.
#include <gtest/gtest.h>

#include "tests/model/log_builder.h"
#include "tests/model/model_headcount.h"

namespace muster::model {
namespace {

const std::string kPortAuPrince = "HTI/Ouest/Port-au-Prince";

class WorkedExample : public testing::Test {
 protected:
  WorkedExample() {
    log_.Report("Desk", {.published = "2024-06-01"});
    for (const char* id : {"KEN-1", "KEN-2", "KEN-3"}) {
      log_.Contingent(id, "M-HTI", "KEN", "police");
    }
    log_.Report("Early Paper", {.published = "2024-07-17"});
    log_.Arrival("KEN-1", "200", kPortAuPrince, "2024-06-25");
    log_.Arrival("KEN-2", "200", kPortAuPrince, "2024-07-16");
    before_ = log_.size();
    log_.Report("Gazette", {.published = "2025-01-18"});
    third_ = log_.Arrival("KEN-3", "217", kPortAuPrince, "2025-01-18");
    log_.Account(third_, "over 200");
  }

  LogBuilder log_;
  std::uint64_t before_ = 0;
  std::uint64_t third_ = 0;
};

TEST_F(WorkedExample, TheThirdContingentMakesSixHundredAndSeventeen) {
  EXPECT_EQ(TotalAt(log_, "2025-01-18", "contributor=KEN"), "617");
  EXPECT_EQ(TotalAt(log_, "2025-01-17", "contributor=KEN"), "400");
  EXPECT_EQ(TotalAt(log_, "2024-07-15"), "200");
  EXPECT_EQ(TotalAt(log_, "2024-06-24"), "0");
}

TEST_F(WorkedExample, BeforeTheReportFourHundredWereKnown) {
  ViewQuery query = QueryOf(log_);
  query.known_at = LogSize{before_};
  EXPECT_EQ(TotalAt(log_, "2025-01-18", query), "400");
  EXPECT_EQ(TotalAt(log_, "2025-01-17", query), "400");
}

TEST_F(WorkedExample, ARowSaysOnWhatItRests) {
  ViewQuery query = QueryOf(log_);
  query.by = {"contributor"};
  const Headcount headcount = HeadcountOn(log_.log(), DayOf("2025-01-20"), query);
  ASSERT_EQ(headcount.rows.size(), 1u);
  EXPECT_EQ(headcount.rows[0].keys, Keys{"KEN"});
  EXPECT_EQ(headcount.rows[0].basis, Basis::kAddedUp);
  EXPECT_EQ(headcount.rows[0].latest, DayOf("2025-01-18"));
}

TEST_F(WorkedExample, AMusterSetsTheLevelAndItsDifferenceIsNotAttributed) {
  log_.Add(MusterOf("mission=M-HTI contributor=KEN", "600", "2025-01-31"));
  EXPECT_EQ(TotalAt(log_, "2025-01-31"), "600");
  EXPECT_EQ(TotalAt(log_, "2025-01-30"), "617");
  EXPECT_EQ(TotalAt(log_, "2025-01-31", "place=HTI"), "600..617 best 617");
  EXPECT_EQ(TotalAt(log_, "2025-01-31", "place=unspecified"), "-17..0 best -17");

  ViewQuery query = QueryOf(log_);
  query.by = {"place"};
  const Headcount headcount = HeadcountOn(log_.log(), DayOf("2025-01-31"), query);
  ASSERT_EQ(headcount.rows.size(), 2u);
  EXPECT_EQ(headcount.total.basis, Basis::kCounted);
  EXPECT_EQ(headcount.rows[0].basis, Basis::kAddedUp);
  EXPECT_EQ(headcount.rows[0].latest, DayOf("2025-01-31"));
}

TEST_F(WorkedExample, ALateReportChangesTheDifferenceAndNeverTheLevel) {
  log_.Add(MusterOf("mission=M-HTI contributor=KEN", "600", "2025-01-31"));
  log_.Departure("KEN-1", "17", kPortAuPrince, "2025-01-25");
  EXPECT_EQ(TotalAt(log_, "2025-01-31"), "600");
  EXPECT_EQ(TotalAt(log_, "2025-01-31", "place=HTI"), "600");
  EXPECT_EQ(TotalAt(log_, "2025-01-31", "place=unspecified"), "0");
}

TEST_F(WorkedExample, AVagueArrivalIsNarrowedByAnExactAccountWhicheverWasTypedFirst) {
  LogBuilder other;
  other.Contingent("KEN-3", "M-HTI", "KEN");
  const std::uint64_t arrival = other.Arrival("KEN-3", "over 200", kPortAuPrince, "2025-01-18");
  EXPECT_EQ(TotalAt(other, "2025-01-18"), "201.. best 201");
  other.Account(arrival, "217");
  EXPECT_EQ(TotalAt(other, "2025-01-18"), "217");
}

}  // namespace
}  // namespace muster::model
