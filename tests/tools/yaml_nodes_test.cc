// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/input/yaml_nodes.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>

namespace muster {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

YamlStream Parse(std::string_view text) { return ParseYaml("f.yaml", SourceText(text)); }

// "2:3 rule: message | hint" of each refusal.
std::vector<std::string> RefusalsOf(std::string_view text) {
  std::vector<std::string> lines;
  for (const Refusal& refusal : Parse(text).refusals) {
    lines.push_back(fmt::format("{}:{} {}: {}{}{}", refusal.position.line, refusal.position.column,
                                refusal.rule, refusal.message, refusal.hint.empty() ? "" : " | ",
                                refusal.hint));
  }
  return lines;
}

const Node& At(const Node& map, std::string_view key) {
  for (const Node::Entry& entry : map.entries) {
    if (entry.key == key) return entry.value;
  }
  static const Node kNone;
  ADD_FAILURE() << "no key " << key;
  return kNone;
}

TEST(YamlNodes, KeepEveryScalarAsItsText) {
  const YamlStream stream =
      Parse("on: 2025-01-18\nyes: no\nhex: 0x1F\ngrouped: 1_000\nquoted: \"~\"\nzero: 007\n");
  ASSERT_EQ(stream.documents.size(), 1u);
  const Node& root = stream.documents[0];
  EXPECT_EQ(At(root, "on").text, "2025-01-18");
  EXPECT_EQ(At(root, "yes").text, "no");
  EXPECT_EQ(At(root, "hex").text, "0x1F");
  EXPECT_EQ(At(root, "grouped").text, "1_000");
  EXPECT_EQ(At(root, "zero").text, "007");
  EXPECT_EQ(At(root, "quoted").kind, Node::Kind::kScalar);
  EXPECT_EQ(At(root, "quoted").text, "~");
}

TEST(YamlNodes, ReadThePlainFormsOfNothingAsNull) {
  const YamlStream stream = Parse("a: ~\nb: null\nc:\nd: \"\"\n");
  const Node& root = stream.documents.at(0);
  EXPECT_EQ(At(root, "a").kind, Node::Kind::kNull);
  EXPECT_EQ(At(root, "b").kind, Node::Kind::kNull);
  EXPECT_EQ(At(root, "c").kind, Node::Kind::kNull);
  EXPECT_EQ(At(root, "d").kind, Node::Kind::kScalar);
}

TEST(YamlNodes, KnowTheirPositionsInCharacters) {
  const YamlStream stream = Parse("\xC3\xA9t\xC3\xA9: {\xC3\xA0: x, b: [1, 2]}\nlast:\n  - y\n");
  const Node& root = stream.documents.at(0);
  EXPECT_EQ(root.entries[0].key_position, (SourcePosition{1, 1}));
  EXPECT_EQ(root.entries[0].value.position, (SourcePosition{1, 6}));
  const Node& map = root.entries[0].value;
  EXPECT_EQ(map.entries[1].key_position, (SourcePosition{1, 13}));
  EXPECT_EQ(map.entries[1].value.items[1].position, (SourcePosition{1, 20}));
  EXPECT_EQ(At(root, "last").items[0].position, (SourcePosition{3, 5}));
}

TEST(YamlNodes, ReadJson) {
  const YamlStream stream = Parse(
      "{\"report\":{\"source\":\"A\\/"
      "B\\u00e9\\ud83d\\ude00\"},\n\t\"events\":[{\"n\":200,\"t\":true}]}");
  EXPECT_THAT(stream.refusals, IsEmpty());
  const Node& root = stream.documents.at(0);
  EXPECT_EQ(At(At(root, "report"), "source").text, "A/B\xC3\xA9\xF0\x9F\x98\x80");
  EXPECT_EQ(At(root, "events").position, (SourcePosition{2, 11}));
  EXPECT_EQ(At(At(root, "events").items[0], "t").text, "true");
}

TEST(YamlNodes, KeepPositionsBehindAPairOfSurrogates) {
  const YamlStream stream = Parse("{\"a\": \"\\ud83d\\ude00\", \"b\": 1, \"b\": 2}");
  EXPECT_THAT(
      RefusalsOf("{\"a\": \"\\ud83d\\ude00\", \"b\": 1, \"b\": 2}"),
      ElementsAre("1:31 duplicate-key: `b` stands here a second time; the first is at 1:23 | "
                  "keep one of the two"));
}

TEST(YamlNodes, ComeOneForEachDocument) {
  const YamlStream stream = Parse("# register\n---\na: 1\n---\nb: 2\n...\n---\nc: 3\n");
  EXPECT_THAT(stream.refusals, IsEmpty());
  EXPECT_EQ(stream.documents.size(), 3u);
  EXPECT_THAT(Parse("").documents, IsEmpty());
  EXPECT_THAT(Parse("# nothing\n\n").documents, IsEmpty());
}

TEST(YamlNodes, RefuseTextBehindADocument) {
  EXPECT_THAT(
      RefusalsOf("{\"a\": 1}\n{\"b\": 2}\n"),
      ElementsAre("2:1 syntax: text after the end of the document | a further document begins "
                  "with a line `---`"));
}

TEST(YamlNodes, EndAtAStrayComma) {
  EXPECT_THAT(RefusalsOf(","),
              ElementsAre(HasSubstr("1:1 syntax: text after the end of the document")));
}

TEST(YamlNodes, RefuseADuplicateKeyWithBothPositions) {
  EXPECT_THAT(
      RefusalsOf("a: 1\nb: {c: 1, d: 2, c: 3}\na: 2\n"),
      ElementsAre("2:17 duplicate-key: `c` stands here a second time; the first is at 2:5 | keep "
                  "one of the two",
                  "3:1 duplicate-key: `a` stands here a second time; the first is at 1:1 | keep "
                  "one of the two"));
}

TEST(YamlNodes, SayThatSignsOfYamlNeedQuotes) {
  for (const std::string value :
       {">200", ">=201", "> 200", ">5", ">217", "%5", "@x", "`x`", ">0", "|200"}) {
    for (const std::string format : {"a: {}\n", "- a: {}\n  b: x\n", "a:\n  b: {}\n"}) {
      std::string text = format;
      text.replace(text.find("{}"), 2, value);
      EXPECT_THAT(RefusalsOf(text),
                  ElementsAre(HasSubstr(fmt::format("put it in quotes: \"{}\"", value))))
          << text;
    }
    const std::string in_braces = fmt::format("{{a: b, c: {}, d: e}}\n", value);
    EXPECT_THAT(
        RefusalsOf(in_braces),
        ElementsAre(HasSubstr(fmt::format("1:11 syntax: `{}` means something else", value[0]))))
        << in_braces;
    EXPECT_THAT(RefusalsOf(in_braces),
                ElementsAre(HasSubstr(fmt::format("put it in quotes: \"{}\"", value))));
  }
}

TEST(YamlNodes, TakeTheSignsThatYamlLeavesAlone) {
  const YamlStream stream =
      Parse("{a: <400, b: ..399, c: ~200, d: 150..200=180, e: <=399, f: 201..}");
  EXPECT_THAT(stream.refusals, IsEmpty());
  EXPECT_EQ(At(stream.documents.at(0), "a").text, "<400");
  EXPECT_EQ(At(stream.documents.at(0), "c").text, "~200");
  EXPECT_EQ(At(stream.documents.at(0), "f").text, "201..");
}

TEST(YamlNodes, RefuseAliasesAnchorsTagsAndMerging) {
  EXPECT_THAT(RefusalsOf("a: &x 1\nb: *x\n"),
              ElementsAre(HasSubstr("1:4 syntax: `&` makes a YAML anchor"),
                          HasSubstr("2:4 syntax: `*` makes a YAML alias")));
  EXPECT_THAT(RefusalsOf("a: *unknown\n"),
              ElementsAre(HasSubstr("put it in quotes: \"*unknown\"")));
  EXPECT_THAT(RefusalsOf("a: !!int 5\n"),
              ElementsAre(HasSubstr("1:4 syntax: `!` makes a YAML tag")));
  EXPECT_THAT(RefusalsOf("<<: {a: 1}\n"), ElementsAre(HasSubstr("1:1 syntax: `<<` merges maps")));
}

TEST(YamlNodes, RefuseABombOfAliasesQuickly) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 30; ++i) {
    bomb += fmt::format("a{}: &a{} [", i, i);
    for (int j = 0; j < 9; ++j) bomb += fmt::format("{}*a{}", j == 0 ? "" : ", ", i - 1);
    bomb += "]\n";
  }
  EXPECT_FALSE(Parse(bomb).refusals.empty());
}

