// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: the model adds movements up and groups them as DESIGN sections 3 to 5 say.
#include "tests/model/model_headcount.h"

#include <gtest/gtest.h>

#include "tests/model/log_builder.h"

namespace muster::model {
namespace {

std::string RowsAt(const LogBuilder& log, const std::string& on, ViewQuery query,
                   const std::vector<std::string>& by) {
  query.by = by;
  std::string rows;
  for (const Group& group : HeadcountOn(log.log(), DayOf(on), query).rows) {
    for (const std::string& key : group.keys) rows += key + " ";
    rows += Show(group.strength) + "; ";
  }
  return rows;
}

TEST(ModelHeadcount, AnUncertainDateCountsSurelyPossiblyOrNot) {
  LogBuilder log;
  log.Arrival("M-1 KEN", "90 to 110", "P", "2025-01-10~");
  EXPECT_EQ(TotalAt(log, "2025-01-06"), "0");
  EXPECT_EQ(TotalAt(log, "2025-01-07"), "0..110 best 0");
  EXPECT_EQ(TotalAt(log, "2025-01-10"), "0..110 best 100");
  EXPECT_EQ(TotalAt(log, "2025-01-12"), "0..110 best 100");
  EXPECT_EQ(TotalAt(log, "2025-01-13"), "90..110 best 100");
}

TEST(ModelHeadcount, ByThenIsOpenAtItsBeginning) {
  LogBuilder log;
  log.Arrival("M-1 KEN", "100", "P", "../2025-01-10");
  EXPECT_EQ(TotalAt(log, "1999-01-01"), "0..100 best 0");
  EXPECT_EQ(TotalAt(log, "2025-01-10"), "100");
}

TEST(ModelHeadcount, AReassignmentInsideAScopeDoesNotWidenIt) {
  LogBuilder log;
  log.Arrival("M-1 KEN", "100", "P/a", "2025-01-01");
  log.Assignment("M-1 KEN", "about 30", {.from_place = "P/a", .to_place = "P/b"}, "2025-01");
  EXPECT_EQ(TotalAt(log, "2025-01-15", "place=P"), "100");
  EXPECT_EQ(TotalAt(log, "2025-01-15", "place=P/a"), "66..100 best 100");
  EXPECT_EQ(TotalAt(log, "2025-01-31", "place=P/a"), "66..75 best 70");
  EXPECT_EQ(TotalAt(log, "2025-01-31", "place=P/b"), "25..34 best 30");
}

TEST(ModelHeadcount, ThoseWhoWereAwayForATimeComeBackAsTheyWent) {
  LogBuilder log;
  log.Arrival("M-1 KEN", "100", "P/a", "2025-01-01");
  log.Assignment("M-1 KEN", "about 30",
                 {.from_place = "P/a", .to_place = "P/a", .to_duty = "absent/leave"}, "2025-01-10",
                 "2025-01-12");
  EXPECT_EQ(TotalAt(log, "2025-01-12", "duty=unspecified"), "66..75 best 70");
  EXPECT_EQ(TotalAt(log, "2025-01-12", "duty=absent"), "25..34 best 30");
  EXPECT_EQ(TotalAt(log, "2025-01-13", "duty=unspecified"), "100");
  EXPECT_EQ(TotalAt(log, "2025-01-13", "duty=absent"), "0");
}

TEST(ModelHeadcount, ATransferGoesFromOneContingentToAnother) {
  LogBuilder log;
  log.Contingent("KEN-1", "M-1", "KEN");
  log.Contingent("JAM-1", "M-1", "JAM");
  log.Arrival("KEN-1", "100", "P", "2025-01-01");
  log.Transfer("KEN-1", "JAM-1", "10", "P", "2025-01-05");
  EXPECT_EQ(TotalAt(log, "2025-01-05", "contributor=KEN"), "90");
  EXPECT_EQ(TotalAt(log, "2025-01-05", "contributor=JAM"), "10");
  EXPECT_EQ(TotalAt(log, "2025-01-05"), "100");
}

TEST(ModelHeadcount, LeastStopsAtNobodyUnlessMoreLeftThanCame) {
  LogBuilder log;
  log.Arrival("M-1 KEN", "100", "P", "2025-01-01");
  log.Departure("M-1 KEN", "90 to 110", "P", "2025-01-05");
  EXPECT_EQ(TotalAt(log, "2025-01-05"), "0..10 best 0");
  log.Departure("M-1 KEN", "1 to 2", "P", "2025-01-06");
  EXPECT_EQ(TotalAt(log, "2025-01-06"), "-12..9 best -1");
}

TEST(ModelHeadcount, WithoutAnUpperBoundThereIsNone) {
  LogBuilder log;
  log.Arrival("M-1 KEN", "over 200", "P", "2025-01-01");
  log.Departure("M-1 JAM", "unknown", "P", "2025-01-01");
  EXPECT_EQ(TotalAt(log, "2025-01-01", "contributor=KEN"), "201.. best 201");
  // Nobody of JAM is known to have come, and no bound to how many left.
  EXPECT_EQ(TotalAt(log, "2025-01-01", "contributor=JAM"), "0");
  EXPECT_EQ(TotalAt(log, "2025-01-01"), "0.. best 201");
}

TEST(ModelHeadcount, OfThoseKnownByLossesAloneThereIsNoNumber) {
  LogBuilder log;
  log.Loss("M-1 KEN", "2", "P", "2025-01-05");
  const Headcount headcount = HeadcountOn(log.log(), DayOf("2025-01-05"), QueryOf(log));
  EXPECT_EQ(headcount.total.strength, People{});
  EXPECT_EQ(headcount.total.basis, Basis::kLossesOnly);
  EXPECT_EQ(headcount.total.latest, DayOf("2025-01-05"));
  EXPECT_EQ(TotalAt(log, "2025-01-04"), "0");
  log.Arrival("M-1 KEN", "50", "P", "2025-01-06");
  EXPECT_EQ(TotalAt(log, "2025-01-05"), "none");
  EXPECT_EQ(TotalAt(log, "2025-01-06"), "48");
}

TEST(ModelHeadcount, GroupsOfAPathEndAtTheDepth) {
  LogBuilder log;
  log.Arrival("M-1 KEN", "1", "P/a/x", "2025-01-01");
  log.Arrival("M-1 KEN", "2", "P/a", "2025-01-01");
  log.Arrival("M-1 KEN", "4", "P/b", "2025-01-01");
  log.Arrival("M-1 KEN", "8", "unspecified", "2025-01-01");
  ViewQuery query = QueryOf(log);
  EXPECT_EQ(RowsAt(log, "2025-01-01", query, {"place"}), "P/a 2; P/a/x 1; P/b 4; unspecified 8; ");
  query.depth = 2;
  EXPECT_EQ(RowsAt(log, "2025-01-01", query, {"place"}), "P/a 3; P/b 4; unspecified 8; ");
  query.depth = 1;
  EXPECT_EQ(RowsAt(log, "2025-01-01", query, {"contributor", "place"}),
            "KEN P 7; KEN unspecified 8; ");
}

TEST(ModelHeadcount, GroupsOfNobodyAreLeftOut) {
  LogBuilder log;
  log.Arrival("M-1 KEN", "1", "P", "2025-01-01");
  log.Departure("M-1 KEN", "1", "P", "2025-01-02");
  log.Arrival("M-1 JAM", "1", "P", "2025-01-05");
  ViewQuery query = QueryOf(log);
  EXPECT_EQ(RowsAt(log, "2025-01-03", query, {"contributor"}), "");
  query.all_groups = true;
  EXPECT_EQ(RowsAt(log, "2025-01-03", query, {"contributor"}), "KEN 0; ");
}

TEST(ModelHeadcount, APartIsCountedWhereItIsSaid) {
  LogBuilder log;
  v1::Event arrival;
  *arrival.mutable_arrival()->mutable_who() = WhoOf("M-1 KEN");
  *arrival.mutable_arrival()->mutable_strength() = StrengthOf("100");
  arrival.mutable_arrival()->set_place("P");
  *arrival.mutable_arrival()->mutable_on() = DateOf("2025-01-01");
  v1::Part& women = *arrival.mutable_arrival()->add_of_which();
  women.set_name("women");
  *women.mutable_strength() = StrengthOf("24");
  log.Add(arrival);
  log.Arrival("M-1 KEN", "10", "P", "2025-01-02");
  log.Add(MusterOf("mission=M-1 contributor=KEN", "105", "2025-01-03"));
  ViewQuery query = QueryOf(log);
  query.of = "women";
  EXPECT_EQ(TotalAt(log, "2025-01-01", query), "24");
  EXPECT_EQ(TotalAt(log, "2025-01-03", query), "24..34 best 24");
  log.DepartureOfAll("M-1 KEN", "", "2025-01-04");
  query.known_at = LogSize{log.size()};
  EXPECT_EQ(TotalAt(log, "2025-01-04", query), "0");
}

TEST(ModelTimeline, StepsEndInTheRangeAndAtItsLastDay) {
  LogBuilder log;
  log.Arrival("M-1 KEN", "100", "P", "2025-01-06");
  log.Departure("M-1 KEN", "10", "P", "2025-02-03");
  const auto days = [&](Step step) {
    std::string shown;
    const Timeline timeline =
        TimelineOver(log.log(), DayOf("2025-01-01"), DayOf("2025-02-05"), step, QueryOf(log));
    EXPECT_EQ(timeline.points, timeline.totals);
    for (const Timeline::Point& point : timeline.points) {
      shown += FormatDay(point.on).substr(5) + " " + Show(point.group.strength) + "; ";
    }
    return shown;
  };
  EXPECT_EQ(days(Step::kMonth), "01-31 100; 02-05 90; ");
  EXPECT_EQ(days(Step::kYear), "02-05 90; ");
  EXPECT_EQ(days(Step::kWeek), "01-05 0; 01-12 100; 01-19 100; 01-26 100; 02-02 100; 02-05 90; ");
  EXPECT_EQ(days(Step::kChange), "01-01 0; 01-06 100; 02-03 90; ");
}

TEST(ModelTimeline, AGroupPresentAtAnyPointStandsAtEveryPoint) {
  LogBuilder log;
  log.Arrival("M-1 KEN", "1", "P", "2025-01-02");
  log.Departure("M-1 KEN", "1", "P", "2025-01-03");
  log.Arrival("M-1 JAM", "2", "P", "2025-01-03");
  ViewQuery query = QueryOf(log);
  query.by = {"contributor"};
  const Timeline timeline =
      TimelineOver(log.log(), DayOf("2025-01-02"), DayOf("2025-01-03"), Step::kDay, query);
  std::string shown;
  for (const Timeline::Point& point : timeline.points) {
    shown += point.group.keys[0] + " " + Show(point.group.strength) + "; ";
  }
  EXPECT_EQ(shown, "JAM 0; KEN 1; JAM 2; KEN 0; ");
}

}  // namespace
}  // namespace muster::model
