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
