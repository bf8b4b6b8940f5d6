// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Targets, accounts, amendments and retractions as admission takes and refuses them.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/target_resolver.h"
#include "tests/support/ledger_case.h"

namespace muster {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class CorrectionsTest : public testing::Test {
 protected:
  // 8: arrival of KEN-1, 9: arrival of KEN by mission, 10: claim of KEN.
  CorrectionsTest() {
    case_.AdmitNames();
    case_.Admit(
        Report("First",
               "- arrival: {contingent: KEN-1, strength: 200, place: A/B, on: 2024-06-25}\n"
               "- arrival: {mission: M, contributor: KEN, strength: 10, on: 2024-07-25}\n"
               "- claim: {scope: {mission: M, contributor: KEN}, strength: 210, on: 2024-08-01}"));
  }
  // The position of the chain that `words` name in an account, or the rule that refuses them.
  std::string Target(const std::string& words) {
    const AppendResult result =
        case_.Append(Next("- account: {of: " + words + ", strength: unknown}"));
    if (!result.refusals.empty()) {
      hint_ = result.refusals[0].hint;
      return result.refusals[0].rule;
    }
    return std::to_string(case_.Event(case_.size() - 1).account().of(0).position());
  }
  std::string Next(const std::string& events) {
    return Report("R" + std::to_string(++reports_), events);
  }
  std::vector<std::string> Rules(const std::string& events) { return case_.Rules(Next(events)); }
  void Admit(const std::string& events) { case_.Admit(Next(events)); }
  v1::Event Last() { return case_.Event(case_.size() - 1); }

