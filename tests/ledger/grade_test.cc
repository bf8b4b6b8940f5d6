// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/grade.h"

#include <gmock/gmock.h>

#include <string>

#include "tests/support/status_matchers.h"

namespace muster {
namespace {

TEST(ParseGrade, TakesEitherPartOrBoth) {
  for (const std::string text : {"A1", "b2", "F6", "c", "D", "3"}) {
    const StatusOr<Grade> grade = ParseGrade(text);
    ASSERT_THAT(grade, IsOk()) << text;
    std::string again;
    if (grade->reliability != 0) again += grade->reliability;
    if (grade->credibility != 0) again += grade->credibility;
    EXPECT_EQ(again.size(), text.size());
    EXPECT_EQ(again.back() | 0x20, text.back() | 0x20);
  }
}

TEST(ParseGrade, RefusesAnythingElse) {
  for (const std::string text :
       {"", "G1", "A0", "A7", "1A", "AA", "11", "A1 ", " A", "A-1", "good"}) {
    EXPECT_THAT(ParseGrade(text), StatusIs(StatusCode::kInvalidArgument, testing::HasSubstr("B2")))
        << text;
  }
}

TEST(Grade, IsAtLeastAnotherIfEachPartAskedForIsAsGood) {
  const auto at_least = [](std::string_view grade, std::string_view least) {
    return IsAtLeast(grade.empty() ? Grade{} : *ParseGrade(grade), *ParseGrade(least));
  };
  EXPECT_TRUE(at_least("B2", "B2"));
  EXPECT_TRUE(at_least("A1", "B2"));
  EXPECT_FALSE(at_least("A3", "B2"));
  EXPECT_FALSE(at_least("C1", "B2"));
  EXPECT_TRUE(at_least("B6", "B"));
  EXPECT_TRUE(at_least("F2", "2"));
  EXPECT_FALSE(at_least("B", "B2"));
  EXPECT_FALSE(at_least("2", "B"));
  EXPECT_FALSE(at_least("", "F"));
}

}  // namespace
}  // namespace muster