TEST(YamlNodes, RefuseKeysThatAreNoText) {
  EXPECT_THAT(RefusalsOf("{[a]: 1}"),
              ElementsAre(HasSubstr("1:2 wrong-type: a key must be a text")));
  EXPECT_THAT(RefusalsOf("~: 1"), ElementsAre(HasSubstr("1:1 wrong-type: a key must be a text")));
}

TEST(YamlNodes, ExplainSyntaxErrorsWithTheirPlace) {
  EXPECT_THAT(RefusalsOf("a: b: c\n"), ElementsAre(HasSubstr("1:5 syntax: `:` cannot stand here")));
  EXPECT_THAT(RefusalsOf("a: {b: 1\nc: 2\n"),
              ElementsAre(HasSubstr("1:4 syntax: this `{` is not closed | close it with `}`")));
  EXPECT_THAT(RefusalsOf("a: [1, 2\n"),
              ElementsAre(HasSubstr("1:4 syntax: this `[` is not closed | close it with `]`")));
  EXPECT_THAT(RefusalsOf("a:\n\tb: 1\n"),
              ElementsAre("2:1 syntax: a tab cannot indent in YAML | use spaces"));
  EXPECT_THAT(RefusalsOf("a: \"b\\\"\nc: d\n"),
              ElementsAre("1:4 syntax: the quotation mark is never closed | close it"));
  EXPECT_THAT(RefusalsOf("a: 'b''\n"),
              ElementsAre("1:4 syntax: the quotation mark is never closed | close it"));
  EXPECT_THAT(RefusalsOf("a: 'b''c'\n"), IsEmpty());
  EXPECT_THAT(RefusalsOf("a: |\n  it's \"so\n"), IsEmpty());
  EXPECT_THAT(RefusalsOf("a: \"\\q\"\n"),
              ElementsAre(HasSubstr("`\\q` is no escape in double quotes")));
  EXPECT_THAT(RefusalsOf("a: 1\n- b\n"), ElementsAre(HasSubstr("2:1 syntax: ")));
}

