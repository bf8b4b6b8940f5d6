// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: how claims are compared and what explains them (DESIGN section 4, "Claims are compared"),
// each rule as a fact on a small log whose numbers were worked out by hand.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/model/log_builder.h"
#include "tests/projections/log_source.h"

namespace muster {
namespace {

using model::ClaimOf;
using model::LogBuilder;
using testing::ElementsAre;
using testing::IsEmpty;

// "short by 217: without 9", of each claim.
std::vector<std::string> Verdicts(const LogBuilder& builder, const ViewQuery& query) {
  static const char* const kVerdicts[] = {"agrees", "over", "short"};
  std::vector<std::string> verdicts;
  for (const ClaimVerdict& claim : LogAnswers(builder.log()).Reconcile({}, query).claims) {
    std::string text = kVerdicts[static_cast<int>(claim.verdict)];
    if (claim.distance != 0) text += fmt::format(" by {}", claim.distance);
    if (claim.agrees_on) text += " on " + FormatDay(*claim.agrees_on);
    for (const ExplainingMovement& movement : claim.explained_by) {
      text +=
          fmt::format(": {} {}", movement.counted ? "without" : "with", movement.position.value);
    }
    verdicts.push_back(text);
  }
  return verdicts;
}

std::vector<std::string> Verdicts(const LogBuilder& builder, const std::string& where = "") {
  return Verdicts(builder, model::QueryOf(builder, where));
}

class Claims : public testing::Test {
 protected:
  Claims() {
    log_.Report("Register");
    log_.Contingent("K-1", "M-1", "KEN", "police");
    log_.Contingent("K-2", "M-1", "KEN", "police");
    log_.Contingent("J-1", "M-1", "JAM", "military");
    log_.Report("Paper");
  }
  std::uint64_t Arrive(const std::string& who, const std::string& strength, const std::string& on) {
    return log_.Arrival(who, strength, "H/P", on);
  }
  void Claim(const std::string& strength, const std::string& on,
             const std::string& scope = "mission=M-1") {
    log_.Add(ClaimOf(scope, strength, on));
  }
  LogBuilder log_;
};

TEST_F(Claims, TheArrivalThatTheClaimDoesNotCountExplainsIt) {
  Arrive("K-1", "400", "2024-06-25");
  const std::uint64_t third = Arrive("K-2", "217", "2025-01-18");
  Claim("400", "2025-01-18", "mission=M-1 contributor=KEN");
  EXPECT_THAT(Verdicts(log_), ElementsAre(fmt::format("short by 217: without {}", third)));
}

TEST_F(Claims, ALaterArrivalThatTheClaimCountsAlreadyExplainsIt) {
  Arrive("K-1", "400", "2024-06-25");
  const std::uint64_t third = Arrive("K-2", "217", "2025-01-18");
  Claim("617", "2025-01-17");
  EXPECT_THAT(Verdicts(log_), ElementsAre(fmt::format("over by 217: with {}", third)));
}

TEST_F(Claims, AtOpeningTheMovementsOfTheDayAreStillToCome) {
  Arrive("K-1", "400", "2024-06-25");
  const std::uint64_t third = Arrive("K-2", "217", "2025-01-18");
  v1::Event claim = ClaimOf("mission=M-1", "617", "2025-01-18");
  claim.mutable_claim()->set_at(v1::OPENING);
  log_.Add(claim);
  EXPECT_THAT(Verdicts(log_), ElementsAre(fmt::format("over by 217: with {}", third)));
}

TEST_F(Claims, BoundsThatMeetAgree) {
  Arrive("K-1", "about 400", "2024-06-25");  // 350..449
  for (const char* strength : {"over 448", "449..500", "at most 350", "unknown", "0..1000"}) {
    Claim(strength, "2025-01-18");
  }
  EXPECT_THAT(Verdicts(log_), ElementsAre("agrees", "agrees", "agrees", "agrees", "agrees"));
}

TEST_F(Claims, BoundsThatDoNotMeetAreAsFarApartAsTheirNearestEnds) {
  Arrive("K-1", "about 400", "2024-06-25");
  Claim("over 459", "2025-01-18");
  Claim("under 341", "2025-01-18");
  EXPECT_THAT(Verdicts(log_), ElementsAre("over by 11", "short by 10: without 3"));
}

TEST_F(Claims, AnUncertainDateAgreesOnAnyOfItsDays) {
  Arrive("K-1", "100", "2025-01-05");
  Arrive("K-2", "50", "2025-01-20");
  Claim("100", "2025-01");
  Claim("0", "../2025-01-31");
  Claim("70", "2025-01");
  EXPECT_THAT(Verdicts(log_),
              ElementsAre("agrees on 2025-01-19", "agrees on 2025-01-04", "short by 80"));
}

TEST_F(Claims, WhereOnlyLossesAreKnownAClaimAgrees) {
  log_.Loss("K-1", "3", "H/P", "2025-01-05");
  Claim("1000", "2025-01-10", "contingent=K-1");
  Claim("1000", "2025-01-10", "contingent=K-2");
  EXPECT_THAT(Verdicts(log_), ElementsAre("agrees", "over by 1000"));
}

TEST_F(Claims, TheFewestMovementsWin) {
  Arrive("K-1", "10", "2025-01-10");
  Arrive("K-2", "20", "2025-01-10");
  const std::uint64_t one = Arrive("J-1", "30", "2024-01-10");
  Claim("30", "2025-01-10");
  EXPECT_THAT(Verdicts(log_), ElementsAre(fmt::format("short by 30: without {}", one)));
}

TEST_F(Claims, ThreeMovementsExplainAndFourDoNot) {
  const std::uint64_t first = Arrive("K-1", "1", "2025-01-01");
  Arrive("K-1", "10", "2025-01-02");
  Arrive("K-1", "100", "2025-01-03");
  Arrive("K-1", "1000", "2025-01-04");
  Arrive("K-1", "9", "2024-01-04");
  Claim("1009", "2025-01-10");
  Claim("9", "2025-01-10");
  EXPECT_THAT(Verdicts(log_), ElementsAre(fmt::format("short by 111: without {}: without {}: "
                                                      "without {}",
                                                      first, first + 1, first + 2),
                                          "short by 1111"));
}

TEST_F(Claims, TheLeastSumOfDaysWinsThenTheLowestPositions) {
  Arrive("K-1", "10", "2025-01-02");
  const std::uint64_t near = Arrive("K-1", "10", "2025-01-08");
  Arrive("K-1", "10", "2025-01-08");
  Claim("20", "2025-01-10");
  EXPECT_THAT(Verdicts(log_), ElementsAre(fmt::format("short by 10: without {}", near)));
}

TEST_F(Claims, OnlyTheSixtyFourNearestAreLookedAt) {
  const std::uint64_t far = Arrive("K-2", "500", "2025-01-01");
  for (int i = 0; i < 63; ++i) Arrive("K-1", "1", "2025-01-05");
  Claim("63", "2025-01-10");
  EXPECT_THAT(Verdicts(log_), ElementsAre(fmt::format("short by 500: without {}", far)));
  Arrive("K-1", "1", "2025-01-05");
  Claim("64", "2025-01-10");
  EXPECT_THAT(Verdicts(log_), ElementsAre("short by 501", "short by 500"));
}

TEST_F(Claims, OfEquallyNearMovementsTheLowestPositionsAreLookedAt) {
  for (int i = 0; i < 64; ++i) Arrive("K-1", "1", "2025-01-05");
  Arrive("K-2", "500", "2025-01-15");
  Claim("64", "2025-01-20");
  Claim("564", "2025-01-10");
  EXPECT_THAT(Verdicts(log_), ElementsAre("short by 500: without 67", "over by 500"));
}

TEST_F(Claims, AMovementWithinTheScopeExplainsNothing) {
  Arrive("K-1", "30", "2025-01-01");
  log_.Transfer("K-1", "K-2", "10", "H/P", "2025-01-05");
  Claim("20", "2025-01-10", "mission=M-1");
  Claim("30", "2025-01-10", "contingent=K-1");
  EXPECT_THAT(Verdicts(log_), ElementsAre("short by 10", "over by 10: without 4"));
}

TEST_F(Claims, AListIsOneScope) {
  Arrive("K-1", "30", "2025-01-01");
  Arrive("J-1", "5", "2025-01-01");
  v1::Event claim = ClaimOf("mission=M-1", "35", "2025-01-10");
  claim.mutable_claim()->mutable_scope()->add_contributor("JAM");
  claim.mutable_claim()->mutable_scope()->add_contributor("KEN");
  log_.Add(claim);
  EXPECT_THAT(Verdicts(log_), ElementsAre("agrees"));
  EXPECT_THAT(Verdicts(log_, "contributor=KEN contributor=JAM"), ElementsAre("agrees"));
  EXPECT_THAT(Verdicts(log_, "contributor=KEN"), IsEmpty());
}

TEST_F(Claims, ALineIsComparedInTheScopeOfBoth) {
  Arrive("K-1", "30", "2025-01-01");
  Arrive("J-1", "5", "2025-01-01");
  v1::Event muster = model::MusterOf("mission=M-1 place=H", "36", "2025-01-10");
  model::AddLine(&muster, "contributor=KEN place=H/P", "30");
  model::AddLine(&muster, "contributor=JAM", "6");
  log_.Add(ClaimOf(muster));
  EXPECT_THAT(Verdicts(log_), ElementsAre("over by 1", "agrees", "over by 1"));
  const Reconciliation all = LogAnswers(log_.log()).Reconcile({}, model::QueryOf(log_));
  EXPECT_EQ(all.claims[0].line, std::nullopt);
  EXPECT_EQ(all.claims[1].line, 0);
  const ScopeValues narrowed = {{"mission", {"M-1"}}, {"contributor", {"KEN"}}, {"place", {"H/P"}}};
  EXPECT_EQ(all.claims[1].scope, narrowed);
}

TEST_F(Claims, AClaimLiesWithinWhatItsContingentFixes) {
  Arrive("K-1", "30", "2025-01-01");
  Claim("30", "2025-01-10", "contingent=K-1");
  Claim("30", "2025-01-10", "mission=M-1 place=H/P");
  EXPECT_THAT(Verdicts(log_, "contributor=KEN component=police"), ElementsAre("agrees"));
  EXPECT_THAT(Verdicts(log_, "place=H"), ElementsAre("agrees"));
  EXPECT_THAT(Verdicts(log_, "contributor=JAM"), IsEmpty());
}

TEST_F(Claims, ALensLeavesOutClaimsAndMovements) {
  Arrive("K-1", "30", "2025-01-01");
  Claim("30", "2025-01-10");
  log_.Report("Gazette");
  Claim("30", "2025-01-10");
  ViewQuery query = model::QueryOf(log_);
  EXPECT_THAT(Verdicts(log_, query), ElementsAre("agrees", "agrees"));
  query.lens.sources = {"Gazette"};
  EXPECT_THAT(Verdicts(log_, query), ElementsAre("over by 30"));
}

TEST_F(Claims, ARevisedClaimReadsAsItWasAtTheKnownAt) {
  Arrive("K-1", "30", "2025-01-01");
  Claim("40", "2025-01-10");
  const std::uint64_t claim = log_.size() - 1;
  ViewQuery before = model::QueryOf(log_);
  log_.Revision(claim, "claim", "30");
  const ViewQuery revised = model::QueryOf(log_);
  log_.Retraction(claim, v1::MISREAD);
  EXPECT_THAT(Verdicts(log_, before), ElementsAre("over by 10"));
  EXPECT_THAT(Verdicts(log_, revised), ElementsAre("agrees"));
  EXPECT_THAT(Verdicts(log_), IsEmpty());
}

}  // namespace
}  // namespace muster
