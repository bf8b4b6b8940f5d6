// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/scale.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdint>
#include <string>
#include <vector>

#include "tests/property/property.h"
#include "tools/plot/text_width.h"

namespace muster {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr double kFont = 11;
constexpr double kGap = 14;

Day D(const std::string& day) { return *ParseDay(day); }

// "Jun 2024", "Jul": the labels of the ticks from one day to another in so many units of width.
std::vector<std::string> Labels(const std::string& from, const std::string& to, double width) {
  const double days = D(to).value + 1 - D(from).value;
  std::vector<std::string> labels;
  for (const TimeTick& tick : TimeTicks(D(from), D(to), width / days, kFont, kGap)) {
    labels.push_back(tick.period.empty() ? tick.label : tick.label + ' ' + tick.period);
  }
  return labels;
}

TEST(NiceNumbers, GoInStepsOfOneTwoAndFive) {
  EXPECT_THAT(NiceNumbers(0, 6, 6), ElementsAre(0, 1, 2, 3, 4, 5, 6));
  EXPECT_THAT(NiceNumbers(0, 807, 6), ElementsAre(0, 200, 400, 600, 800, 1000));
  EXPECT_THAT(NiceNumbers(0, 2500, 6), ElementsAre(0, 500, 1000, 1500, 2000, 2500));
  EXPECT_THAT(NiceNumbers(-17, 40, 6), ElementsAre(-20, -10, 0, 10, 20, 30, 40));
}

TEST(NiceNumbers, AreNeverParts) { EXPECT_THAT(NiceNumbers(0, 1, 6), ElementsAre(0, 1)); }

TEST(NiceNumbers, AreTwoAtLeast) { EXPECT_THAT(NiceNumbers(0, 0, 6), ElementsAre(0, 1)); }

TEST(NiceNumbers, SpanTheRangeInEvenStepsThatAreFew) {
  CheckProperty(300, [] {
    const std::int64_t low = *rc::gen::inRange<std::int64_t>(-5'000'000'000, 1);
    const std::int64_t high = *rc::gen::inRange<std::int64_t>(1, 5'000'000'000);
    const int most = *rc::gen::inRange(2, 12);
    const std::vector<std::int64_t> numbers = NiceNumbers(low, high, most);
    RC_ASSERT(numbers.size() >= 2u);
    RC_ASSERT(numbers.size() <= static_cast<std::size_t>(most) + 1);
    RC_ASSERT(numbers.front() <= low);
    RC_ASSERT(numbers.back() >= high);
    std::int64_t step = numbers[1] - numbers[0];
    for (std::size_t i = 1; i < numbers.size(); ++i) RC_ASSERT(numbers[i] - numbers[i - 1] == step);
    while (step % 10 == 0) step /= 10;
    RC_ASSERT(step == 1 || step == 2 || step == 5);
  });
}

TEST(NumberLabel, SetsThousandsApartFromFiveDigitsOn) {
  EXPECT_EQ(NumberLabel(0), "0");
  EXPECT_EQ(NumberLabel(2500), "2500");
  EXPECT_EQ(NumberLabel(12500), "12\u202F500");
  EXPECT_EQ(NumberLabel(1234567), "1\u202F234\u202F567");
  EXPECT_EQ(NumberLabel(-17), "\u221217");
}

TEST(TimeTicks, NameMonthsAndTheYearBelowTheFirst) {
  EXPECT_THAT(Labels("2024-06-01", "2025-01-31", 760),
              ElementsAre("Jun 2024", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan 2025"));
}

TEST(TimeTicks, AreDaysInAShortRange) {
  EXPECT_THAT(Labels("2025-01-30", "2025-02-02", 760),
              ElementsAre("30 Jan 2025", "31", "1 Feb 2025", "2"));
}

TEST(TimeTicks, AreMondaysInARangeOfWeeks) {
  EXPECT_THAT(Labels("2024-12-20", "2025-01-31", 400),
              ElementsAre("23 Dec 2024", "30", "6 Jan 2025", "13", "20", "27"));
}

TEST(TimeTicks, AreQuartersThenYearsThenRoundNumbersOfYears) {
  EXPECT_THAT(Labels("2009-11-15", "2011-02-28", 360),
              ElementsAre("Jan 2010", "Apr", "Jul", "Oct", "Jan 2011"));
  EXPECT_THAT(Labels("1990-11-30", "1996-02-28", 300),
              ElementsAre("1991", "1992", "1993", "1994", "1995", "1996"));
  EXPECT_THAT(Labels("1990-11-30", "2026-11-27", 400),
              ElementsAre("1995", "2000", "2005", "2010", "2015", "2020", "2025"));
}

TEST(TimeTicks, MayBeNone) { EXPECT_THAT(Labels("2024-02-02", "2024-02-20", 40), IsEmpty()); }

TEST(TimeTicks, OfAllTheYearsThereAreAreFew) {
  const std::vector<std::string> labels = Labels("0001-01-01", "9999-12-31", 760);
  EXPECT_LT(labels.size(), 20u);
  EXPECT_EQ(labels.front(), "1000");
}

TEST(TimeTicks, LabelsStandApart) {
  CheckProperty(300, [] {
    const Day from{*rc::gen::inRange(-20'000, 20'000)};
    const Day to = from + *rc::gen::inRange(0, 30'000);
    const double width = *rc::gen::inRange(100, 1000);
    const double day_width = width / (to.value + 1 - from.value);
    double label_end = -1e9;
    double period_end = -1e9;
    for (const TimeTick& tick : TimeTicks(from, to, day_width, kFont, kGap)) {
      RC_ASSERT(from <= tick.on && tick.on <= to);
      const double x = (tick.on.value - from.value) * day_width;
      const double half = TextWidth(tick.label, kFont) / 2;
      RC_ASSERT(x - half >= label_end);
      label_end = x + half;
      if (tick.period.empty()) continue;
      const double period_half = TextWidth(tick.period, kFont) / 2;
      RC_ASSERT(x - period_half >= period_end);
      period_end = x + period_half;
    }
  });
}

}  // namespace
}  // namespace muster