TEST(YamlNodes, RefuseWhatIsNotUtf8WithItsPlace) {
  EXPECT_THAT(
      RefusalsOf("a: 1\nb: caf\xE9\n"),
      ElementsAre(
          "2:7 encoding: byte E9 is not UTF-8: the file is in another encoding | save it as "
          "UTF-8"));
  EXPECT_THAT(RefusalsOf(std::string_view("a: x\0y\n", 7)),
              ElementsAre(HasSubstr("1:5 encoding: control character U+0000")));
}

TEST(YamlNodes, HaveALimitOfDepth) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + "x" + std::string(depth, ']');
  };
  EXPECT_THAT(Parse(nested(kYamlDepthMax)).refusals, IsEmpty());
  EXPECT_THAT(RefusalsOf(nested(kYamlDepthMax + 1)),
              ElementsAre(HasSubstr("too-many: more than 64 lists and maps in each other")));
  EXPECT_FALSE(Parse(nested(100000)).refusals.empty());
  EXPECT_FALSE(Parse(std::string(100000, '{')).refusals.empty());
}

TEST(YamlNodes, TakeAFileOfOneLongLine) {
  std::string text = "[";
  for (int i = 0; i < 200000; ++i) text += "{\"a\":\"\xC3\xA9\\ud83d\\ude00\"},";
  text += "{\"b\":1,\"b\":2}]";
  // Each of the maps has 21 characters and a comma; a scan of the line for each would take minutes.
  EXPECT_THAT(RefusalsOf(text), ElementsAre(HasSubstr("1:4400009 duplicate-key: `b`")));
}

TEST(YamlNodes, HaveALimitOfKeysInAMap) {
  std::string text;
  for (std::size_t i = 0; i < kYamlMapKeysMax; ++i) text += fmt::format("k{}: 1\n", i);
  EXPECT_THAT(Parse(text).refusals, IsEmpty());
  EXPECT_THAT(RefusalsOf(text + "more: 1\nand: 1\n"),
              ElementsAre(HasSubstr("10001:1 too-many: more than 10000 keys in one map")));
  EXPECT_THAT(RefusalsOf("k: 1\n" + text), ElementsAre(HasSubstr("too-many")));
  EXPECT_THAT(
      RefusalsOf(text.substr(0, text.size() / 2) + "\nk7: 1\n"),
      ElementsAre(HasSubstr("duplicate-key: `k7` stands here a second time; the first is at 8:1")));
}

}  // namespace
}  // namespace muster
