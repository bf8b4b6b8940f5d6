// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/stack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace muster {
namespace {

using testing::ElementsAre;

People Exactly(std::int64_t number) { return {number, number, number}; }

// A timeline by contributor: for each day, the numbers of the groups A, B, …
Timeline TimelineOf(const std::vector<std::vector<std::optional<std::int64_t>>>& days) {
  Timeline timeline;
  timeline.by = {"contributor"};
  timeline.step = Step::kChange;
  for (std::size_t day = 0; day < days.size(); ++day) {
    const Day on{static_cast<std::int32_t>(day) * 10};
    std::int64_t total = 0;
    for (std::size_t i = 0; i < days[day].size(); ++i) {
      Group group;
      group.keys = {std::string(1, static_cast<char>('A' + i))};
      const std::optional<std::int64_t> number = days[day][i];
      if (number) group.strength = Exactly(*number);
      total += number.value_or(0);
      timeline.points.push_back({on, group});
    }
    Group sum;
    sum.strength = Exactly(total);
    timeline.totals.push_back({on, sum});
    timeline.to = on;
  }
  return timeline;
}

std::vector<std::string> Names(const Stack& stack) {
  std::vector<std::string> names;
  for (const Layer& layer : stack.layers) names.push_back(layer.name);
  return names;
}

TEST(MakeStack, PutsThoseWithTheMostPeopleAtTheBottom) {
  const Stack stack = MakeStack(TimelineOf({{10, 200, 30}, {20, 200, 90}}), 8);
  EXPECT_THAT(Names(stack), ElementsAre("B", "C", "A"));
  EXPECT_THAT(stack.layers[1].lower, ElementsAre(200, 200));
  EXPECT_THAT(stack.layers[1].upper, ElementsAre(230, 290));
  EXPECT_THAT(stack.layers[2].upper, ElementsAre(240, 310));
}

TEST(MakeStack, DrawsThoseWithTheFewestTogether) {
  const Stack stack = MakeStack(TimelineOf({{10, 200, 30, 5}, {20, 200, 90, 6}}), 3);
  EXPECT_THAT(Names(stack), ElementsAre("B", "C", "2 others"));
  EXPECT_THAT(stack.layers[2].best, ElementsAre(15, 26));
  EXPECT_EQ(stack.groups, 4u);
  EXPECT_EQ(stack.FootOf({"A"}, 0), std::nullopt);
}

TEST(MakeStack, HangsNegativeNumbersBelowZero) {
  const Stack stack = MakeStack(TimelineOf({{50, 0}, {50, -20}, {50, 10}}), 8);
  EXPECT_THAT(stack.layers[1].lower, ElementsAre(0, -20, 50));
  EXPECT_THAT(stack.layers[1].upper, ElementsAre(0, 0, 60));
  EXPECT_EQ(stack.FootOf({"B"}, 1), 0);
  EXPECT_EQ(stack.FootOf({"B"}, 2), 50);
}

TEST(MakeStack, NamesThoseOfWhomOnlyLossesAreKnown) {
  const Stack stack = MakeStack(TimelineOf({{50, 10}, {50, std::nullopt}}), 8);
  EXPECT_THAT(stack.losses_only, ElementsAre("B"));
  EXPECT_THAT(stack.layers[1].upper, ElementsAre(60, 50));
}

TEST(MakeStack, HasNoLayersWithoutDays) { EXPECT_TRUE(MakeStack(Timeline(), 8).layers.empty()); }

}  // namespace
}  // namespace muster
