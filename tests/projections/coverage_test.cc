// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: what is authorised, pledged, absent and in transit, each rule as a fact on a small log.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/model/log_builder.h"
#include "tests/projections/log_source.h"

namespace muster {
namespace {

using model::DispatchOf;
using model::LogBuilder;
using model::MandateOf;
using model::PledgeOf;
using testing::ElementsAre;
using testing::IsEmpty;

class CoverageTest : public testing::Test {
 protected:
  CoverageTest() {
    log_.Report("Register");
    log_.Contingent("K-1", "M-1", "KEN", "police");
    log_.Contingent("J-1", "M-1", "JAM", "military");
    log_.Contingent("K-9", "M-2", "KEN", "police");
    log_.Report("Paper");
  }

  static std::string Show(const std::optional<People>& people) {
    return people ? model::Show(*people) : "-";
  }
  CoverageRow Total(const std::string& on, const ViewQuery& query) const {
    return LogAnswers(log_.log()).CoverageOn(model::DayOf(on), query).total;
  }
  CoverageRow Total(const std::string& on, const std::string& where = "") const {
    return Total(on, model::QueryOf(log_, where));
  }
  std::string Authorised(const std::string& on, const std::string& where = "") const {
    return Show(Total(on, where).authorised);
  }
  std::string Pledged(const std::string& on, const std::string& where = "") const {
    return Show(Total(on, where).pledged);
  }
  std::string InTransit(const std::string& on, const std::string& where = "") const {
    return Show(Total(on, where).in_transit);
  }
  // "KEN: authorised, pledged, deployed, absent, in transit".
  std::vector<std::string> Rows(const std::string& on, ViewQuery query,
                                const std::vector<std::string>& by) const {
    query.by = by;
    std::vector<std::string> rows;
    for (const CoverageRow& row : LogAnswers(log_.log()).CoverageOn(model::DayOf(on), query).rows) {
      rows.push_back(fmt::format("{}: {}, {}, {}, {}, {}", fmt::join(row.keys, " "),
                                 Show(row.authorised), Show(row.pledged), Show(row.deployed),
                                 Show(row.absent), Show(row.in_transit)));
    }
    return rows;
  }

