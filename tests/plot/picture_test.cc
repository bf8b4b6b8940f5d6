// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <sstream>
#include <string>

#include "tests/plot/drawn_text.h"
#include "tests/plot/random_plot.h"
#include "tests/property/property.h"
#include "tools/output/display_text.h"
#include "tools/plot/coverage_chart.h"
#include "tools/plot/coverage_picture.h"
#include "tools/plot/timeline_chart.h"
#include "tools/plot/timeline_picture.h"

namespace muster {
namespace {

// Fails if a text reaches out of the picture or into another one.
void CheckTexts(const std::string& svg) {
  const DrawnTexts drawn = ReadTexts(svg);
  RC_ASSERT(!drawn.texts.empty());
  for (std::size_t i = 0; i < drawn.texts.size(); ++i) {
    const DrawnText& text = drawn.texts[i];
    if (!drawn.picture.Contains(text.box)) RC_FAIL("out of the picture: " + text.text);
    for (std::size_t j = 0; j < i; ++j) {
      if (!text.box.Overlaps(drawn.texts[j].box)) continue;
      RC_FAIL("'" + text.text + "' covers '" + drawn.texts[j].text + "'\n" + svg);
    }
  }
}

void CheckLines(const std::string& chart, std::size_t columns) {
  std::istringstream lines(chart);
  for (std::string line; std::getline(lines, line);) {
    // A sentence or an entry of the key is not broken; what is drawn is no wider.
    if (line.find("│") == line.npos && line.find("┤") == line.npos) continue;
    RC_ASSERT(DisplayWidth(line) <= columns);
    RC_ASSERT(!line.ends_with(' '));
  }
}

TEST(BoundsLabel, WritesNumbersAsTheAxisDoes) {
  EXPECT_EQ(BoundsLabel({-17, -5, 12500}), "\u221217..12\u202F500");
  EXPECT_EQ(BoundsLabel({-17, -17, -17}), "");
}

TEST(TimelineChart, HasOneMinusSign) {
  TimelinePlot plot;
  plot.timeline.from = Day{20000};
  plot.timeline.to = Day{20060};
  for (const Day day : {Day{20000}, Day{20060}}) {
    Group group;
    group.strength = People{-170, -17, 12500};
    plot.timeline.points.push_back({day, group});
    plot.timeline.totals.push_back({day, group});
  }
  const std::string chart = ChartOfTimeline(plot, 80, Style());
  EXPECT_THAT(chart, testing::HasSubstr("\u221217 (\u2212170..12\u202F500)"));
  EXPECT_THAT(chart, testing::Not(testing::ContainsRegex(" -[0-9]")));
}

TEST(TimelinePicture, TextsLieWithinItAndNeverOverlap) {
  CheckProperty(300, [] { CheckTexts(DrawTimeline(RandomTimelinePlot())); });
}

TEST(CoveragePicture, TextsLieWithinItAndNeverOverlap) {
  CheckProperty(300, [] { CheckTexts(DrawCoverage(RandomCoveragePlot())); });
}

TEST(TimelineChart, IsAsWideAsTheTerminal) {
  CheckProperty(300, [] {
    const TimelinePlot plot = RandomTimelinePlot();
    const int columns = *rc::gen::inRange(40, 200);
    CheckLines(ChartOfTimeline(plot, columns, Style()), static_cast<std::size_t>(columns));
  });
}

TEST(CoverageChart, IsAsWideAsTheTerminal) {
  CheckProperty(300, [] {
    const CoveragePlot plot = RandomCoveragePlot();
    const int columns = *rc::gen::inRange(80, 200);
    CheckLines(ChartOfCoverage(plot, columns, Style()), static_cast<std::size_t>(columns));
  });
}

TEST(TimelinePicture, IsTheSameEveryTime) {
  CheckProperty(300, [] {
    const TimelinePlot plot = RandomTimelinePlot();
    RC_ASSERT(DrawTimeline(plot) == DrawTimeline(plot));
  });
}

}  // namespace
}  // namespace muster
