// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/input/source_text.h"

#include <gtest/gtest.h>

namespace muster {
namespace {

TEST(SourceText, CountsLinesAndColumnsFromOneInCharacters) {
  const SourceText source(
      "a\nb\xC3\xA9"  // é
      "c\n");
  EXPECT_EQ(source.PositionOfOffset(0), (SourcePosition{1, 1}));
  EXPECT_EQ(source.PositionOfOffset(2), (SourcePosition{2, 1}));
  EXPECT_EQ(source.PositionOfOffset(5), (SourcePosition{2, 3}));
  EXPECT_EQ(source.Line(2),
            "b\xC3\xA9"
            "c");
  EXPECT_EQ(source.Line(9), "");
}

TEST(SourceText, TakesEveryKindOfLineEndAndAByteOrderMark) {
  const SourceText source(
      "\xEF\xBB\xBF"
      "a\r\nb\rc\n");
  EXPECT_EQ(source.text(), "a\nb\nc\n");
  EXPECT_EQ(source.Line(3), "c");
}

TEST(SourceText, NamesControlCharactersAndBytesThatAreNotUtf8) {
  using namespace std::string_view_literals;
  const auto bad = SourceText("ok\n\0x\n\x1b\xC2\x9B\xFFy\x01"sv).BadCharacters();
  ASSERT_EQ(bad.size(), 4u);
  EXPECT_EQ(bad[0].position, (SourcePosition{2, 1}));
  EXPECT_EQ(bad[0].message, "control character U+0000");
  EXPECT_EQ(bad[2].message, "control character U+009B");
  EXPECT_TRUE(bad[3].is_encoding);
  EXPECT_EQ(bad[3].position, (SourcePosition{3, 3}));
}

TEST(SourceText, GuessesUtf16ByItsByteOrderMark) {
  const auto bad = SourceText(std::string_view("\xFF\xFE"
                                               "a\0",
                                               4))
                       .BadCharacters();
  ASSERT_EQ(bad.size(), 1u);
  EXPECT_EQ(bad[0].message, "byte FF is not UTF-8: the file is in UTF-16");
}

TEST(SourceText, LeavesTabsAndTextOfAnyScriptAlone) {
  EXPECT_TRUE(SourceText("\tP\xC3\xA9tion\xE2\x80\xAF\xF0\x9F\x87\xAD\n").BadCharacters().empty());
}

}  // namespace
}  // namespace muster