  LogBuilder log_;
};

TEST_F(CoverageTest, TheMandateInForceThatBeganLastAuthorises) {
  log_.Add(MandateOf("M-1", "2500", "2023-10-02", "2024-10-02"));
  log_.Add(MandateOf("M-1", "3000", "2024-09-30", "2025-10-02"));
  EXPECT_EQ(Authorised("2023-10-01"), "-");
  EXPECT_EQ(Authorised("2023-10-02"), "2500");
  EXPECT_EQ(Authorised("2024-09-29"), "2500");
  EXPECT_EQ(Authorised("2024-09-30"), "3000");
  EXPECT_EQ(Authorised("2025-10-02"), "3000");
  EXPECT_EQ(Authorised("2025-10-03"), "-");
}

TEST_F(CoverageTest, MissionsAreAuthorisedAndNothingElseIs) {
  log_.Add(MandateOf("M-1", "2500", "2023-10-02", ""));
  log_.Add(MandateOf("M-2", "100", "2023-10-02", ""));
  EXPECT_EQ(Authorised("2025-01-01"), "2600");
  EXPECT_EQ(Authorised("2025-01-01", "mission=M-2"), "100");
  EXPECT_EQ(Authorised("2025-01-01", "mission=M-2 contributor=KEN"), "-");
  EXPECT_THAT(Rows("2025-01-01", model::QueryOf(log_), {"mission"}),
              ElementsAre("M-1: 2500, -, 0, 0, 0", "M-2: 100, -, 0, 0, 0"));
  EXPECT_THAT(Rows("2025-01-01", model::QueryOf(log_), {"contributor"}), IsEmpty());
}

TEST_F(CoverageTest, MandatesCountUnderEveryLens) {
  log_.Add(MandateOf("M-1", "2500", "2023-10-02", ""));
  log_.Add(PledgeOf("mission=M-1", "1000", "2023-10-02"));
  log_.Report("Gazette");
  log_.Add(PledgeOf("mission=M-1 contributor=KEN", "10", "2023-10-02"));
  ViewQuery query = model::QueryOf(log_);
  query.lens.sources = {"Gazette"};
  EXPECT_EQ(Show(Total("2025-01-01", query).authorised), "2500");
  EXPECT_EQ(Show(Total("2025-01-01", query).pledged), "10");
}

TEST_F(CoverageTest, TheLatestPledgeOfAScopeStands) {
  log_.Add(PledgeOf("mission=M-1 contributor=KEN", "1000", "2024-01-01"));
  log_.Add(PledgeOf("mission=M-1 contributor=KEN", "600", "2023-01-01"));
  EXPECT_EQ(Pledged("2023-06-01"), "600");
  EXPECT_EQ(Pledged("2024-06-01"), "1000");
  EXPECT_EQ(Pledged("2022-06-01"), "-");
}

TEST_F(CoverageTest, OfOneDayTheLastPledgeInTheLogStands) {
  log_.Add(PledgeOf("mission=M-1 contributor=KEN", "1000", "2024-01-01"));
  log_.Add(PledgeOf("mission=M-1 contributor=KEN", "600", "2024-01-01"));
  EXPECT_EQ(Pledged("2024-01-01"), "600");
}

TEST_F(CoverageTest, AScopeIsTheSameHoweverItIsWritten) {
  log_.Add(PledgeOf("contingent=K-1", "1000", "2024-01-01"));
  log_.Add(PledgeOf("mission=M-1 contributor=KEN contingent=K-1", "600", "2024-02-01"));
  EXPECT_EQ(Pledged("2024-03-01"), "600");
}

TEST_F(CoverageTest, ZeroWithdrawsAPledge) {
  log_.Add(PledgeOf("mission=M-1 contributor=KEN", "1000", "2024-01-01"));
  log_.Add(PledgeOf("mission=M-1 contributor=JAM", "200", "2024-01-01"));
  log_.Add(PledgeOf("mission=M-1 contributor=KEN", "0", "2024-05-01"));
  EXPECT_EQ(Pledged("2024-04-30"), "1200");
  EXPECT_EQ(Pledged("2024-05-01"), "200");
}

TEST_F(CoverageTest, ATotalAndItsPartsAreNeverAdded) {
  log_.Add(PledgeOf("mission=M-1 contributor=KEN", "1000", "2024-01-01"));
  log_.Add(PledgeOf("mission=M-1 contributor=KEN component=police", "600", "2024-01-01"));
  log_.Add(PledgeOf("contingent=K-1", "150", "2024-01-01"));
  log_.Add(PledgeOf("mission=M-1 contributor=JAM", "200", "2024-01-01"));
  EXPECT_EQ(Pledged("2024-05-01"), "1200");
  EXPECT_EQ(Pledged("2024-05-01", "component=police"), "600");
  EXPECT_EQ(Pledged("2024-05-01", "contingent=K-1"), "150");
  log_.Add(PledgeOf("mission=M-1", "2500", "2024-06-01"));
  EXPECT_EQ(Pledged("2024-07-01"), "2500");
  EXPECT_EQ(Pledged("2024-07-01", "contributor=KEN"), "1000");
}

TEST_F(CoverageTest, APledgeOfSeveralIsNobodysAlone) {
  v1::Event pledge = PledgeOf("mission=M-1", "1500", "2024-01-01");
  pledge.mutable_pledge()->mutable_scope()->add_contributor("KEN");
  pledge.mutable_pledge()->mutable_scope()->add_contributor("JAM");
  log_.Add(pledge);
  log_.Add(PledgeOf("mission=M-1 contributor=JAM", "200", "2024-01-01"));
  EXPECT_EQ(Pledged("2024-05-01"), "1500");
  EXPECT_THAT(Rows("2024-05-01", model::QueryOf(log_), {"contributor"}),
              ElementsAre("JAM: -, 200, 0, 0, 0"));
}

TEST_F(CoverageTest, TheAbsentAreAmongTheDeployed) {
  log_.Arrival("K-1", "200", "H/P", "2024-06-25");
  log_.Assignment("K-1", "8", {.from_place = "H/P", .to_place = "H/P", .to_duty = "absent/leave"},
                  "2024-07-01", "2024-07-10");
  EXPECT_THAT(Rows("2024-07-05", model::QueryOf(log_), {"contributor"}),
              ElementsAre("KEN: -, -, 200, 8, 0"));
  EXPECT_THAT(Rows("2024-07-05", model::QueryOf(log_), {"duty"}),
              ElementsAre("absent/leave: -, -, 8, 8, 0", "unspecified: -, -, 192, 0, 0"));
  EXPECT_THAT(Rows("2024-07-05", model::QueryOf(log_, "duty=unspecified"), {"contributor"}),
              ElementsAre("KEN: -, -, 192, 0, 0"));
  EXPECT_THAT(Rows("2024-07-11", model::QueryOf(log_), {"contributor"}),
              ElementsAre("KEN: -, -, 200, 0, 0"));
}

TEST_F(CoverageTest, TheDispatchedAreInTransitUntilAnArrivalOfExactlyTheSameWho) {
  log_.Add(DispatchOf("K-1", "217", "2025-01-17"));
  log_.Arrival("M-1 KEN police", "217", "H/P", "2025-01-18");
  EXPECT_EQ(InTransit("2025-01-16"), "0");
  EXPECT_EQ(InTransit("2025-01-17"), "217");
  EXPECT_EQ(InTransit("2025-01-20"), "217");
  log_.Arrival("K-1", "210", "H/P", "2025-01-19");
  EXPECT_EQ(InTransit("2025-01-18"), "217");
  EXPECT_EQ(InTransit("2025-01-19"), "0");
}

TEST_F(CoverageTest, AnArrivalBeforeTheDispatchIsNotTheirs) {
  log_.Arrival("K-1", "200", "H/P", "2024-06-25");
  log_.Add(DispatchOf("K-1", "217", "2025-01-17"));
  EXPECT_EQ(InTransit("2025-01-20"), "217");
  EXPECT_EQ(model::Show(Total("2025-01-20").deployed), "200");
}

TEST_F(CoverageTest, TheDispatchedHaveNeitherPlaceNorDutyYet) {
  log_.Add(DispatchOf("K-1", "217", "2025-01-17"));
  log_.Add(DispatchOf("M-1 JAM", "over 20", "2025-01-17"));
  EXPECT_THAT(
      Rows("2025-01-20", model::QueryOf(log_), {"contributor", "place"}),
      ElementsAre("JAM unspecified: -, -, 0, 0, 21.. best 21", "KEN unspecified: -, -, 0, 0, 217"));
  EXPECT_EQ(InTransit("2025-01-20", "place=unspecified component=police"), "217");
}

TEST_F(CoverageTest, ACorrectedStatementReadsAsItWasAtTheKnownAt) {
  log_.Add(PledgeOf("mission=M-1 contributor=KEN", "1000", "2024-01-01"));
  const std::uint64_t pledge = log_.size() - 1;
  const ViewQuery before = model::QueryOf(log_);
  log_.Revision(pledge, "pledge", "600");
  EXPECT_EQ(Show(Total("2024-05-01", before).pledged), "1000");
  EXPECT_EQ(Pledged("2024-05-01"), "600");
  log_.Retraction(pledge, v1::MISREAD);
  EXPECT_EQ(Pledged("2024-05-01"), "-");
}

}  // namespace
}  // namespace muster
