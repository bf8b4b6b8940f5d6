// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Nothing that a file can hold crashes the reader: random bytes, random sequences of the pieces
// that YAML is made of, and report files with random changes.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "tools/input/report_file.h"

namespace muster {
namespace {

constexpr char kReport[] =
    "report:\n  source: Example Gazette\n  published: 2025-01-18\n  text: |\n    Over 200 "
    "officers.\n"
    "events:\n  - arrival: {contingent: KEN-3, strength: \">200\", on: 2025-01-18}\n"
    "    quote: 'Over 200'\n  - claim:\n      scope: {mission: M, contributor: [JAM, BLZ]}\n"
    "      strength: 400 # as said\n---\n{\"report\": {\"source\": \"\\u00e9\"}, \"events\": []}\n";

// More than rapidcheck's hundred, unless the environment says otherwise.
const int kConfigured = ::setenv("RC_PARAMS", "max_success=2000", /*overwrite=*/0);

// A position is in the file or 0, and what is refused has a rule and a message.
void CheckAnswer(const ReportFile& file) {
  for (const Refusal& refusal : file.refusals) {
    RC_ASSERT(!refusal.rule.empty());
    RC_ASSERT(!refusal.message.empty());
    RC_ASSERT((refusal.position.line == 0) == (refusal.position.column == 0));
  }
  RC_ASSERT(!file.drafts.empty() || !file.refusals.empty());
}

TEST(YamlFuzz, RandomBytesNeverCrash) {
  ASSERT_EQ(kConfigured, 0);
  EXPECT_TRUE(
      rc::check([](const std::string& bytes) { CheckAnswer(ParseReportFile("f", bytes, "/")); }));
}

TEST(YamlFuzz, RandomPiecesOfYamlNeverCrash) {
  const std::vector<std::string> pieces = {
      "\n",          " ",   "  ", "\t", ":",   ": ", "- ",  "-",        "? ",           "{",
      "}",           "[",   "]",  ",",  "#",   "a",  "b",   "&x",       "*x",           "!t",
      "!!s",         "| ",  "> ", ">5", "|2-", "'",  "\"",  "\\",       "---",          "...",
      "%",           "@",   "`",  "~",  "<<",  "\r", "\\u", "\xC3\xA9", "\xEF\xBB\xBF", "report:",
      "document: x", "\n  "};
  EXPECT_TRUE(rc::check([&pieces]() {
    const auto chosen = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces));
    std::string text;
    for (const std::string& piece : chosen) text += piece;
    CheckAnswer(ParseReportFile("f", text, "/nonexistent"));
  }));
}

TEST(YamlFuzz, ChangedReportFilesNeverCrash) {
  EXPECT_TRUE(rc::check([]() {
    std::string text = kReport;
    const int changes = *rc::gen::inRange(1, 6);
    for (int i = 0; i < changes && !text.empty(); ++i) {
      const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
      switch (*rc::gen::inRange(0, 4)) {
        case 0:
          text[at] = *rc::gen::arbitrary<char>();
          break;
        case 1:
          text.erase(at, *rc::gen::inRange<std::size_t>(1, 20));
          break;
        case 2:
          text.insert(at, text.substr(*rc::gen::inRange<std::size_t>(0, text.size()), 15));
          break;
        default:
          text[at] = *rc::gen::elementOf(std::string("\n\t :-{}[],#&*!|>'\"%@~?"));
          break;
      }
    }
    CheckAnswer(ParseReportFile("f", text, "/nonexistent"));
  }));
}

}  // namespace
}  // namespace muster
