// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/text_width.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace muster {
namespace {

using testing::ElementsAre;

TEST(TextWidth, IsThatOfItsLetters) {
  EXPECT_GT(TextWidth("WWW", 12), TextWidth("iii", 12));
  EXPECT_DOUBLE_EQ(TextWidth("00", 10), 12.74);
  EXPECT_GT(TextWidth("\u6D77\u5730", 10), 20);
}

TEST(FittedText, LeavesAloneWhatFits) { EXPECT_EQ(FittedText("KEN", 12, 100), "KEN"); }

TEST(FittedText, KeepsTheBeginningOfAName) {
  EXPECT_EQ(FittedText("Inspector General of Police", 10, 80), "Inspector Gen\u2026");
}

TEST(FittedText, KeepsTheEndOfAPath) {
  EXPECT_EQ(FittedText("HTI/Ouest/Port-au-Prince", 10, 100), "\u2026/Port-au-Prince");
}

TEST(FittedText, CutsBetweenLetters) {
  const std::string fitted = FittedText("\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9", 10, 40);
  EXPECT_EQ(fitted, "\u00E9\u00E9\u00E9\u2026");
}

TEST(WrappedText, BreaksAtBlanks) {
  EXPECT_THAT(WrappedText("one two three", 10, 45), ElementsAre("one two", "three"));
  EXPECT_THAT(WrappedText("", 10, 45), ElementsAre());
}

}  // namespace
}  // namespace muster
