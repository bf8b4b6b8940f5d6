// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What is wrong with an append is told at once: a mistake in one field hides none in another.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/support/ledger_case.h"

namespace muster {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class AllRefusals : public testing::Test {
 protected:
  AllRefusals() { case_.AdmitNames(); }
  LedgerCase case_;
};

TEST_F(AllRefusals, NamesOfAnEventWithABadDateAreJudged) {
  EXPECT_THAT(case_.Rules(Report("A",
                                 "- arrival: {contingent: KEN-9, strength: x, place: Nowhere, on: "
                                 "2025-02-30}")),
              ElementsAre("unknown-contingent", "bad-strength", "unknown-place", "bad-date"));
}

TEST_F(AllRefusals, NamesInAScopeWithABadValueAreJudged) {
  EXPECT_THAT(case_.Rules(Report("A",
                                 "- claim: {scope: {mission: N, contributor: XX}, lines: [{scope: "
                                 "{place: Nowhere, duty: '!'}, strength: 5}], on: 2025-01-01}")),
              ElementsAre("unknown-mission", "bad-country", "unknown-place", "bad-id"));
  // A contradiction with what a bad value may have meant is none.
  EXPECT_THAT(case_.Rules(Report("A",
                                 "- claim: {scope: {mission: M, contributor: [KEN, JMA]}, lines: "
                                 "[{scope: {contributor: JAM}, strength: 5}], on: 2025-01-01}")),
              ElementsAre("bad-country"));
}

TEST_F(AllRefusals, MissionOfARefusedContingentIsJudged) {
  EXPECT_THAT(case_.Rules(Report("A", "- contingent: {id: X-1, mission: N, contributor: KE}")),
              ElementsAre("unknown-mission", "bad-country"));
}

TEST_F(AllRefusals, ARefusedRegistrationIsKnownToTheRestOfItsReport) {
  EXPECT_THAT(
      case_.Rules(Report("A",
                         "- contingent: {id: X-1, mission: M, contributor: KE}\n"
                         "- arrival: {contingent: X-1, strength: 1, place: D, on: 2025-01-01}")),
      ElementsAre("bad-country"));
}

TEST_F(AllRefusals, DuplicatesAreToldThoughTheReportIsRefused) {
  case_.Admit(
      Report("A", "- arrival: {contingent: KEN-1, strength: 200, place: D, on: 2024-06-25}"));
  const std::string again =
      "report: {source: B, published: 2024-13-01}\n"
      "events:\n"
      "  - arrival: {contingent: KEN-1, strength: 400, place: D, on: 2024-06-26}\n"
      "  - arrival: {contingent: KEN-2, strength: 5, place: D, on: 2024-06-26}\n"
      "  - arrival: {contingent: KEN-2, strength: 6, place: D, on: 2024-06-26}\n";
  EXPECT_THAT(case_.Rules(again), ElementsAre("bad-date", "likely-duplicate"));
}

class RefusedCorrections : public AllRefusals {
 protected:
  RefusedCorrections() {
    case_.Admit(Report("A",
                       "- arrival: {contingent: KEN-1, strength: 200, place: D, on: 2024-06-25}\n"
                       "- arrival: {contingent: KEN-2, strength: 200, place: D, on: 2024-06-25}"));
    retracted_ = case_.size() - 1;
    case_.Admit(Report("B", fmt::format("- retraction: {{of: {}, why: misread}}", retracted_)));
  }
  // Of an event of a third report.
  std::vector<std::string> Rules(const std::string& event) {
    return case_.Rules(Report("C", "- " + event));
  }
  std::uint64_t retracted_ = 0;
};

TEST_F(RefusedCorrections, TargetsOfAnAccountWithBadValuesAreJudged) {
  EXPECT_THAT(Rules("account: {of: arrival KEN-1 2024-07-25, strength: x, on: 2024-13}"),
              ElementsAre("no-such-target", "bad-strength", "bad-date"));
  EXPECT_THAT(Rules(fmt::format("account: {{of: {}, strength: x}}", retracted_)),
              ElementsAre("already-retracted", "bad-strength"));
  EXPECT_THAT(Rules("account: {of: [[1], 99, report 1234], strength: 5}"),
              ElementsAre("wrong-type", "no-such-target", "bad-value"));
}

TEST_F(RefusedCorrections, TheTargetOfARetractionWithoutAReasonIsJudged) {
  EXPECT_THAT(Rules(fmt::format("retraction: {{of: {}}}", retracted_)),
              UnorderedElementsAre("already-retracted", "missing-key"));
  EXPECT_THAT(Rules("retraction: {of: contingent KEN-1, why: so}"),
              ElementsAre("depended-on", "bad-value"));
  EXPECT_THAT(Rules("retraction: {why: misread}"), ElementsAre("missing-key"));
}

TEST_F(RefusedCorrections, TheTargetAndTheChangeOfAnAmendmentWithoutAReasonAreJudged) {
  EXPECT_THAT(Rules("amendment: {of: 99, change: {strength: 5}}"),
              UnorderedElementsAre("no-such-target", "missing-key"));
  EXPECT_THAT(Rules("amendment: {of: arrival KEN-1 2024-06-25, change: {strength: all}}"),
              UnorderedElementsAre("bad-strength", "missing-key"));
  EXPECT_THAT(Rules("amendment: {of: arrival KEN-1 2024-06-25, change: {place: Nowhere}}"),
              UnorderedElementsAre("unknown-place", "missing-key"));
  EXPECT_THAT(Rules("amendment: {of: report 1234, change: {grade: Z9}}"),
              UnorderedElementsAre("no-such-target", "bad-grade", "missing-key"));
}

TEST_F(RefusedCorrections, NamesInAChangeWithABadValueAreJudged) {
  EXPECT_THAT(
      Rules("amendment: {of: arrival KEN-1 2024-06-25, change: {strength: x, place: Nowhere}, "
            "why: misread}"),
      ElementsAre("bad-strength", "unknown-place"));
}

TEST_F(RefusedCorrections, AReplacementIsJudgedThoughItsTargetOrAValueIsRefused) {
  EXPECT_THAT(Rules("amendment: {of: 99, event: {departure: {contingent: KEN-9, strength: 5, on: "
                    "2024-06-25}}, why: misread}"),
              ElementsAre("no-such-target", "unknown-contingent"));
  EXPECT_THAT(Rules("amendment: {event: {departure: {contingent: KEN-9, strength: 5, on: "
                    "2024-06-25}}, why: misread}"),
              UnorderedElementsAre("missing-key", "unknown-contingent"));
  EXPECT_THAT(Rules("amendment: {of: contingent KEN-1, event: {departure: {contingent: KEN-9, "
                    "strength: x, on: 2024-06-25}}, why: misread}"),
              ElementsAre("unknown-contingent", "bad-strength"));
  EXPECT_THAT(Rules("amendment: {of: contingent KEN-1, event: {departure: {contingent: KEN-1, "
                    "strength: x, on: 2024-06-25}}, why: misread}"),
              ElementsAre("wrong-change", "bad-strength"));
}

TEST_F(RefusedCorrections, ScopesOfAMusterWithABadValueAreJudged) {
  EXPECT_THAT(Rules("muster: {scope: {contingent: KEN-1}, lines: [{scope: {contingent: KEN-2}, "
                    "strength: 5}], on: 2024-13}"),
              UnorderedElementsAre("contradictory-scope", "bad-date"));
}

TEST_F(AllRefusals, AMissingQuoteAndABadFieldAreBothTold) {
  EXPECT_THAT(
      case_.Rules(Report("A",
                         "- arrival: {contingent: KEN-1, strength: 1, place: D, on: 2025-99}\n"
                         "  quote: not there",
                         "some text")),
      ElementsAre("bad-date", "quote-not-found"));
  EXPECT_THAT(
      case_.Rules(Report("A",
                         "- arrival: {contingent: KEN-1, strength: 1, place: D, on: 2025-09}\n"
                         "  quote: some text",
                         "some text")),
      IsEmpty());
}

}  // namespace
}  // namespace muster
