// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/input/json_nodes.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

#include "tools/input/yaml_nodes.h"

namespace muster {
namespace {

// All that a node has, in a line.
std::string Told(const Node& node) {
  std::string told = fmt::format("{}:{} {} '{}'", node.position.line, node.position.column,
                                 static_cast<int>(node.kind), node.text);
  for (const Node& item : node.items) told += fmt::format(" [{}]", Told(item));
  for (const Node::Entry& entry : node.entries) {
    told += fmt::format(" {{{}:{} '{}': {}}}", entry.key_position.line, entry.key_position.column,
                        entry.key, Told(entry.value));
  }
  return told;
}

std::string Told(const YamlStream& stream) {
  std::string told;
  for (const Node& document : stream.documents) told += Told(document) + '\n';
  for (const Refusal& refusal : stream.refusals) told += refusal.message + '\n';
  return told;
}

// What YAML makes of it: with a comment it is no JSON.
std::string ByYaml(const std::string& text) {
  return Told(ParseYaml("f", SourceText(text + "\n# no JSON")));
}

class RandomJson {
 public:
  explicit RandomJson(unsigned seed) : choice_(seed) {}

  std::string Object(int depth) {
    std::string text = "{" + Space();
    for (unsigned left = Below(4); left > 0; --left) {
      text += Key() + Spaces() + ":" + Space() + Value(depth) + Space() + (left > 1 ? "," : "") +
              Space();
    }
    return text + "}";
  }

  // Of a text, with some bytes changed.
  std::string Spoilt(std::string text) {
    static constexpr std::string_view kOdd = "{}[]\",:\\\n\t #&*!|>'%@`-?~x0";
    for (unsigned left = 1 + Below(3); left > 0 && !text.empty(); --left) {
      const std::size_t at = Below(static_cast<unsigned>(text.size()));
      if (Below(2) == 0) {
        text.erase(at, 1);
      } else {
        text[at] = kOdd[Below(kOdd.size())];
      }
    }
    return text;
  }

  unsigned Below(std::size_t end) { return static_cast<unsigned>(choice_() % end); }

 private:
  std::string Value(int depth) {
    switch (Below(depth > 3 ? 3 : 5)) {
      case 0:
        return String();
      case 1: {
        static constexpr std::string_view kWords[] = {"0",  "-1",   "1.5",   "1e9", "-0.25E-3",
                                                      "12", "true", "false", "null"};
        return std::string(kWords[Below(std::size(kWords))]);
      }
      case 2:
        return String();
      case 3:
        return Object(depth + 1);
      default: {
        std::string text = "[" + Space();
        for (unsigned left = Below(4); left > 0; --left) {
          text += Value(depth + 1) + Space() + (left > 1 ? "," : "") + Space();
        }
        return text + "]";
      }
    }
  }

  std::string String() {
    static constexpr std::string_view kPieces[] = {
        "a",   " ",   "Haïti", "12",  ":",  ": ",  "#",    " #", "<<",      "\\\"", "\\\\", "\\/",
        "\\n", "\\t", "{",     "}, ", "[x", "é世", "'it'", "~",  "\\u00e9", "-",    "null", ">5"};
    std::string text = "\"";
    for (unsigned left = Below(8) == 0 ? 0 : 1 + Below(4); left > 0; --left) {
      text += kPieces[Below(std::size(kPieces))];
    }
    return text + "\"";
  }
  std::string Key() {
    static constexpr std::string_view kKeys[] = {"\"a\"", "\"report\"", "\"events\"",
                                                 "\"é\"", "\"on\"",     "\"12\""};
    return Below(6) == 0 ? String() : std::string(kKeys[Below(std::size(kKeys))]);
  }
  std::string Spaces() { return std::string(Below(6) == 0 ? 1 : 0, ' '); }
  std::string Space() {
    static constexpr std::string_view kSpaces[] = {"", "", " ", "\n", "\n  ", "  "};
    return std::string(kSpaces[Below(std::size(kSpaces))]);
  }

  std::mt19937 choice_;
};

TEST(JsonNodes, AreThoseOfYaml) {
  int plain = 0;
  for (unsigned seed = 0; seed < 20'000; ++seed) {
    const std::string text = RandomJson(seed).Object(0);
    const auto json = ReadPlainJson(SourceText(text));
    if (!json) continue;
    ++plain;
    ASSERT_EQ(Told(*json) + '\n', ByYaml(text)) << text;
  }
  EXPECT_GT(plain, 8'000);
}

TEST(JsonNodes, OfATextThatIsSpoiltAreThoseOfYamlOrNone) {
  int refused = 0;
  int plain = 0;
  for (unsigned seed = 0; seed < 20'000; ++seed) {
    RandomJson random(seed);
    const std::string text = random.Spoilt(random.Object(0));
    const SourceText source(text);
    if (!source.BadCharacters().empty()) continue;
    const auto json = ReadPlainJson(source);
    ++(json ? plain : refused);
    if (!json) continue;
    ASSERT_EQ(Told(*json) + '\n', ByYaml(text)) << text;
  }
  EXPECT_GT(plain, 500);
  EXPECT_GT(refused, 5'000);
}

TEST(JsonNodes, AreLeftToYamlWhereAnythingIsOdd) {
  for (const std::string_view text : {"",
                                      "[]",
                                      "1",
                                      "{} x",
                                      "{,}",
                                      "{\"a\":1,}",
                                      "{a: 1}",
                                      "{\"a\" 1}",
                                      "{\"a\":\"\"}",
                                      "{\"\":1}",
                                      "{\"a\":1,\"a\":2}",
                                      "{\"<<\":1}",
                                      "{\"a\":\"b\nc\"}",
                                      "{\"a\":\"\\u0041\"}",
                                      "{\"a\":\t1}",
                                      "{\"a\":~}",
                                      "{\"a\":-}",
                                      "{\"a\":1",
                                      "{\"a\":\"b",
                                      "# x\n{\"a\":1}",
                                      "{\"a\":1}\n---\n{\"a\":1}",
                                      "{\"a\"\n:1}",
                                      "{\"a\":&b 1}"}) {
    EXPECT_FALSE(ReadPlainJson(SourceText(text)).has_value()) << text;
  }
  std::string deep;
  for (std::size_t i = 0; i < kYamlDepthMax; ++i) deep += "{\"a\":";
  EXPECT_FALSE(ReadPlainJson(SourceText(deep + "1" + std::string(kYamlDepthMax, '}'))).has_value());
  const std::string long_key = "{\"" + std::string(2000, 'k') + "\":1}";
  EXPECT_FALSE(ReadPlainJson(SourceText(long_key)).has_value());
}

}  // namespace
}  // namespace muster
