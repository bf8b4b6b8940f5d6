// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/svg.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace muster {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Coordinate, HasTwoDecimalsAtMost) {
  EXPECT_EQ(Coordinate(12), "12");
  EXPECT_EQ(Coordinate(12.5), "12.5");
  EXPECT_EQ(Coordinate(1.0 / 3), "0.33");
  EXPECT_EQ(Coordinate(-0.001), "0");
  EXPECT_EQ(Coordinate(-2.25), "-2.25");
}

TEST(EscapedXml, LeavesNothingThatIsMarkup) {
  EXPECT_EQ(EscapedXml("a<b>&\"c\""), "a&lt;b&gt;&amp;&quot;c&quot;");
}

TEST(EscapedXml, LeavesNothingThatXmlCannotHave) {
  EXPECT_EQ(EscapedXml(std::string("a\x01\x1b[31m\xff", 8)), "a[31m\uFFFD");
}

TEST(PathThrough, JoinsPoints) {
  EXPECT_EQ(PathThrough({{1, 2}, {3.5, 4}}, false), "M1,2L3.5,4");
  EXPECT_EQ(PathThrough({{1, 2}, {3.5, 4}}, true), "M1,2L3.5,4Z");
}

TEST(Svg, SaysWhatItShows) {
  const std::string text = Svg(10, 20, "A & B", "what <is> there").Finish();
  EXPECT_THAT(text, HasSubstr("<title id=\"title\">A &amp; B</title>"));
  EXPECT_THAT(text, HasSubstr("<desc id=\"desc\">what &lt;is&gt; there</desc>"));
}

TEST(Svg, KeepsTextAsText) {
  Svg svg(10, 20, "T", "D");
  svg.AddText({1, 2}, "x < y", {{"fill", "\"red\""}});
  EXPECT_THAT(std::move(svg).Finish(),
              HasSubstr("<text x=\"1\" y=\"2\" fill=\"&quot;red&quot;\">x &lt; y</text>"));
}

TEST(Svg, NamesNothingOutsideItself) {
  Svg svg(10, 20, "T", "D");
  svg.Add("rect", {{"width", 3.0}}, "a tip");
  const std::string text = std::move(svg).Finish();
  EXPECT_THAT(text, Not(HasSubstr("href")));
  EXPECT_THAT(text, HasSubstr("<rect width=\"3\"><title>a tip</title></rect>"));
}

}  // namespace
}  // namespace muster
