// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: the model reads chains as DESIGN sections 2 and 3 say: accounts, corrections, the lens.
#include "tests/model/model_chain.h"

#include <gtest/gtest.h>

#include "tests/model/log_builder.h"
#include "tests/model/model_headcount.h"

namespace muster::model {
namespace {

constexpr char kPort[] = "HTI/Port";

ViewQuery From(const LogBuilder& log, const std::string& source) {
  ViewQuery query = QueryOf(log);
  query.lens.sources = {source};
  return query;
}

TEST(ModelNarrowing, TheFirstStatedBestIsMovedToTheNearestValueLeft) {
  LogBuilder log;
  const std::uint64_t arrival = log.Arrival("M-1 KEN", "150 to 300", kPort, "2025-01-10");
  EXPECT_EQ(TotalAt(log, "2025-01-10"), "150..300 best 225");
  log.Account(arrival, "about 200");
  EXPECT_EQ(TotalAt(log, "2025-01-10"), "150..249 best 200");
  log.Account(arrival, "at least 210");
  EXPECT_EQ(TotalAt(log, "2025-01-10"), "210..249 best 210");
}

TEST(ModelNarrowing, AnAccountThatDoesNotIntersectChangesNothing) {
  LogBuilder log;
  const std::uint64_t arrival = log.Arrival("M-1 KEN", "about 200", kPort, "2025-01");
  log.Account(arrival, "210", "2025-02-01");
  EXPECT_EQ(TotalAt(log, "2025-01-31"), "150..249 best 200");
  log.Account(arrival, "400", "2025-01-10");
  EXPECT_EQ(TotalAt(log, "2025-01-10"), "0..249 best 0");
  log.Account(arrival, "210", "2025-01-10");
  EXPECT_EQ(TotalAt(log, "2025-01-10"), "210");
}

TEST(ModelNarrowing, ADayHasABestOfItsOwnAndAMonthHasNot) {
  LogBuilder log;
  const std::uint64_t arrival = log.Arrival("M-1 KEN", "200", kPort, "2025-01");
  log.Account(arrival, "", "2025-01-18~");
  EXPECT_EQ(TotalAt(log, "2025-01-17"), "0..200 best 0");
  EXPECT_EQ(TotalAt(log, "2025-01-18"), "0..200 best 200");
  EXPECT_EQ(TotalAt(log, "2025-01-21"), "200");
}

TEST(ModelNarrowing, AnAccountOfSeveralTargetsNarrowsNothing) {
  LogBuilder log;
  log.Report("A");
  const std::uint64_t one = log.Arrival("M-1 KEN", "about 200", kPort, "2025-01-10");
  const std::uint64_t two = log.Arrival("M-1 JAM", "about 200", kPort, "2025-01-10");
  log.Report("B");
  v1::Event both;
  both.mutable_account()->add_of()->set_position(one);
  both.mutable_account()->add_of()->set_position(two);
  *both.mutable_account()->mutable_strength() = StrengthOf("350");
  log.Add(both);
  EXPECT_EQ(TotalAt(log, "2025-01-10"), "300..498 best 400");
  // But by it both are known from B, too.
  EXPECT_EQ(TotalAt(log, "2025-01-10", From(log, "B")), "300..498 best 400");
}

TEST(ModelChain, ChangesAccumulateAndARetractedEventIsRevivedByAnAmendment) {
  LogBuilder log;
  const std::uint64_t arrival = log.Arrival("M-1 KEN", "200", kPort, "2025-01-10");
  log.Revision(arrival, "arrival", "210");
  log.Retraction(arrival, v1::REVISED);
  EXPECT_EQ(TotalAt(log, "2025-01-12"), "0");
  log.Revision(arrival, "arrival", "", "2025-01-12");
  EXPECT_EQ(TotalAt(log, "2025-01-11"), "0");
  EXPECT_EQ(TotalAt(log, "2025-01-12"), "210");
}

TEST(ModelChain, AccountsBeforeAnAmendmentNarrowWhatItSays) {
  LogBuilder log;
  const std::uint64_t arrival = log.Arrival("M-1 KEN", "400", kPort, "2025-01-10");
  log.Account(arrival, "195 to 215");
  EXPECT_EQ(TotalAt(log, "2025-01-10"), "400");
  log.Revision(arrival, "arrival", "about 200");
  EXPECT_EQ(TotalAt(log, "2025-01-10"), "195..215 best 200");
}

TEST(ModelChain, ARetractedAccountNoLongerNarrows) {
  LogBuilder log;
  const std::uint64_t arrival = log.Arrival("M-1 KEN", "about 200", kPort, "2025-01-10");
  const std::uint64_t account = log.Account(arrival, "240");
  EXPECT_EQ(TotalAt(log, "2025-01-10"), "240");
  log.Retraction(account, v1::MISREAD);
  EXPECT_EQ(TotalAt(log, "2025-01-10"), "150..249 best 200");
}

TEST(ModelChain, AnAmendmentMayChangeTheKind) {
  LogBuilder log;
  log.Arrival("M-1 KEN", "200", kPort, "2025-01-10");
  const std::uint64_t wrong = log.Arrival("M-1 KEN", "50", kPort, "2025-01-12");
  v1::Event event;
  v1::Amendment& amendment = *event.mutable_amendment();
  amendment.mutable_of()->set_position(wrong);
  amendment.set_why(v1::MISREAD);
  v1::Departure& departure = *amendment.mutable_event()->mutable_departure();
  *departure.mutable_who() = WhoOf("M-1 KEN");
  departure.mutable_from()->set_place(kPort);
  departure.mutable_from()->set_duty("unspecified");
  *departure.mutable_strength() = StrengthOf("50");
  *departure.mutable_on() = DateOf("2025-01-12");
  log.Add(event);
  EXPECT_EQ(TotalAt(log, "2025-01-12"), "150");
}

TEST(ModelChain, NamingAContingentReplacesWhatWasKnownOfWho) {
  LogBuilder log;
  log.Contingent("JAM-1", "M-1", "JAM");
  const std::uint64_t arrival = log.Arrival("M-1 KEN", "200", kPort, "2025-01-10");
  v1::Event event;
  v1::Amendment& amendment = *event.mutable_amendment();
  amendment.mutable_of()->set_position(arrival);
  amendment.set_why(v1::REVISED);
  amendment.mutable_change()->add_fields("contingent");
  amendment.mutable_change()->mutable_values()->mutable_arrival()->mutable_who()->set_contingent(
      "JAM-1");
  log.Add(event);
  EXPECT_EQ(TotalAt(log, "2025-01-12", "contributor=JAM"), "200");
  EXPECT_EQ(TotalAt(log, "2025-01-12", "contributor=KEN"), "0");
}

TEST(ModelLens, AnEventReadsAsItsEarliestAdmittedAccountHasIt) {
  LogBuilder log;
  log.Report("A");
  const std::uint64_t arrival = log.Arrival("M-1 KEN", "400", kPort, "2025-01-10");
  log.Report("B");
  log.Account(arrival, "about 200");
  log.Account(arrival, "210");
  log.Report("C");
  EXPECT_EQ(TotalAt(log, "2025-01-10"), "400");
  EXPECT_EQ(TotalAt(log, "2025-01-10", From(log, "A")), "400");
  EXPECT_EQ(TotalAt(log, "2025-01-10", From(log, "B")), "210");
  EXPECT_EQ(TotalAt(log, "2025-01-10", From(log, "C")), "0");
}

TEST(ModelLens, AMisreadingIsCorrectedUnderEveryLensAndARevisionIsAnAccount) {
  LogBuilder log;
  log.Report("A");
  const std::uint64_t arrival = log.Arrival("M-1 KEN", "400", kPort, "2025-01-10");
  log.Report("Desk");
  log.Revision(arrival, "arrival", "410", "", v1::MISREAD);
  EXPECT_EQ(TotalAt(log, "2025-01-10", From(log, "A")), "410");
  // A misreading is no account of the desk's own.
  EXPECT_EQ(TotalAt(log, "2025-01-10", From(log, "Desk")), "0");
  log.Report("C");
  log.Revision(arrival, "arrival", "150");
  EXPECT_EQ(TotalAt(log, "2025-01-10", From(log, "A")), "410");
  EXPECT_EQ(TotalAt(log, "2025-01-10", From(log, "C")), "150");
  EXPECT_EQ(TotalAt(log, "2025-01-10"), "150");
}

TEST(ModelLens, AGradeOfTheEventComesBeforeItsReports) {
  LogBuilder log;
  log.Report("A", {.grade = "B2"});
  v1::Event event;
  v1::Arrival& arrival = *event.mutable_arrival();
  *arrival.mutable_who() = WhoOf("M-1 KEN");
  *arrival.mutable_strength() = StrengthOf("20");
  arrival.set_place(kPort);
  *arrival.mutable_on() = DateOf("2025-01-10");
  event.set_grade("4");
  log.Add(event);
  log.Arrival("M-1 JAM", "3", kPort, "2025-01-10");
  log.Report("Ungraded");
  log.Arrival("M-1 BLZ", "100", kPort, "2025-01-10");
  ViewQuery query = QueryOf(log);
  query.lens.least_grade = Grade{'B', '2'};
  EXPECT_EQ(TotalAt(log, "2025-01-10", query), "3");
  query.lens.least_grade = Grade{'B', '4'};
  EXPECT_EQ(TotalAt(log, "2025-01-10", query), "23");
  query.lens.least_grade = Grade{'A', 0};
  EXPECT_EQ(TotalAt(log, "2025-01-10", query), "0");
}

TEST(ModelLens, PublishedAsCorrectedAtTheKnownAtDecides) {
  LogBuilder log;
  log.Report("A", {.published = "2025-02"});
  log.Arrival("M-1 KEN", "20", kPort, "2025-01-10");
  v1::Event event;
  v1::ReportChange& change = *event.mutable_amendment()->mutable_report_change();
  event.mutable_amendment()->set_why(v1::MISREAD);
  change.set_report(log.log().records[0].report());
  *change.mutable_published() = DateOf("2025-01-11");
  change.add_fields("published");
  log.Add(event);
  ViewQuery query = QueryOf(log);
  query.lens.published_by = DayOf("2025-01-11");
  EXPECT_EQ(TotalAt(log, "2025-01-10", query), "20");
  query.known_at = LogSize{1};
  EXPECT_EQ(TotalAt(log, "2025-01-10", query), "0");
  query.lens.published_by = DayOf("2025-02-28");
  EXPECT_EQ(TotalAt(log, "2025-01-10", query), "20");
}

TEST(ModelRegistry, AContingentTakesFromThoseAboveItWhatItDoesNotSay) {
  LogBuilder log;
  log.Contingent("KEN-4", "M-1", "KEN", "police");
  log.Contingent("KEN-4/SWAT", "", "", "police/special");
  log.Arrival("KEN-4/SWAT", "20", kPort, "2025-01-10");
  EXPECT_EQ(TotalAt(log, "2025-01-10", "contributor=KEN component=police contingent=KEN-4"), "20");
  // Known before its registration, it fixes nothing of its own.
  ViewQuery query = QueryOf(log, "contributor=unspecified");
  EXPECT_EQ(TotalAt(log, "2025-01-10", query), "0");
}

}  // namespace
}  // namespace muster::model
