// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What is wrong with an append is told at once: a mistake in one field hides none in another.
#include <gmock/gmock.h>

#include <string>

#include "tests/support/ledger_case.h"

namespace muster {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

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
