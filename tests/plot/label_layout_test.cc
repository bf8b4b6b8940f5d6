// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/label_layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "tests/property/property.h"

namespace muster {
namespace {

using testing::ElementsAre;

constexpr double kHair = 1e-6;

TEST(SpreadLabels, LeavesLabelsWhereTheyHaveRoom) {
  EXPECT_THAT(SpreadLabels({20, 60, 90}, 10, 0, 100), ElementsAre(20, 60, 90));
}

TEST(SpreadLabels, MovesThoseThatCollideApartByHalfEach) {
  EXPECT_THAT(SpreadLabels({50, 50}, 10, 0, 100), ElementsAre(45, 55));
  EXPECT_THAT(SpreadLabels({50, 52, 54}, 10, 0, 100), ElementsAre(42, 52, 62));
}

TEST(SpreadLabels, KeepsThemInTheColumn) {
  EXPECT_THAT(SpreadLabels({0, 0, 100}, 10, 0, 100), ElementsAre(5, 15, 95));
  EXPECT_THAT(SpreadLabels({99, 100}, 10, 0, 100), ElementsAre(85, 95));
}

TEST(SpreadLabels, NeverOverlapAndLieWithinAndKeepTheirOrder) {
  CheckProperty(300, [] {
    const int count = *rc::gen::inRange(1, 30);
    std::vector<double> wanted;
    for (int i = 0; i < count; ++i) wanted.push_back(*rc::gen::inRange(-200, 1200) / 2.0);
    std::sort(wanted.begin(), wanted.end());
    const double height = 12;
    const double bottom = height * count + *rc::gen::inRange(0, 400);
    const std::vector<double> middles = SpreadLabels(wanted, height, 0, bottom);
    RC_ASSERT(middles.size() == wanted.size());
    RC_ASSERT(middles.front() >= height / 2 - kHair);
    RC_ASSERT(middles.back() <= bottom - height / 2 + kHair);
    for (std::size_t i = 1; i < middles.size(); ++i) {
      RC_ASSERT(middles[i] - middles[i - 1] >= height - kHair);
    }
  });
}

TEST(LabelPlacer, PutsALabelOnTheSideThatIsAskedFor) {
  LabelPlacer placer({0, 0, 100, 100});
  EXPECT_LT(placer.Place({50, 50}, 4, 20, 10, Side::kAbove)->bottom, 50);
  LabelPlacer other({0, 0, 100, 100});
  EXPECT_GT(other.Place({50, 50}, 4, 20, 10, Side::kBelow)->top, 50);
}

TEST(LabelPlacer, LeavesOutWhatHasNoRoom) {
  LabelPlacer placer({0, 0, 100, 100});
  EXPECT_EQ(placer.Place({50, 50}, 4, 101, 10), std::nullopt);
  placer.Keep({0, 0, 100, 100});
  EXPECT_EQ(placer.Place({50, 50}, 4, 10, 10), std::nullopt);
}

TEST(LabelPlacer, LabelsNeverOverlapEachOtherOrWhatIsKeptAndLieWithin) {
  CheckProperty(300, [] {
    const Box bounds{10, 20, 300, 200};
    LabelPlacer placer(bounds);
    std::vector<Box> taken;
    const auto number = [](int from, int to) {
      return static_cast<double>(*rc::gen::inRange(from, to));
    };
    const int kept = *rc::gen::inRange(0, 20);
    for (int i = 0; i < kept; ++i) {
      const Box box{number(0, 300), number(0, 200), 0, 0};
      taken.push_back({box.left, box.top, box.left + number(1, 12), box.top + number(1, 12)});
      placer.Keep(taken.back());
    }
    const int labels = *rc::gen::inRange(1, 40);
    for (int i = 0; i < labels; ++i) {
      const Side side = *rc::gen::arbitrary<bool>() ? Side::kAbove : Side::kBelow;
      const std::optional<Box> box =
          placer.Place({number(10, 300), number(20, 200)}, 4, number(5, 90), 13, side);
      if (!box) continue;
      RC_ASSERT(bounds.Contains(*box));
      for (const Box& other : taken) RC_ASSERT(!box->Overlaps(other));
      taken.push_back(*box);
    }
  });
}

}  // namespace
}  // namespace muster
