// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/input/figure.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace muster {
namespace {

// The figures of a sentence, one after another: "people over 200; date 2023-10-02; other".
std::string Found(std::string_view sentence) {
  std::string found;
  for (const Figure& figure : FindFigures(sentence)) {
    if (!found.empty()) found += "; ";
    found += figure.kind == Figure::Kind::kPeople ? "people"
             : figure.kind == Figure::Kind::kDate ? "date"
                                                  : "other";
    if (!figure.value.empty()) found += " " + figure.value;
  }
  return found;
}

TEST(Figure, DigitsArePeople) {
  EXPECT_EQ(Found("All 217 officers came."), "people 217");
  EXPECT_EQ(Found("They were 2,500 strong."), "people 2500");
  EXPECT_EQ(Found("a 75-strong unit"), "people 75");
}

TEST(Figure, NumberWordsArePeople) {
  EXPECT_EQ(Found("four police"), "people 4");
  EXPECT_EQ(Found("Two hundred and seventeen came"), "people 217");
  EXPECT_EQ(Found("twenty-four people"), "people 24");
  EXPECT_EQ(Found("a hundred soldiers"), "people 100");
  EXPECT_EQ(Found("one thousand two hundred soldiers"), "people 1200");
  EXPECT_EQ(Found("two dozen soldiers"), "people 24");
}

TEST(Figure, NumbersJoinedByAndAreTwo) {
  EXPECT_EQ(Found("six and eight soldiers"), "people 6; people 8");
  EXPECT_EQ(Found("20 soldiers and four police"), "people 20; people 4");
}

TEST(Figure, QualifiersAreKept) {
  EXPECT_EQ(Found("over 200 officers"), "people over 200");
  EXPECT_EQ(Found("more than 200"), "people over 200");
  EXPECT_EQ(Found("at least 400"), "people at least 400");
  EXPECT_EQ(Found("up to 400"), "people at most 400");
  EXPECT_EQ(Found("fewer than 400"), "people under 400");
  EXPECT_EQ(Found("around 200"), "people about 200");
  EXPECT_EQ(Found("nearly 400"), "people nearly 400");
}

TEST(Figure, RangesAreOneFigure) {
  EXPECT_EQ(Found("200 to 400 officers"), "people 200..400");
  EXPECT_EQ(Found("150-200 officers"), "people 150..200");
  EXPECT_EQ(Found("between 150 and 200 officers"), "people 150..200");
}

TEST(Figure, DatesAreNotPeople) {
  EXPECT_EQ(Found("on October 2, 2023"), "date 2023-10-02");
  EXPECT_EQ(Found("on 2 October 2023"), "date 2023-10-02");
  EXPECT_EQ(Found("on the 18th of January 2025"), "date 2025-01-18");
  EXPECT_EQ(Found("on 2025-01-18"), "date 2025-01-18");
  EXPECT_EQ(Found("in June 2024"), "date 2024-06");
  EXPECT_EQ(Found("since 2024"), "date 2024");
  EXPECT_EQ(Found("on June 25"), "date");
  EXPECT_EQ(Found("at 11:26 local time"), "date");
}

TEST(Figure, OtherNumbersAreTold) {
  EXPECT_EQ(Found("Resolution 2699"), "other");
  EXPECT_EQ(Found("$40 million"), "other");
  EXPECT_EQ(Found("40% of them"), "other");
  EXPECT_EQ(Found("for twelve months"), "other");
  EXPECT_EQ(Found("99999999999999999999 people"), "other");
}

TEST(Figure, DigitsOfANameAreNone) {
  EXPECT_EQ(Found("KEN-3 and flight OAE2376 came with grade B2"), "");
  EXPECT_EQ(Found("The first and the second contingent"), "");
}

TEST(Figure, OneAsAPronounIsNone) {
  EXPECT_EQ(Found("One of them said that no one knew"), "");
  EXPECT_EQ(Found("one woman"), "people 1");
}

}  // namespace
}  // namespace muster
