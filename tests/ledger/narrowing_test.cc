// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/narrowing.h"

#include <gtest/gtest.h>

#include "tests/support/parsed.h"

namespace muster {
namespace {

TEST(NarrowingTest, StrengthsThatShareANumberIntersect) {
  EXPECT_TRUE(Intersects(S("over 200"), S("at most 201")));
  EXPECT_FALSE(Intersects(S("over 200"), S("200")));
  EXPECT_TRUE(Intersects(S("unknown"), S("2147483647")));
}

TEST(NarrowingTest, DatesThatShareADayIntersect) {
  EXPECT_TRUE(Intersects(D("../2025-01-18"), D("2025-01-18")));
  EXPECT_FALSE(Intersects(D("../2025-01-18"), D("2025-01-19")));
  EXPECT_TRUE(Intersects(D("../2025-01-18"), D("../0001-01-01")));
  EXPECT_TRUE(Intersects(D("2025-01"), D("2025-01-31/2025-02-02")));
}

TEST(NarrowingTest, DaysHaveABestOfTheirOwnAndIntervalsHaveNot) {
  EXPECT_TRUE(HasBestOfItsOwn(D("2025-01-18")));
  EXPECT_TRUE(HasBestOfItsOwn(D("2025-01-18~")));
  EXPECT_TRUE(HasBestOfItsOwn(D("9999-12-31~")));
  EXPECT_FALSE(HasBestOfItsOwn(D("2025-01")));
  EXPECT_FALSE(HasBestOfItsOwn(D("2025-01~")));
  EXPECT_FALSE(HasBestOfItsOwn(D("2025~")));
  EXPECT_FALSE(HasBestOfItsOwn(D("2025-01-15/2025-01-21")));
  EXPECT_FALSE(HasBestOfItsOwn(D("../2025-01-18")));
}

TEST(NarrowingTest, WithoutABestOfItsOwnTheFirstKeepsItsBestMovedIntoTheBounds) {
  v1::Strength strength = S("over 200");
  Narrow(strength, S("300..400"));
  EXPECT_EQ(strength.best(), 300u);
  EXPECT_EQ(strength.most(), 400u);
  EXPECT_FALSE(strength.best_stated());
}

}  // namespace
}  // namespace muster
