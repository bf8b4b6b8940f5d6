// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/input/sentence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace muster {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Texts(std::string_view text) {
  std::vector<std::string> texts;
  for (const Sentence& sentence : SplitSentences(text)) texts.emplace_back(sentence.text);
  return texts;
}

TEST(Sentence, EndsAtAFullStop) {
  EXPECT_THAT(Texts("They came. They left! Did they? Yes"),
              ElementsAre("They came.", "They left!", "Did they?", "Yes"));
}

TEST(Sentence, GoesOnOverALineBreak) {
  EXPECT_THAT(Texts("Over 200\nofficers came.\nThey left."),
              ElementsAre("Over 200\nofficers came.", "They left."));
}

TEST(Sentence, EndsAtAnEmptyLine) {
  EXPECT_THAT(Texts("A headline\n \nThe text."), ElementsAre("A headline", "The text."));
}

TEST(Sentence, TakesTheClosingQuotationMark) {
  EXPECT_THAT(Texts("“They came.” He left."), ElementsAre("“They came.”", "He left."));
}

TEST(Sentence, DoesNotEndAtAnAbbreviation) {
  EXPECT_THAT(Texts("Gen. Doe and J. Roe of the U.S. came. Resolution No. 2699."),
              ElementsAre("Gen. Doe and J. Roe of the U.S. came.", "Resolution No. 2699."));
}

TEST(Sentence, DoesNotEndWithinANumber) {
  EXPECT_THAT(Texts("2.5 million. 1 left."), ElementsAre("2.5 million.", "1 left."));
}

TEST(Sentence, KnowsItsLine) {
  const std::vector<Sentence> sentences = SplitSentences("One.\n\nTwo\nand three. Four.\n");
  ASSERT_EQ(sentences.size(), 3U);
  EXPECT_EQ(sentences[0].line, 1U);
  EXPECT_EQ(sentences[1].line, 3U);
  EXPECT_EQ(sentences[2].line, 4U);
}

TEST(Sentence, OfNothingIsNone) {
  EXPECT_THAT(Texts(""), ElementsAre());
  EXPECT_THAT(Texts(" \n\n "), ElementsAre());
}

}  // namespace
}  // namespace muster
