// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/quote.h"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

namespace muster {
namespace {

// The text at which a quote stands, or "-".
std::string Found(std::string_view text, std::string_view quote, std::size_t occurrence = 1) {
  const std::optional<ByteRange> range = QuoteFinder(text).Find(quote, occurrence);
  return range ? std::string(text.substr(range->begin, range->end - range->begin)) : "-";
}

TEST(QuoteFinder, FoldsWhiteSpaceOnBothSides) {
  EXPECT_EQ(Found("The 217\n\t officers came", "217 officers"), "217\n\t officers");
  EXPECT_EQ(Found("The 217 officers came", " 217 \n officers "), "217 officers");
  EXPECT_EQ(Found("The 217\u00a0officers", "217 officers"), "217\u00a0officers");
  EXPECT_EQ(Found("217\u2009\u202f\u3000officers", "217 officers"),
            "217\u2009\u202f\u3000officers");
  EXPECT_EQ(Found("217 officers", "217\u00a0officers"), "217 officers");
}

TEST(QuoteFinder, TakesAllElseByteForByte) {
  EXPECT_EQ(Found("The 217 officers", "the 217"), "-");
  EXPECT_EQ(Found("21 7", "217"), "-");
  EXPECT_EQ(Found("217", "21 7"), "-");
  EXPECT_EQ(Found("caf\u00e9", "cafe"), "-");
  EXPECT_EQ(Found("217 officers", "17 off"), "17 off");
}

TEST(QuoteFinder, CountsOccurrencesFromOne) {
  EXPECT_EQ(QuoteFinder("aXa a").Find("a", 3)->begin, 4u);
  EXPECT_EQ(Found("aXa a", "a", 4), "-");
  EXPECT_EQ(QuoteFinder("aaa").Find("aa", 2)->begin, 1u);
  EXPECT_FALSE(QuoteFinder("aaa").Find("a", 0));
}

TEST(QuoteFinder, FindsNothingInNothing) {
  EXPECT_EQ(Found("", "a"), "-");
  EXPECT_EQ(Found("a", ""), "-");
  EXPECT_EQ(Found("a b", "  "), "-");
}

TEST(QuoteFinder, FindsItsWayInALargeText) {
  std::string text;
  for (int i = 0; i < 300'000; ++i) text += std::to_string(i) + (i % 7 == 0 ? " \n " : " ");
  const QuoteFinder finder(text);
  for (const int i : {0, 1, 777, 150'001, 299'998}) {
    const std::string quote = std::to_string(i) + " " + std::to_string(i + 1);
    const std::optional<ByteRange> range = finder.Find(quote);
    ASSERT_TRUE(range) << quote;
    const std::string passage = text.substr(range->begin, range->end - range->begin);
    EXPECT_TRUE(passage.starts_with(std::to_string(i)) && passage.ends_with(std::to_string(i + 1)))
        << passage;
  }
}

// The slow rule: from every byte of the text, match the quote one character after the other.
std::vector<std::string> Tokens(std::string_view text) {
  const std::vector<std::string> spaces = {" ", "\n", "\u00a0", "\u2003"};
  std::vector<std::string> tokens;
  for (std::size_t i = 0; i < text.size();) {
    std::string token(1, text[i]);
    for (const std::string& space : spaces) {
      if (text.substr(i, space.size()) == space) token = space;
    }
    tokens.push_back(token);
    i += token.size();
  }
  return tokens;
}

bool IsSpace(const std::string& token) { return token == " " || token == "\n" || token.size() > 1; }

std::optional<ByteRange> SlowFind(std::string_view text, std::string_view quote,
                                  std::size_t occurrence) {
  const std::vector<std::string> in = Tokens(text);
  std::vector<std::string> wanted;
  for (const std::string& token : Tokens(quote)) {
    if (IsSpace(token) && (wanted.empty() || wanted.back() == " ")) continue;
    wanted.push_back(IsSpace(token) ? " " : token);
  }
  if (!wanted.empty() && wanted.back() == " ") wanted.pop_back();
  if (wanted.empty()) return std::nullopt;
  std::size_t begin = 0;
  for (std::size_t start = 0; start < in.size(); begin += in[start++].size()) {
    std::size_t at = start;
    std::size_t end = begin;
    bool same = true;
    for (const std::string& token : wanted) {
      if (token != " ") {
        same = same && at < in.size() && in[at] == token;
        if (at < in.size()) end += in[at++].size();
        continue;
      }
      same = same && at < in.size() && IsSpace(in[at]);
      while (at < in.size() && IsSpace(in[at])) end += in[at++].size();
    }
    if (same && --occurrence == 0) return ByteRange{begin, end};
  }
  return std::nullopt;
}

TEST(QuoteFinder, AgreesWithTheSlowRule) {
  const auto text_of = [](std::size_t most) {
    const auto tokens =
        *rc::gen::resize(static_cast<int>(most),
                         rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                             "a", "b", " ", "\n", "\u00a0", "\u2003")));
    std::string text;
    for (const std::string& token : tokens) text += token;
    return text;
  };
  EXPECT_TRUE(rc::check([&] {
    // Filler puts the interesting part across the end of a block.
    const std::string text =
        std::string(*rc::gen::inRange<std::size_t>(4080, 4100), 'x') + text_of(60);
    const std::string quote = text_of(6);
    const auto occurrence = *rc::gen::inRange<std::size_t>(1, 4);
    const std::optional<ByteRange> fast = QuoteFinder(text).Find(quote, occurrence);
    const std::optional<ByteRange> slow = SlowFind(text, quote, occurrence);
    RC_ASSERT(fast.has_value() == slow.has_value());
    if (!fast) return;
    RC_ASSERT(fast->begin == slow->begin);
    RC_ASSERT(fast->end == slow->end);
  }));
}

TEST(QuoteFinder, ShowsThePassageThatIsMostLike) {
  const QuoteFinder finder(
      "Nothing here. \u201cThe 217 police\u2013officers\u201d\nwere welcomed on Saturday. Nothing "
      "there.");
  EXPECT_EQ(finder.Nearest("the 217 \"police-officers\" were welcomed"),
            "\u201cThe 217 police\u2013officers\u201d were welcomed");
  EXPECT_EQ(finder.Nearest("217 policeofficers were greeted"),
            "217 police\u2013officers\u201d were");
  EXPECT_EQ(finder.Nearest("something else altogether"), std::nullopt);
  EXPECT_EQ(finder.Nearest("\u2014"), std::nullopt);
  EXPECT_EQ(QuoteFinder("").Nearest("a"), std::nullopt);
}

TEST(IsUtf8, AgreesWithRfc3629) {
  for (const std::string text : {"", "abc", "\u00e9", "\u20ac", "\U0001f600", "\xf4\x8f\xbf\xbf",
                                 "\xed\x9f\xbf", "12345678\u00e9"}) {
    EXPECT_TRUE(IsUtf8(text)) << text;
  }
  for (const std::string text :
       {"\x80", "\xc3", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xe2\x82", "\xf0\x9f\x98"}) {
    std::size_t offset = 99;
    EXPECT_FALSE(IsUtf8("123456789" + text, &offset));
    EXPECT_EQ(offset, 9u);
    EXPECT_FALSE(IsUtf8(text + "a"));
  }
}

}  // namespace
}  // namespace muster