  LedgerCase case_;
  std::string hint_;
  int reports_ = 0;
};

TEST_F(CorrectionsTest, TargetIsNamedByPositionEventIdOrWords) {
  const std::string id = EventId(case_.Record(8));
  EXPECT_EQ(Target("8"), "8");
  EXPECT_EQ(Target(id), "8");
  EXPECT_EQ(Target(id.substr(0, 8) + "/1"), "9");
  EXPECT_EQ(Target("arrival KEN-1 2024-06-25"), "8");
  // A contributor also by its contingents.
  EXPECT_EQ(Target("arrival KEN 2024-06-25"), "8");
  EXPECT_EQ(Target("arrival KEN 2024-07-25"), "9");
  EXPECT_EQ(Target("claim KEN 2024-08-01"), "10");
}

TEST_F(CorrectionsTest, TargetThatDoesNotExistIsRefusedWithTheNearest) {
  EXPECT_EQ(Target("11"), "no-such-target");
  EXPECT_EQ(Target("99999999999999999999999"), "no-such-target");
  EXPECT_EQ(Target("arrival KEN-1 2024-06-26"), "no-such-target");
  EXPECT_THAT(hint_, HasSubstr("`arrival KEN-1 2024-06-25` (at 8)"));
  EXPECT_EQ(Target("departure KEN-1 2024-06-25"), "no-such-target");
  EXPECT_EQ(Target("arrival X 2024-06-25"), "no-such-target");
  EXPECT_EQ(Target("arrival KEN-1 yesterday"), "no-such-target");
  EXPECT_EQ(Target("the arrival"), "no-such-target");
  EXPECT_EQ(Target(EventId(case_.Record(8)).substr(0, 64) + "/3"), "no-such-target");
  EXPECT_EQ(Target("0000/0"), "no-such-target");
}

TEST_F(CorrectionsTest, WordsThatFitSeveralAreRefused) {
  Admit("- arrival: {contingent: KEN-2, strength: 1, place: D, on: 2024-06-25}");
  EXPECT_EQ(Target("arrival KEN 2024-06-25"), "ambiguous-target");
  EXPECT_THAT(hint_, HasSubstr("8, 11"));
  EXPECT_EQ(Target("arrival KEN-2 2024-06-25"), "11");
}

TEST_F(CorrectionsTest, WordsAreMatchedAgainstEventsAsCorrected) {
  Admit("- amendment: {of: 8, change: {on: 2024-06-27}, why: misread}");
  EXPECT_EQ(Target("arrival KEN-1 2024-06-25"), "no-such-target");
  EXPECT_EQ(Target("arrival KEN-1 2024-06-27"), "8");
  Admit(
      "- amendment: {of: 8, event: {departure: {contingent: KEN-2, strength: 3, on: 2024-06-28}}, "
      "why: misread}");
  EXPECT_EQ(Target("departure KEN-2 2024-06-28"), "8");
  case_.Reopen();
  EXPECT_EQ(Target("departure KEN-2 2024-06-28"), "8");
  Admit("- retraction: {of: 8, why: misread}");
  EXPECT_EQ(Target("departure KEN-2 2024-06-28"), "no-such-target");
}

TEST_F(CorrectionsTest, AnyMemberNamesTheChain) {
  Admit(
      "- account: {of: 8, strength: about 200}\n"
      "- amendment: {of: 8, change: {strength: 210}, why: misread}\n"
      "- retraction: {of: 12, why: misread}\n"
      "- amendment: {of: 13, change: {strength: 220}, why: misread}");
  for (const char* member : {"11", "12", "13", "14"}) EXPECT_EQ(Target(member), "8");
}

TEST_F(CorrectionsTest, CorrectionOfAnAccountsRecordIsOneOfTheAccount) {
  Admit("- account: {of: 8, strength: about 200, on: 2024-06-25}");
  Admit("- amendment: {of: 11, change: {strength: 190, on: 2024-06-26}, why: misread}");
  EXPECT_EQ(Last().amendment().of().position(), 11u);
  EXPECT_EQ(Last().amendment().change().values().account().strength().text(), "190");
  // Any of its corrections names the account, and for a further account the event behind it.
  Admit("- retraction: {of: 12, why: misread}");
  EXPECT_EQ(Last().retraction().of().position(), 11u);
  for (const char* member : {"11", "12", "13"}) EXPECT_EQ(Target(member), "8");
  EXPECT_THAT(Rules("- retraction: {of: 11, why: misread}"), ElementsAre("already-retracted"));
  Admit("- amendment: {of: 13, change: {of_which: {women: 3}}, why: revised}");
  EXPECT_EQ(Last().amendment().of().position(), 11u);
}

TEST_F(CorrectionsTest, CorrectionOfAnAccountMovesTheDayThatWordsName) {
  Admit("- amendment: {of: 8, change: {on: 2024-06}, why: misread}");
  Admit("- account: {of: 8, on: 2024-06-20}");
  EXPECT_EQ(Target("arrival KEN-1 2024-06-20"), "8");
  Admit("- amendment: {of: 12, change: {on: 2024-06-21}, why: misread}");
  EXPECT_EQ(Target("arrival KEN-1 2024-06-20"), "no-such-target");
  EXPECT_EQ(Target("arrival KEN-1 2024-06-21"), "8");
  Admit("- retraction: {of: 12, why: misread}");
  EXPECT_EQ(Target("arrival KEN-1 2024-06-30"), "8");
}

TEST_F(CorrectionsTest, AccountStaysAnAccountOfTheSame) {
  Admit("- account: {of: 8, strength: 200}");
  EXPECT_THAT(Rules("- amendment: {of: 11, change: {of: 9}, why: misread}"),
              ElementsAre("wrong-change"));
  EXPECT_THAT(Rules("- amendment: {of: 11, event: {arrival: {contingent: KEN-1, strength: 5, on: "
                    "2024-06-25}}, why: misread}"),
              ElementsAre("wrong-change"));
  EXPECT_THAT(Rules("- amendment: {of: 11, change: {place: A}, why: misread}"),
              ElementsAre("unknown-key"));
}

TEST_F(CorrectionsTest, AccountOfSeveralIsCorrectedByItsPosition) {
  Admit("- account: {of: [8, 9], strength: 210}");
  Admit("- amendment: {of: 11, change: {strength: 220}, why: misread}");
  EXPECT_EQ(Last().amendment().of().position(), 11u);
  EXPECT_THAT(*case_.ledger().ChainMembers(Position{9}, LogSize{13}),
              ElementsAre(Position{11}, Position{12}));
  EXPECT_EQ(Target("12"), "ambiguous-target");
}

TEST_F(CorrectionsTest, CorrectionOfAnAccountIsAMemberOfBothChains) {
  Admit(
      "- account: {of: 8, strength: about 200}\n"
      "- amendment: {of: 11, change: {strength: 200}, why: misread}");
  EXPECT_THAT(*case_.ledger().ChainMembers(Position{8}, LogSize{13}),
              ElementsAre(Position{11}, Position{12}));
  EXPECT_THAT(*case_.ledger().ChainMembers(Position{11}, LogSize{13}), ElementsAre(Position{12}));
}

TEST_F(CorrectionsTest, AllThatIsWrongWithANewEventIsTold) {
  const std::string event =
      "event: {loss: {contingent: X-9, strength: about, on: 2024-07-02, kind: died, at: Nowhere}}";
  EXPECT_THAT(Rules("- amendment: {of: 8, " + event + ", why: misread}"),
              testing::UnorderedElementsAre("bad-strength", "unknown-contingent", "unknown-place"));
}

TEST_F(CorrectionsTest, RefusedEventIsForgottenWithItsPosition) {
  EXPECT_THAT(Rules("- arrival: {contingent: JAM-1, strength: 5, on: 2024-09-12}\n"
                    "- amendment: {of: 11, change: {place: nowhere}, why: misread}"),
              ElementsAre("unknown-place"));
  EXPECT_THAT(Rules("- statement: {text: none, on: 2024-09-12}\n"
                    "- amendment: {of: 11, change: {text: some}, why: misread}"),
              IsEmpty());
}

TEST_F(CorrectionsTest, CorrectionOfARefusedCorrectionIsNotRefusedForIt) {
  LedgerCase empty;
  EXPECT_THAT(empty.Rules(Report("R",
                                 "- amendment: {of: 5, change: {strength: 3}, why: misread}\n"
                                 "- retraction: {of: 0, why: misread}\n"
                                 "- account: {of: 1, strength: 3}\n"
                                 "- account: {of: 2, strength: 3}")),
              ElementsAre("no-such-target"));
}

TEST_F(CorrectionsTest, TargetFurtherDownIsRefusedAndAnEarlierOneAllowed) {
  const std::string arrival = "- arrival: {contingent: JAM-1, strength: 5, on: 2024-09-12}\n";
  const std::string account = "- account: {of: arrival JAM-1 2024-09-12, strength: 5}\n";
  EXPECT_THAT(Rules(account + arrival), ElementsAre("no-such-target"));
  EXPECT_THAT(Rules("- account: {of: 12, strength: 5}\n" + arrival), ElementsAre("no-such-target"));
  EXPECT_THAT(Rules(arrival + account), IsEmpty());
  EXPECT_EQ(Last().account().of(0).position(), 11u);
  EXPECT_THAT(case_
                  .Append({Next("- arrival: {contingent: JAM-1, strength: 5, on: 2024-10-12}"),
                           Next("- account: {of: arrival JAM-1 2024-10-12, strength: 5}")})
                  .refusals,
              IsEmpty());
}

TEST_F(CorrectionsTest, AccountOfSeveralNamesEachOnce) {
  Admit("- account: {of: [8, arrival KEN 2024-07-25], strength: 210}");
  EXPECT_EQ(Last().account().of_size(), 2);
  EXPECT_THAT(Rules("- account: {of: [8, arrival KEN-1 2024-06-25], strength: 210}"),
              ElementsAre("bad-value"));
  EXPECT_EQ(Target("11"), "ambiguous-target");
}

TEST_F(CorrectionsTest, AccountsAreOfWhatHasADay) {
  EXPECT_EQ(Target("0"), "wrong-target");
  Admit("- release: {name: r}");
  EXPECT_EQ(Target("11"), "wrong-target");
  EXPECT_EQ(Target("10"), "10");
}

TEST_F(CorrectionsTest, RetractedEventIsRevivedByAnAmendmentOnly) {
  Admit("- retraction: {of: 8, why: misread}");
  EXPECT_EQ(Target("8"), "already-retracted");
  EXPECT_THAT(Rules("- retraction: {of: 8, why: misread}"), ElementsAre("already-retracted"));
  Admit("- amendment: {of: 8, change: {strength: 5}, why: misread}");
  EXPECT_EQ(Target("8"), "8");
}

TEST_F(CorrectionsTest, ChangeIsRecordedWithCanonicalNames) {
  Admit("- amendment: {of: 8, change: {place: C, strength: 190}, why: revised, note: two less}");
  const v1::Amendment amendment = Last().amendment();
  EXPECT_EQ(amendment.of().position(), 8u);
  EXPECT_EQ(amendment.of().text(), "8");
  EXPECT_THAT(amendment.change().fields(), ElementsAre("place", "strength"));
  EXPECT_EQ(amendment.change().values().arrival().place(), "A/C");
  EXPECT_EQ(amendment.why(), v1::REVISED);
}

TEST_F(CorrectionsTest, WhatWouldBeRefusedAsAnEventIsRefusedAsAChange) {
  EXPECT_THAT(Rules("- amendment: {of: 8, change: {place: X}, why: misread}"),
              ElementsAre("unknown-place"));
  EXPECT_THAT(Rules("- amendment: {of: 8, change: {contingent: X}, why: misread}"),
              ElementsAre("unknown-contingent"));
  EXPECT_THAT(Rules("- amendment: {of: 8, change: {lines: []}, why: misread}"), SizeIs(1));
  EXPECT_THAT(Rules("- amendment: {of: 8, event: {arrival: {contingent: KEN-1, strength: 1, place: "
                    "X, on: 2024}}, why: misread}"),
              ElementsAre("unknown-place"));
  EXPECT_THAT(
      Rules("- amendment: {of: 10, change: {scope: {contingent: KEN-1, contributor: JAM}}, why: "
            "misread}"),
      ElementsAre("contradictory-scope"));
  EXPECT_THAT(Rules("- amendment: {of: 10, change: {scope: {contributor: JAM}}, why: misread}"),
              ElementsAre("scope-without-mission"));
}

TEST_F(CorrectionsTest, DuplicatesRuleDoesNotApplyToAmendments) {
  Admit("- arrival: {contingent: KEN-1, strength: 1, place: A/C, on: 2024-06-25}");
  EXPECT_THAT(Rules("- amendment: {of: 11, change: {place: A/B}, why: misread}"), IsEmpty());
}

TEST_F(CorrectionsTest, AmendmentOfARegistrationIsSeenByLaterEvents) {
  Admit("- amendment: {of: contingent KEN-2, change: {aliases: [second]}, why: revised}");
  Admit("- arrival: {contingent: second, strength: 5, on: 2024-07-16}");
  EXPECT_EQ(Last().arrival().who().contingent(), "KEN-2");
  case_.Reopen();
  Admit("- arrival: {contingent: second, strength: 5, on: 2024-08-16}");
}

TEST_F(CorrectionsTest, RegistrationKeepsItsKindAndId) {
  EXPECT_THAT(Rules("- amendment: {of: 1, change: {id: A/X}, why: misread}"),
              ElementsAre("wrong-change"));
  EXPECT_THAT(Rules("- amendment: {of: 1, event: {place: {id: A/X}}, why: misread}"),
              ElementsAre("wrong-change"));
  EXPECT_THAT(Rules("- amendment: {of: 1, event: {mission: {id: A/B}}, why: misread}"),
              ElementsAre("wrong-change"));
  EXPECT_THAT(Rules("- amendment: {of: 8, event: {place: {id: E}}, why: misread}"),
              ElementsAre("wrong-change"));
}

TEST_F(CorrectionsTest, RegistrationThatSomethingDependsOnIsNotRetracted) {
  EXPECT_THAT(Rules("- retraction: {of: place A/B, why: misread}"), ElementsAre("depended-on"));
  EXPECT_THAT(Rules("- retraction: {of: contingent KEN-1, why: misread}"),
              ElementsAre("depended-on"));
  EXPECT_THAT(Rules("- retraction: {of: mission M, why: misread}"), ElementsAre("depended-on"));
  EXPECT_THAT(Rules("- retraction: {of: place D, why: misread}"), IsEmpty());
  EXPECT_THAT(Rules("- retraction: {of: contingent JAM-1, why: misread}"), IsEmpty());
  EXPECT_THAT(Rules("- arrival: {contingent: JAM-1, strength: 5, on: 2024-07-16}"),
              ElementsAre("unknown-contingent"));
}

TEST_F(CorrectionsTest, EverythingThatDependsOnARegistrationIsNamed) {
  Admit(
      "- departure: {contingent: KEN-1, strength: 5, on: 2024-09-01}\n"
      "- contingent: {id: KEN-1/A}\n"
      "- loss: {contingent: KEN-1, strength: 1, on: 2024-09-02, kind: killed}");
  const std::uint64_t departure = case_.size() - 3;
  const auto messages = [&] {
    std::vector<std::string> found;
    const AppendResult result =
        case_.Append(Report("R", "- retraction: {of: contingent KEN-1, why: misread}"));
    for (const Refusal& refusal : result.refusals) found.push_back(refusal.message);
    return found;
  };
  EXPECT_THAT(messages(),
              ElementsAre(fmt::format(
                  "the arrival at 8, the departure at {} and the loss at {} name the contingent "
                  "'KEN-1'; contingents 'KEN-1/A' and 'KEN-1/SWAT' take from 'KEN-1' what they do "
                  "not say",
                  departure, departure + 2)));
  // What reads otherwise by now is not.
  Admit(
      fmt::format("- amendment: {{of: {}, change: {{contingent: KEN-2}}, why: misread}}\n"
                  "- retraction: {{of: {}, why: misread}}",
                  departure, departure + 2));
  EXPECT_THAT(messages(),
              ElementsAre("the arrival at 8 names the contingent 'KEN-1'; contingents 'KEN-1/A' "
                          "and 'KEN-1/SWAT' take from 'KEN-1' what they do not say"));
}

TEST_F(CorrectionsTest, OfManyDependentsTenAreNamedAndAllCounted) {
  std::string events;
  for (int day = 1; day <= 12; ++day) {
    events +=
        fmt::format("- dispatch: {{contingent: KEN-2, strength: 1, on: 2024-01-{:02}}}\n", day);
  }
  Admit(events);
  const AppendResult result =
      case_.Append(Report("R", "- retraction: {of: contingent KEN-2, why: misread}"));
  ASSERT_THAT(result.refusals, SizeIs(1));
  EXPECT_THAT(result.refusals[0].message,
              AllOf(HasSubstr("the dispatch at 11, the dispatch at 12, "),
                    EndsWith("the dispatch at 20 and 2 more name the contingent 'KEN-2'")));
}

TEST_F(CorrectionsTest, WhatWasRetractedOrAmendedAwayDependsOnNothing) {
  Admit("- amendment: {of: 8, change: {place: A/C}, why: misread}");
  EXPECT_THAT(Rules("- retraction: {of: place A/B, why: misread}"), IsEmpty());
  EXPECT_THAT(Rules("- retraction: {of: place A/C, why: misread}"), ElementsAre("depended-on"));
  Admit("- retraction: {of: 8, why: misread}");
  EXPECT_THAT(Rules("- retraction: {of: place A/C, why: misread}"), IsEmpty());
  // What it named is gone by now.
  EXPECT_THAT(Rules("- amendment: {of: 8, change: {place: A/C}, why: misread}"),
              ElementsAre("unknown-place"));
}

TEST_F(CorrectionsTest, PlaceThatOnlyARegistrationImpliesKeepsIt) {
  Admit(
      "- place: {id: X/Y/Z}\n"
      "- arrival: {contingent: KEN-2, strength: 5, place: X/Y, on: 2024-07-16}");
  EXPECT_THAT(Rules("- retraction: {of: place X/Y/Z, why: misread}"), ElementsAre("depended-on"));
  Admit("- place: {id: X/Y}");
  EXPECT_THAT(Rules("- retraction: {of: place X/Y/Z, why: misread}"), IsEmpty());
}

TEST_F(CorrectionsTest, RetractedRegistrationMayBeMadeAnew) {
  Admit("- retraction: {of: place D, why: misread}");
  Admit("- place: {id: D, name: Dee}");
  EXPECT_EQ(Target("place D"), "wrong-target");
  Admit("- retraction: {of: place D, why: misread}");
  Admit("- amendment: {of: 3, change: {name: Dee}, why: misread}");
  Admit("- arrival: {contingent: KEN-2, strength: 5, place: D, on: 2024-07-16}");
}

TEST_F(CorrectionsTest, RevivedRegistrationMustNotStandBesideAnother) {
  Admit("- retraction: {of: place D, why: misread}");
  Admit("- place: {id: D, name: Dee}");
  EXPECT_THAT(Rules("- amendment: {of: 3, change: {name: Old}, why: misread}"),
              ElementsAre("already-registered"));
}

TEST_F(CorrectionsTest, RegistrationWithoutEffectNamesTheOneInEffect) {
  Admit("- place: {id: D}");
  Admit("- amendment: {of: 11, change: {name: Dee}, why: misread}");
  EXPECT_EQ(Last().amendment().of().position(), 3u);
}

TEST_F(CorrectionsTest, ReportIsAmendedByItsDigits) {
  const std::string id = EventId(case_.Record(8)).substr(0, 10);
  Admit("- amendment: {of: report " + id + ", change: {grade: B2}, why: misread}");
  const v1::ReportChange change = Last().amendment().report_change();
  EXPECT_EQ(change.report(), case_.Record(8).report());
  EXPECT_THAT(change.fields(), ElementsAre("grade"));
  EXPECT_EQ(change.grade(), "B2");
  EXPECT_THAT(Rules("- amendment: {of: report 00000000, change: {grade: B2}, why: misread}"),
              ElementsAre("no-such-target"));
  EXPECT_EQ(Target("11"), "no-such-target");
}

TEST_F(CorrectionsTest, DecisionsAreNotCorrected) {
  Admit("- release: {name: r}\n- resolution: {findings: [{finding: overdrawn, positions: [8]}]}");
  EXPECT_THAT(Rules("- retraction: {of: 11, why: misread}"), ElementsAre("wrong-target"));
  EXPECT_THAT(Rules("- amendment: {of: 12, change: {note: x}, why: misread}"),
              ElementsAre("wrong-target"));
  EXPECT_THAT(Rules("- retraction: {of: 12, why: misread}"), IsEmpty());
  EXPECT_THAT(Rules("- resolution: {findings: [{finding: overdrawn, positions: [8, 99]}]}"),
              ElementsAre("no-such-target"));
}

TEST_F(CorrectionsTest, ChainMembersAreReadInOrder) {
  Admit(
      "- account: {of: 8, strength: about 200}\n"
      "- amendment: {of: 8, change: {strength: 210}, why: misread}\n"
      "- account: {of: [8, 9], strength: 210}");
  const StatusOr<std::vector<Position>> members =
      case_.ledger().ChainMembers(Position{8}, LogSize{14});
  ASSERT_TRUE(members.ok());
  EXPECT_THAT(*members, ElementsAre(Position{11}, Position{12}, Position{13}));
  EXPECT_THAT(*case_.ledger().ChainMembers(Position{8}, LogSize{12}), ElementsAre(Position{11}));
  EXPECT_THAT(*case_.ledger().ChainMembers(Position{9}, LogSize{14}), ElementsAre(Position{13}));
}

}  // namespace
}  // namespace muster
