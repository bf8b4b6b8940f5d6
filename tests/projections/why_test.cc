// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: beside each event of a number stand the reports that speak of it, as they read at the
// known-at and as far as the lens admits them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "projections/views.h"
#include "tests/support/ledger_case.h"
#include "tests/support/status_matchers.h"

namespace muster {
namespace {

using testing::ElementsAre;

std::string GradedReport(const std::string& source, const std::string& grade,
                         const std::string& events) {
  return "report: {source: " + source + ", grade: " + grade + "}\nevents:\n" + events;
}

// The arrival of 200 stands at position 8.
class Why : public testing::Test {
 protected:
  Why() {
    ledger_.AdmitNames();
    ledger_.Admit(
        GradedReport("Gazette", "B2",
                     "- arrival: {contingent: KEN-1, strength: 200, place: B, on: 2024-06-25}\n"));
  }

  ViewQuery Query() const {
    ViewQuery query;
    query.known_at = LogSize{ledger_.size()};
    return query;
  }
  Reasons Ask(const ViewQuery& query) const {
    const auto views = Views::Open(const_cast<LedgerCase&>(ledger_).ledger()).value();
    StatusOr<Reasons> reasons = views->Why(*ParseDay("2024-12-31"), query);
    EXPECT_THAT(reasons, IsOk());
    return *std::move(reasons);
  }
  // "8 agrees Gazette B2".
  static std::vector<std::string> Accounts(const AccountedEvent& event) {
    static const char* const kVerdicts[] = {"agrees", "differs", "corrects", "joint"};
    std::vector<std::string> accounts;
    for (const EventAccount& account : event.accounts) {
      accounts.push_back(fmt::format("{} {} {} {}", account.position.value,
                                     kVerdicts[static_cast<int>(account.verdict)],
                                     account.report->source(), account.report->grade()));
    }
    return accounts;
  }
  std::vector<std::string> AccountsNow() const { return Accounts(Ask(Query()).events.at(0)); }

  LedgerCase ledger_;
};

TEST_F(Why, AccountsAgreeOrDifferWithHowTheEventReads) {
  ledger_.Admit(GradedReport("Herald", "C3", "- account: {of: 8, strength: about 200}\n"));
  ledger_.Admit(GradedReport("Tribune", "D4", "- account: {of: 8, strength: 400}\n"));
  EXPECT_THAT(AccountsNow(),
              ElementsAre("8 agrees Gazette B2", "9 agrees Herald C3", "10 differs Tribune D4"));
}

TEST_F(Why, AnAccountOfSeveralEventsIsJoint) {
  ledger_.Admit(
      GradedReport("Herald", "C3",
                   "- arrival: {contingent: KEN-2, strength: 10, place: B, on: 2024-07-25}\n"
                   "- account: {of: [8, arrival KEN-2 2024-07-25], strength: 210}\n"));
  EXPECT_THAT(AccountsNow(), ElementsAre("8 agrees Gazette B2", "10 joint Herald C3"));
}

TEST_F(Why, ARevisionCorrectsAndTheReportThatItRevisesDiffers) {
  ledger_.Admit(GradedReport("Herald", "A1",
                             "- amendment: {of: 8, change: {strength: 215}, why: revised}\n"));
  EXPECT_THAT(AccountsNow(), ElementsAre("8 differs Gazette B2", "9 corrects Herald A1"));
  EXPECT_EQ(Ask(Query()).events.at(0).reading->arrival().strength().best(), 215U);
}

TEST_F(Why, AReportThatWasMisreadAgreesWithItsCorrection) {
  ledger_.Admit(
      GradedReport("Desk", "A1", "- amendment: {of: 8, change: {strength: 215}, why: misread}\n"));
  EXPECT_THAT(AccountsNow(), ElementsAre("8 agrees Gazette B2", "9 corrects Desk A1"));
}

TEST_F(Why, AnAccountIsToldAsCorrected) {
  ledger_.Admit(GradedReport("Herald", "C3", "- account: {of: 8, strength: 190}\n"));
  ledger_.Admit(GradedReport("Desk", "A1",
                             "- amendment: {of: 9, change: {strength: over 190}, why: misread}\n"));
  const AccountedEvent event = Ask(Query()).events.at(0);
  EXPECT_THAT(Accounts(event), ElementsAre("8 agrees Gazette B2", "9 agrees Herald C3"));
  EXPECT_EQ(event.accounts.at(1).says->account().strength().text(), "over 190");
}

TEST_F(Why, AnAccountThatCountsThroughAnAdmittedRevisionAloneIsTold) {
  ledger_.Admit(GradedReport("Herald", "C3", "- account: {of: 8, strength: 190}\n"));
  ledger_.Admit(GradedReport("Tribune", "B2",
                             "- amendment: {of: 9, change: {strength: 195}, why: revised}\n"));
  ViewQuery query = Query();
  query.lens.sources = {"Tribune"};
  const AccountedEvent event = Ask(query).events.at(0);
  EXPECT_THAT(Accounts(event), ElementsAre("9 agrees Herald C3"));
  EXPECT_EQ(event.accounts.at(0).says->account().strength().best(), 195U);
}

TEST_F(Why, AnEventThatItsCorrectedGradeAdmitsIsToldByItsOwnReport) {
  ledger_.Admit(
      GradedReport("Desk", "E5", "- amendment: {of: 8, change: {grade: A1}, why: misread}\n"));
  ViewQuery query = Query();
  query.lens.least_grade = Grade{'A', '1'};
  const AccountedEvent event = Ask(query).events.at(0);
  EXPECT_THAT(Accounts(event), ElementsAre("8 agrees Gazette B2", "9 corrects Desk E5"));
  EXPECT_EQ(event.accounts.at(0).says->grade(), "A1");
}

TEST_F(Why, ALensLeavesOutTheReportsThatItDoesNotAdmit) {
  ledger_.Admit(GradedReport("Herald", "C3", "- account: {of: 8, strength: 190}\n"));
  ViewQuery query = Query();
  query.lens.sources = {"Herald"};
  const Reasons reasons = Ask(query);
  ASSERT_EQ(reasons.lines.size(), 1U);
  EXPECT_EQ(reasons.lines[0].share, (People{190, 190, 190}));
  EXPECT_THAT(Accounts(reasons.events.at(0)), ElementsAre("9 agrees Herald C3"));
}

TEST_F(Why, AnEarlierKnownAtKnowsNoLaterAccounts) {
  ledger_.Admit(GradedReport("Herald", "C3", "- account: {of: 8, strength: 400}\n"));
  ViewQuery query = Query();
  query.known_at = LogSize{9};
  EXPECT_THAT(Accounts(Ask(query).events.at(0)), ElementsAre("8 agrees Gazette B2"));
}

TEST_F(Why, AReportStandsAsCorrectedAtTheKnownAt) {
  const std::string id = ToHex(HashFromBytes(ledger_.Record(8).report()));
  ledger_.Admit(GradedReport("Desk", "A1",
                             "- amendment: {of: report " + id +
                                 ", change: {grade: D3, source: Gazetta}, why: misread}\n"));
  EXPECT_THAT(AccountsNow(), ElementsAre("8 agrees Gazetta D3"));
  ViewQuery query = Query();
  query.known_at = LogSize{9};
  EXPECT_THAT(Accounts(Ask(query).events.at(0)), ElementsAre("8 agrees Gazette B2"));
}

}  // namespace
}  // namespace muster
