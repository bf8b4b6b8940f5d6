// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "ledger/date.h"
#include "ledger/strength.h"
#include "muster/v1/event.pb.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"
#include "tools/output/event_json.h"
#include "tools/output/event_sentence.h"
#include "tools/output/progress.h"
#include "tools/output/refusal_text.h"
#include "tools/output/text_table.h"

namespace muster {
namespace {

v1::Event Arrival(const std::string& strength, const std::string& on) {
  v1::Event event;
  v1::Arrival& arrival = *event.mutable_arrival();
  arrival.mutable_who()->set_contingent("KEN-3");
  *arrival.mutable_strength() = *ParseStrength(strength);
  arrival.set_place("HTI/Ouest");
  *arrival.mutable_on() = *ParseDate(on);
  return event;
}

TEST(SafeText, TakesControlAndBidirectionalCharactersAway) {
  EXPECT_EQ(SafeText("a\x1b[31mb\a\x7f\xC2\x9B"), "a[31mb");
  EXPECT_EQ(SafeText("1\u202E2\u2066\u200F\uFEFF\u061C"), "12");
  EXPECT_EQ(SafeText("a\xFF\xC3"), "a\uFFFD\uFFFD");
  EXPECT_EQ(SafeText("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");  // half of a pair of surrogates
}

TEST(SafeText, FoldsWhiteSpaceUnlessLinesAreKept) {
  EXPECT_EQ(SafeText(" a \n\t b\u2028c\n"), "a b c");
  EXPECT_EQ(SafeText("a\tb\r\nc\n", LineEnds::kKept), "a b\nc\n");
}

TEST(SafeText, LeavesOtherScriptsAlone) {
  EXPECT_EQ(SafeText("Pòtoprens \u6D77\u5730 \u0627"), "Pòtoprens \u6D77\u5730 \u0627");
}

TEST(DisplayWidth, CountsColumns) {
  EXPECT_EQ(DisplayWidth("abc"), 3u);
  EXPECT_EQ(DisplayWidth("\u00E9"), 1u);
  EXPECT_EQ(DisplayWidth("e\u0301"), 1u);
  EXPECT_EQ(DisplayWidth("\u6D77\u5730"), 4u);
}

TEST(Progress, TellsRateAndTimeLeftOnceASecondHasShownThem) {
  using std::chrono::milliseconds;
  const auto text = [](const Done& done) {
    return ProgressText("reading records", ProgressUnit::kItems, done);
  };
  EXPECT_EQ(text({0, 500, 1000, milliseconds(999)}), "reading records: 500 of 1000 (50 %)");
  EXPECT_EQ(text({0, 500, 1000, milliseconds(1000)}),
            "reading records: 500 of 1000 (50 %), 500 a second, 2 s left");
  EXPECT_EQ(text({0, 1000, 1000, milliseconds(1000)}),
            "reading records: 1000 of 1000 (100 %), 1000 a second");
  EXPECT_EQ(text({0, 1, 601, milliseconds(1000)}),
            "reading records: 1 of 601 (0 %), 1.0 a second, 10 min 01 s left");
  EXPECT_EQ(text({0, 1, 7320, milliseconds(1000)}),
            "reading records: 1 of 7320 (0 %), 1.0 a second, 2 h 02 min left");
  EXPECT_EQ(text({0, 0, 0, milliseconds(0)}), "reading records: 0 of 0 (100 %)");
  // What an earlier run has done says nothing of how fast this one is.
  EXPECT_EQ(text({900, 950, 1000, milliseconds(5000)}),
            "reading records: 950 of 1000 (95 %), 10 a second, 6 s left");
  EXPECT_EQ(text({900, 900, 1000, milliseconds(5000)}),
            "reading records: 900 of 1000 (90 %), 5 s so far");
  EXPECT_EQ(ProgressText("checking rows", ProgressUnit::kBytes,
                         {0, 2500000, 10000000, milliseconds(2000)}),
            "checking rows: 2.5 of 10.0 MB (25 %), 1.2 MB a second, 7 s left");
}

TEST(Progress, TellsHowLongWhatCannotBeCountedTakesAlready) {
  using std::chrono::milliseconds;
  EXPECT_EQ(ProgressText("check", milliseconds(999)), "check: 0 s so far");
  EXPECT_EQ(ProgressText("check", milliseconds(61000)), "check: 1 min 01 s so far");
}

TEST(Progress, IsShownAfterHalfASecondOrAsTheSettingSays) {
  using std::chrono::milliseconds;
  EXPECT_EQ(ProgressDelay(nullptr), milliseconds(500));
  EXPECT_EQ(ProgressDelay("0"), milliseconds(0));
  EXPECT_EQ(ProgressDelay("2000"), milliseconds(2000));
  EXPECT_EQ(ProgressDelay("off"), std::nullopt);
  for (const char* wrong : {"", "soon", "-1", "1s", "99999999999"}) {
    EXPECT_EQ(ProgressDelay(wrong), milliseconds(500)) << wrong;
  }
}

TEST(TextTable, AlignsByWidthAndRulesOffTotals) {
  TextTable table({{"name"}, {"n", Align::kRight}});
  table.AddRow({"\u6D77\u5730", "5"});
  table.AddRow({"x", "617"});
  table.AddTotal({"total", "622"});
  EXPECT_EQ(table.ToText(Style()),
            "name     n\n"
            "\u6D77\u5730     5\n"
            "x      617\n"
            "----------\n"
            "total  622\n");
  EXPECT_EQ(table.Width(), 10u);
}

TEST(TextTable, MakesCellsSafe) {
  TextTable table({{"a"}});
  table.AddRow({"x\x1b[2J\ny"});
  EXPECT_EQ(table.ToText(Style()), "a\nx[2J y\n");
}

TEST(Csv, QuotesWhatNeedsIt) {
  const std::vector<std::string> cells = {"a", "b,c", "say \"no\"", "two\nlines", ""};
  EXPECT_EQ(CsvLine(cells), "a,\"b,c\",\"say \"\"no\"\"\",\"two\nlines\",\n");
}

TEST(EventJson, HasTheKeysOfTheReportFile) {
  v1::Event event = Arrival("over 200", "2025-01");
  event.set_according_to("Police");
  event.mutable_arrival()->set_reason(v1::Arrival::DEPLOYMENT);
  v1::Part& part = *event.mutable_arrival()->add_of_which();
  part.set_name("women");
  *part.mutable_strength() = *ParseStrength("24");
  EXPECT_EQ(
      EventJson(event).dump(),
      R"({"arrival":{"contingent":"KEN-3","strength":{"text":"over 200","least":201,"best":201,)"
      R"("most":null},"of_which":{"women":{"text":"24","least":24,"best":24,"most":24}},)"
      R"("place":"HTI/Ouest","on":{"text":"2025-01","earliest":"2025-01-01","best":"2025-01-31",)"
      R"("latest":"2025-01-31"},"reason":"deployment"},"according_to":"Police"})");
}

TEST(EventJson, WritesScopesAsTheyAreWritten) {
  v1::Event event;
  v1::Scope& scope = *event.mutable_claim()->mutable_scope();
  scope.add_mission("M");
  scope.add_contributor("JAM");
  scope.add_contributor("BLZ");
  event.mutable_claim()->set_at(v1::OPENING);
  *event.mutable_claim()->mutable_on() = *ParseDate("../2025-01-18");
  EXPECT_EQ(EventJson(event).dump(),
            R"({"claim":{"scope":{"mission":"M","contributor":["JAM","BLZ"]},"on":{"text":)"
            R"("../2025-01-18","earliest":null,"best":"2025-01-18","latest":"2025-01-18"},)"
            R"("at":"opening"}})");
}

TEST(EventJson, TellsWhatAnAmendmentSetsAndClears) {
  v1::Event event;
  v1::Amendment& amendment = *event.mutable_amendment();
  amendment.mutable_of()->set_position(7);
  amendment.set_why(v1::REVISED);
  *amendment.mutable_change()->mutable_values() = v1::Event();
  *amendment.mutable_change()->mutable_values()->mutable_arrival()->mutable_strength() =
      *ParseStrength("215");
  amendment.mutable_change()->add_fields("reason");
  amendment.mutable_change()->add_fields("strength");
  EXPECT_EQ(EventJson(event).dump(),
            R"({"amendment":{"of":{"position":7},"change":{"reason":null,"strength":{"text":"215",)"
            R"("least":215,"best":215,"most":215}},"why":"revised"}})");
  EXPECT_EQ(EventSentence(event),
            "record 7 is corrected: reason = nothing, strength = 215 (revised)");
}

TEST(EventSentence, TellsOfAChangeToAllThatAlone) {
  v1::Event event;
  v1::Amendment& amendment = *event.mutable_amendment();
  amendment.mutable_of()->set_position(7);
  amendment.mutable_change()->mutable_values()->mutable_departure()->set_all(true);
  for (const char* field : {"all", "of_which", "strength"}) {
    amendment.mutable_change()->add_fields(field);
  }
  EXPECT_EQ(EventSentence(event), "record 7 is corrected: all = true");
}

TEST(EventSentence, TellsWhoWhatWhereAndWhen) {
  EXPECT_EQ(EventSentence(Arrival("217", "2025-01-18")),
            "217 of KEN-3 arrived at HTI/Ouest on 2025-01-18");
}

TEST(EventSentence, PrintsBoundsBack) {
  EXPECT_EQ(EventSentence(Arrival("over 200", "2025-01-18")),
            "over 200 (201..) of KEN-3 arrived at HTI/Ouest on 2025-01-18");
  EXPECT_EQ(EventSentence(Arrival("unknown", "2025-01-18")),
            "unknown (0..) of KEN-3 arrived at HTI/Ouest on 2025-01-18");
  EXPECT_EQ(EventSentence(Arrival("at least 0", "2025-01-18")),
            "at least 0 (0..) of KEN-3 arrived at HTI/Ouest on 2025-01-18");
}

TEST(EventSentence, KnowsAnEventOfALaterSchema) {
  EXPECT_EQ(EventSentence(v1::Event()), "an event of a later version of muster");
}

TEST(RefusalText, PutsAMarkUnderThePlace) {
  const Refusal refusal{"r.yaml", {3, 4}, "bad-date", "no date", "write 2025"};
  EXPECT_EQ(RefusalText(refusal, "\u6D77\u00E9 on: x", Style()),
            "muster: error: r.yaml:3:4: no date [bad-date]\n"
            "    3 | \u6D77\u00E9 on: x\n"
            "      |     ^\n"
            "hint: write 2025\n");
}

TEST(RefusalText, CutsALongLineAroundThePlace) {
  const Refusal refusal{"r.yaml", {1, 301}, "syntax", "no", ""};
  const std::string text =
      RefusalText(refusal, std::string(300, 'a') + "X" + std::string(300, 'b'), Style());
  EXPECT_NE(text.find("..." + std::string(60, 'a') + "X" + std::string(39, 'b') + "...\n"),
            std::string::npos)
      << text;
}

}  // namespace
}  // namespace muster
