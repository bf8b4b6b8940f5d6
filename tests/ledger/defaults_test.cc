// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/defaults.h"

#include <gmock/gmock.h>

#include <string>

#include "ledger/event_fields.h"
#include "tests/support/ledger_case.h"

namespace muster {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class DefaultsTest : public testing::Test {
 protected:
  DefaultsTest() { case_.AdmitNames(); }

  // Appends events as a report of their own, and the last one's `from` as "place duty".
  std::string From(const std::string& events) {
    Append(events);
    const v1::PlaceDuty* from = FromOf(last_);
    return from == nullptr ? "none" : from->place() + " " + from->duty();
  }
  std::string To(const std::string& events) {
    Append(events);
    return ToOf(last_)->place() + " " + ToOf(last_)->duty();
  }
  void Append(const std::string& events) {
    result_ = case_.Admit(Report("R" + std::to_string(++reports_), events));
    last_ = case_.Event(case_.size() - 1);
  }
  std::vector<std::string> Told() const {
    std::vector<std::string> told;
    for (const Assumption& assumption : result_.events.back().assumptions) {
      told.push_back(std::string(assumption.field) + " " + assumption.value + ": " +
                     assumption.Reason());
    }
    return told;
  }

  LedgerCase case_;
  AppendResult result_;
  v1::Event last_;
  int reports_ = 0;
};

TEST_F(DefaultsTest, NothingKnownIsUnspecified) {
  EXPECT_EQ(From("- loss: {contingent: KEN-1, strength: 1, on: 2024-01-05}"),
            "unspecified unspecified");
  EXPECT_THAT(Told(),
              ElementsAre("from.place unspecified: nothing is recorded of where they were before",
                          "from.duty unspecified: nothing is recorded of where they were before"));
}

TEST_F(DefaultsTest, FromIsWhereTheLatestArrivalWent) {
  Append(
      "- arrival: {contingent: KEN-1, strength: 9, place: A/B, on: 2024-01-01}\n"
      "- arrival: {contingent: KEN-1, strength: 9, place: A/C, on: 2024-02-01}");
  EXPECT_EQ(From("- loss: {contingent: KEN-1, strength: 1, on: 2024-01-31}"), "A/B unspecified");
  EXPECT_THAT(Told(), ElementsAre("from.place A/B: where the arrival at 8 went",
                                  "from.duty unspecified: where the arrival at 8 went"));
  EXPECT_EQ(From("- loss: {contingent: KEN-1, strength: 1, on: 2024-02-01}"), "A/C unspecified");
  EXPECT_EQ(From("- loss: {contingent: KEN-1, strength: 1, on: 2023-12-31}"),
            "unspecified unspecified");
  EXPECT_EQ(From("- loss: {contingent: KEN-2, strength: 1, on: 2024-02-01}"),
            "unspecified unspecified");
}

TEST_F(DefaultsTest, TheWayBackOfAnAssignmentIsAsOldAsTheAssignment) {
  Append(
      "- arrival: {contingent: KEN-1, strength: 9, place: A/B, on: 2024-01-01}\n"
      "- assignment: {contingent: KEN-1, strength: 4, to: {place: A/C, duty: guard}, on: "
      "2024-01-05, until: 2024-01-20}\n"
      "- assignment: {contingent: KEN-1, strength: 2, to: {place: A, duty: staff}, on: "
      "2024-01-10}");
  // Back at A/B since the 21st they are, but others went to A later than they went.
  EXPECT_EQ(From("- loss: {contingent: KEN-1, strength: 1, on: 2024-02-01}"), "A staff");
  EXPECT_EQ(From("- loss: {contingent: KEN-1, strength: 1, from: {place: A/C}, on: 2024-01-20}\n  "
                 "distinct: true"),
            "A/C guard");
  EXPECT_EQ(From("- loss: {contingent: KEN-1, strength: 1, from: {place: A/C}, on: 2024-01-21}\n  "
                 "distinct: true"),
            "A/C unspecified");
  EXPECT_THAT(Told(),
              ElementsAre("from.duty unspecified: nothing is recorded that went there before"));
}

TEST_F(DefaultsTest, LastInTheLogAmongEqualsDecides) {
  Append(
      "- arrival: {contingent: KEN-1, strength: 9, place: A/B, on: 2024-01-01}\n"
      "- arrival: {contingent: KEN-1, strength: 9, place: A/C, on: 2024-01-01}");
  EXPECT_EQ(From("- loss: {contingent: KEN-1, strength: 1, on: 2024-01-01}"), "A/C unspecified");
}

TEST_F(DefaultsTest, BestDayOfAnUncertainDateDecides) {
  Append("- arrival: {contingent: KEN-1, strength: 9, place: A/B, on: 2024-01}");
  EXPECT_EQ(From("- loss: {contingent: KEN-1, strength: 1, on: 2024-01-30}"),
            "unspecified unspecified");
  EXPECT_EQ(From("- assignment: {contingent: KEN-1, strength: 1, to: {duty: x}, on: 2024-01-31}"),
            "A/B unspecified");
}

TEST_F(DefaultsTest, AssignmentThatEndedHasGoneBack) {
  Append(
      "- arrival: {contingent: KEN-1, strength: 9, place: A/B, on: 2024-01-01}\n"
      "- assignment: {contingent: KEN-1, strength: 9, to: {place: D, duty: guard}, on: "
      "2024-01-05, until: 2024-01-10}");
  EXPECT_EQ(From("- loss: {contingent: KEN-1, strength: 1, on: 2024-01-10}"), "D guard");
  EXPECT_EQ(From("- loss: {contingent: KEN-1, strength: 1, on: 2024-01-11}"), "A/B unspecified");
  EXPECT_THAT(Told()[0], "from.place A/B: back from the assignment at 9");
}

TEST_F(DefaultsTest, AssignmentStaysWhereTheyAreAndTakesNoDutyByItself) {
  Append("- arrival: {contingent: KEN-1, strength: 9, place: A/B, on: 2024-01-01}");
  EXPECT_EQ(To("- assignment: {contingent: KEN-1, strength: 9, to: {duty: guard}, on: 2024-01-05}"),
            "A/B guard");
  EXPECT_EQ(To("- assignment: {contingent: KEN-1, strength: 9, to: {place: D}, on: 2024-01-06}"),
            "D unspecified");
  EXPECT_EQ(last_.assignment().from().duty(), "guard");
}

TEST_F(DefaultsTest, OmittedDutyIsThatOfTheLatestToTheGivenPlace) {
  Append(
      "- arrival: {contingent: KEN-1, strength: 9, place: A/B, on: 2024-01-01}\n"
      "- assignment: {contingent: KEN-1, strength: 4, to: {place: A/C, duty: guard}, on: "
      "2024-01-05}\n"
      "- assignment: {contingent: KEN-1, strength: 4, to: {place: D, duty: patrol}, on: "
      "2024-01-06}");
  EXPECT_EQ(From("- loss: {contingent: KEN-1, strength: 1, from: {place: A/C}, on: 2024-01-07}\n  "
                 "distinct: true"),
            "A/C guard");
  EXPECT_EQ(From("- loss: {contingent: KEN-1, strength: 1, from: {place: A}, on: 2024-01-07}\n  "
                 "distinct: true"),
            "A unspecified");
  EXPECT_EQ(From("- loss: {contingent: KEN-1, strength: 1, from: {duty: x}, on: 2024-01-07}\n  "
                 "distinct: true"),
            "D x");
}

TEST_F(DefaultsTest, IncomingTransferCountsForTheContingentThatGetsThem) {
  Append(
      "- arrival: {contingent: KEN-1, strength: 9, place: A/B, on: 2024-01-01}\n"
      "- transfer: {contingent: KEN-1, to_contingent: KEN-2, strength: 4, to: {duty: guard}, on: "
      "2024-01-05}");
  EXPECT_EQ(last_.transfer().from().place(), "A/B");
  EXPECT_EQ(From("- loss: {contingent: KEN-2, strength: 1, on: 2024-01-05}"), "A/B guard");
  EXPECT_EQ(From("- loss: {contingent: KEN-1, strength: 1, on: 2024-01-05}"), "A/B unspecified");
}

TEST_F(DefaultsTest, DepartureOfAllLeavesFromOpen) {
  Append(
      "- arrival: {contingent: KEN-1, strength: 9, place: A/B, on: 2024-01-01}\n"
      "- departure: {contingent: KEN-1, all: true, on: 2024-01-05}");
  EXPECT_FALSE(last_.departure().from().has_place());
  EXPECT_FALSE(last_.departure().from().has_duty());
  EXPECT_THAT(Told(), SizeIs(2));
  Append("- departure: {contingent: KEN-1, all: true, from: {place: A/B}, on: 2024-01-15}");
  EXPECT_EQ(last_.departure().from().place(), "A/B");
  EXPECT_FALSE(last_.departure().from().has_duty());
}

TEST_F(DefaultsTest, WhoOfAMissionIsASubjectOfItsOwn) {
  Append("- arrival: {mission: M, contributor: KEN, strength: 9, place: A/B, on: 2024-01-01}");
  EXPECT_EQ(From("- loss: {mission: M, contributor: KEN, strength: 1, on: 2024-01-01}"),
            "A/B unspecified");
  EXPECT_EQ(From("- loss: {mission: M, strength: 1, on: 2024-01-01}"), "unspecified unspecified");
}

TEST_F(DefaultsTest, CorrectionsAreApplied) {
  Append(
      "- arrival: {contingent: KEN-1, strength: 9, place: A/B, on: 2024-01-01}\n"
      "- arrival: {contingent: KEN-1, strength: 9, place: A/C, on: 2024-02-01}");
  Append("- amendment: {of: 9, change: {on: 2024-03-01}, why: misread}");
  EXPECT_EQ(From("- loss: {contingent: KEN-1, strength: 1, on: 2024-02-05}"), "A/B unspecified");
  Append("- retraction: {of: 8, why: misread}");
  EXPECT_EQ(From("- loss: {contingent: KEN-1, strength: 2, on: 2024-02-15}"),
            "unspecified unspecified");
  Append("- amendment: {of: 8, change: {place: D}, why: misread}");
  EXPECT_EQ(From("- loss: {contingent: KEN-1, strength: 3, on: 2024-02-25}"), "D unspecified");
}

TEST_F(DefaultsTest, AccountThatNarrowsTheDateIsApplied) {
  Append("- arrival: {contingent: KEN-1, strength: 9, place: A/B, on: 2024-01}");
  Append("- account: {of: 8, on: 2024-01-10}");
  EXPECT_EQ(From("- loss: {contingent: KEN-1, strength: 1, on: 2024-01-12}"), "A/B unspecified");
}

TEST_F(DefaultsTest, AmendmentFillsInWhatItLeavesOutAndNotFromItself) {
  Append(
      "- arrival: {contingent: KEN-1, strength: 9, place: A/B, on: 2024-01-01}\n"
      "- assignment: {contingent: KEN-1, strength: 9, to: {place: D, duty: guard}, on: "
      "2024-01-05}");
  Append("- amendment: {of: 9, change: {from: null}, why: misread}");
  const v1::EventChange& change = last_.amendment().change();
  EXPECT_THAT(change.fields(), ElementsAre("from"));
  EXPECT_EQ(change.values().assignment().from().place(), "A/B");
  EXPECT_THAT(Told(), SizeIs(2));
}

TEST_F(DefaultsTest, WhatAChangeOfKindNeedsIsRecordedWithIt) {
  Append(
      "- arrival: {contingent: KEN-1, strength: 9, place: A/B, on: 2024-01-01}\n"
      "- departure: {contingent: KEN-1, all: true, on: 2024-01-05}");
  Append("- amendment: {of: 9, change: {strength: 5}, why: misread}");
  const v1::EventChange& change = last_.amendment().change();
  EXPECT_THAT(change.fields(), ElementsAre("all", "from", "strength"));
  EXPECT_EQ(change.values().departure().from().place(), "A/B");
}

TEST_F(DefaultsTest, WhatIsWrittenOutIsNotAssumed) {
  Append("- departure: {contingent: KEN-1, strength: 1, from: {place: D, duty: guard}, on: 2024}");
  EXPECT_THAT(Told(), IsEmpty());
}

}  // namespace
}  // namespace muster
