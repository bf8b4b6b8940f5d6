// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/rate_limit.h"

#include <gtest/gtest.h>

#include <string>

namespace muster {
namespace {

using std::chrono::milliseconds;

const RateLimit::Clock::time_point kBegin{};

TEST(RateLimitTest, GivesTwoSecondsWorthAtOnceAndThenTheRate) {
  RateLimit limit(5);
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(limit.Take("a", kBegin).has_value()) << i;
  const auto wait = limit.Take("a", kBegin);
  ASSERT_TRUE(wait.has_value());
  EXPECT_DOUBLE_EQ(wait->count(), 0.2);
  // What was refused is not counted.
  EXPECT_TRUE(limit.Take("a", kBegin + milliseconds(199)).has_value());
  EXPECT_FALSE(limit.Take("a", kBegin + milliseconds(201)).has_value());
  EXPECT_TRUE(limit.Take("a", kBegin + milliseconds(201)).has_value());
  EXPECT_FALSE(limit.Take("b", kBegin).has_value());
  for (int i = 0; i < 10; ++i) {
    EXPECT_FALSE(limit.Take("a", kBegin + milliseconds(100'000)).has_value()) << i;
  }
  EXPECT_TRUE(limit.Take("a", kBegin + milliseconds(100'000)).has_value());
}

TEST(RateLimitTest, IsNoneAtZero) {
  RateLimit limit(0);
  for (int i = 0; i < 1000; ++i) EXPECT_FALSE(limit.Take("a", kBegin).has_value());
}

TEST(RateLimitTest, ForgetsThoseWhoHaveAskedNothingForAWhile) {
  RateLimit limit(1);
  EXPECT_FALSE(limit.Take("a", kBegin + milliseconds(5000)).has_value());
  EXPECT_FALSE(limit.Take("a", kBegin + milliseconds(5000)).has_value());
  for (std::size_t i = 0; i < RateLimit::kAskersMax + 100; ++i) {
    const bool is_early = i < RateLimit::kAskersMax - 1;
    limit.Take(std::to_string(i), kBegin + milliseconds(is_early ? 0 : 5000));
  }
  // Of those that were forgotten it was none, since it had asked just now.
  EXPECT_TRUE(limit.Take("a", kBegin + milliseconds(5000)).has_value());
}

}  // namespace
}  // namespace muster
