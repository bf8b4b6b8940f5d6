// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/output/report_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tools/output/event_guess.h"

namespace muster {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const Day kToday = *ParseDay("2025-02-01");

KnownNames Haiti() {
  return {.missions = {{"MSS-HTI", "Multinational Security Support Mission"}},
          .contingents = {{"KEN-1", "MSS-HTI", "KEN", {}},
                          {"KEN-2", "MSS-HTI", "KEN", {"second Kenyan contingent"}},
                          {"GTM-1", "MSS-HTI", "GTM", {}}},
          .places = {"HTI/Ouest/Port-au-Prince"}};
}

std::vector<std::string> Guesses(std::string_view sentence) {
  return GuessEvents(sentence, Haiti(), "MSS-HTI", kToday);
}

TEST(EventGuess, TakesTheContingentThatIsNamed) {
  EXPECT_THAT(Guesses("The second Kenyan contingent of 200 arrived."),
              ElementsAre("arrival: {contingent: KEN-2, strength: 200, on: ../2025-02-01}"));
}

TEST(EventGuess, TakesTheOnlyContingentOfACountry) {
  EXPECT_THAT(Guesses("75 Guatemalan soldiers landed on 3 January 2025."),
              ElementsAre("arrival: {contingent: GTM-1, strength: 75, on: 2025-01-03}"));
}

TEST(EventGuess, LeavesOpenWhichOfSeveralContingentsItIs) {
  EXPECT_THAT(Guesses("Over 200 Kenyan officers arrived."),
              ElementsAre("arrival: {mission: MSS-HTI, contributor: KEN, strength: over 200, "
                          "on: ../2025-02-01}"));
}

TEST(EventGuess, TellsKindsOfEventsApart) {
  EXPECT_THAT(Guesses("That makes a total of 400."), ElementsAre(HasSubstr("claim: {scope: ")));
  EXPECT_THAT(Guesses("Two officers were killed."), ElementsAre(HasSubstr("kind: killed")));
  EXPECT_THAT(Guesses("217 more left Nairobi."), ElementsAre(HasSubstr("dispatch: ")));
  EXPECT_THAT(Guesses("17 officers were repatriated."), ElementsAre(HasSubstr("departure: ")));
  EXPECT_THAT(Guesses("It has pledged 250 people."), ElementsAre(HasSubstr("pledge: ")));
  EXPECT_THAT(Guesses("It was authorised by Resolution 2699 on October 2, 2023."),
              ElementsAre("mandate: {mission: MSS-HTI, on: 2023-10-02}"));
}

TEST(EventGuess, GivesOneEventForEachNumberOfPeople) {
  EXPECT_EQ(Guesses("75 from Guatemala and 8 others arrived.").size(), 2U);
}

TEST(EventGuess, KeepsOtherNumbersAsAStatement) {
  EXPECT_THAT(
      Guesses("It costs $40 million: a lot."),
      ElementsAre("statement: {text: \"It costs $40 million: a lot.\", on: ../2025-02-01}"));
}

TEST(EventGuess, IsNoneForDatesAlone) {
  EXPECT_THAT(Guesses("They arrived on 3 January 2025."), IsEmpty());
  EXPECT_THAT(Guesses("They arrived."), IsEmpty());
}

TEST(YamlScalar, IsPlainOnlyWhereYamlReadsItBackSo) {
  EXPECT_EQ(YamlScalar("HTI/Ouest/Port-au-Prince"), "HTI/Ouest/Port-au-Prince");
  EXPECT_EQ(YamlScalar("a: b"), "\"a: b\"");
  EXPECT_EQ(YamlScalar("- a"), "\"- a\"");
  EXPECT_EQ(YamlScalar("null"), "\"null\"");
  EXPECT_EQ(YamlScalar(""), "\"\"");
  EXPECT_EQ(YamlScalar("say \"so\" \\"), "\"say \\\"so\\\" \\\\\"");
}

TEST(YamlScalar, FoldsWhiteSpaceAndEscapesWhatATerminalMustNotGet) {
  EXPECT_EQ(YamlScalar("over\n  200,"), "\"over 200,\"");
  EXPECT_EQ(YamlScalar("\x1b[2J,\u202e"), "\"\\u001b[2J,\\u202e\"");
}

TEST(ReportTemplate, NamesTheDocumentAndWhatTheLedgerKnows) {
  const std::string file = ReportTemplate("gazette.txt", "217 came.", Haiti(), kToday);
  EXPECT_THAT(file, HasSubstr("  document: gazette.txt\n"));
  EXPECT_THAT(file, HasSubstr("##   MSS-HTI (Multinational Security Support Mission)\n"));
  EXPECT_THAT(file, HasSubstr("##   KEN-2, KEN, also second Kenyan contingent\n"));
  EXPECT_THAT(file, HasSubstr("##   HTI/Ouest/Port-au-Prince\n"));
}

TEST(ReportTemplate, QuotesEachSentenceWithANumber) {
  const std::string file = ReportTemplate(
      "gazette.txt", "A headline\n\nIt was late. All 217\nofficers came.", Haiti(), kToday);
  EXPECT_THAT(file, HasSubstr("  ## Line 3\n  # - arrival: {"));
  EXPECT_THAT(file, HasSubstr("\n  #   quote: \"All 217 officers came.\"\n"));
  EXPECT_THAT(file, Not(HasSubstr("It was late")));
}

TEST(ReportTemplate, TellsEqualSentencesApart) {
  const std::string file = ReportTemplate("gazette.txt", "217 came. 217 came.", Haiti(), kToday);
  EXPECT_THAT(file, HasSubstr("  #   occurrence: 2\n"));
  EXPECT_THAT(file, Not(HasSubstr("occurrence: 1")));
}

TEST(ReportTemplate, BeginsARegisterWhereNothingIsKnown) {
  const std::string file = ReportTemplate("gazette.txt", "217 came.", {}, kToday);
  EXPECT_THAT(file, HasSubstr("events:\n  # - mission: {id: MISSION}\n"));
  EXPECT_THAT(file, HasSubstr("  # - arrival: {mission: MISSION, strength: 217, "));
}

TEST(ReportTemplate, AsksForATranscriptOfWhatIsNoText) {
  const std::string file =
      ReportTemplate("scan.pdf", "%PDF-1.7\n\xff\xfe 217 came.", Haiti(), kToday);
  EXPECT_THAT(file, HasSubstr("## transcript: transcript.txt"));
  EXPECT_THAT(file, Not(HasSubstr("strength: 217")));
}

TEST(ReportTemplate, KeepsAQuoteReadable) {
  const std::string text =
      "217 came " + std::string(5000, 'a') + " " + std::string(5000, 'b') + ".";
  const std::string file = ReportTemplate("gazette.txt", text, Haiti(), kToday);
  EXPECT_THAT(file, HasSubstr("  #   quote: \"217 came\"\n"));
}

}  // namespace
}  // namespace muster
