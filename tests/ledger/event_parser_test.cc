// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: every kind of event is read with all its fields, and everything that a writer may get wrong
// is refused at its place. Method: one table of entries with the protobuf text that they become,
// one of entries with their refusals.
#include "ledger/event_parser.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>

#include <ostream>
#include <string>
#include <vector>

#include "muster/v1/event.pb.h"
#include "muster/v1/report.pb.h"
#include "tests/support/yaml_draft.h"

namespace muster {
namespace {

using google::protobuf::TextFormat;
using google::protobuf::util::MessageDifferencer;
using testing::ElementsAre;
using testing::IsEmpty;

std::string Describe(const Refusals& refusals) {
  std::string text;
  for (const Refusal& refusal : refusals) {
    text += fmt::format("{}:{} {}: {} [{}]\n", refusal.position.line, refusal.position.column,
                        refusal.rule, refusal.message, refusal.hint);
  }
  return text;
}

// A draft with one entry, which begins on line 3.
ReportDraft DraftOf(const std::string& entry) {
  return DraftFromYaml("report: {source: Desk}\nevents:\n  - " + entry + "\n");
}

struct Reading {
  std::string entry;
  std::string event;  // protobuf text, without the fields of strengths and dates but for their text
};

void PrintTo(const Reading& reading, std::ostream* out) { *out << reading.entry; }

class EventReadings : public testing::TestWithParam<Reading> {};

// Keeps of strengths and dates what was written, so that the table can be read.
void KeepTextsOnly(google::protobuf::Message& message) {
  const auto* reflection = message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  const std::string& type = message.GetDescriptor()->name();
  for (const auto* field : fields) {
    const bool number = (type == "Strength" || type == "Date") && field->name() != "text";
    if (number) {
      reflection->ClearField(&message, field);
    } else if (field->cpp_type() == field->CPPTYPE_MESSAGE && field->is_repeated()) {
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
        KeepTextsOnly(*reflection->MutableRepeatedMessage(&message, field, i));
      }
    } else if (field->cpp_type() == field->CPPTYPE_MESSAGE) {
      KeepTextsOnly(*reflection->MutableMessage(&message, field));
    }
  }
}

TEST_P(EventReadings, AreWhatIsWritten) {
  const ReportDraft draft = DraftOf(GetParam().entry);
  Refusals refusals;
  const ParsedReport parsed = ParseReportDraft(draft, refusals);
  ASSERT_EQ(Describe(refusals), "");
  ASSERT_EQ(parsed.events.size(), 1u);
  ASSERT_NE(parsed.events[0].event, nullptr);
  v1::Event event = *parsed.events[0].event;
  EXPECT_EQ(KindOf(event), parsed.events[0].kind);
  KeepTextsOnly(event);
  v1::Event expected;
  ASSERT_TRUE(TextFormat::ParseFromString(GetParam().event, &expected));
  EXPECT_TRUE(MessageDifferencer::Equals(event, expected)) << event.DebugString();
}

INSTANTIATE_TEST_SUITE_P(
    Registrations, EventReadings,
    testing::Values(
        Reading{"mission: {id: MSS-HTI, name: Support Mission, host: HTI}",
                "mission {id: 'MSS-HTI' name: 'Support Mission' host: 'HTI'}"},
        Reading{"mission: {id: MSS-HTI}", "mission {id: 'MSS-HTI'}"},
        Reading{"mandate: {mission: M, instrument: S/RES/2699 (2023), authorised_strength: 2500, "
                "on: 2023-10-02, until: 2024-10-02}",
                "mandate {mission: 'M' instrument: 'S/RES/2699 (2023)' authorised_strength {text: "
                "'2500'} on {text: '2023-10-02'} until {text: '2024-10-02'}}"},
        Reading{
            "place: {id: HTI/Ouest/Port-au-Prince, name: PaP, aliases: [the capital, Potoprens], "
            "pcode: HT01, latitude: 18.54, longitude: -72.34}",
            "place {id: 'HTI/Ouest/Port-au-Prince' name: 'PaP' aliases: 'the capital' aliases: "
            "'Potoprens' pcode: 'HT01' latitude: 18.54 longitude: -72.34}"},
        Reading{"contingent: {id: KEN-4/SWAT, mission: M, contributor: KEN, component: "
                "police/formed-unit, unit: SWAT, organisation: NPS, aliases: [S], labels: {wave: "
                "second, role: assault}}",
                "contingent {id: 'KEN-4/SWAT' mission: 'M' contributor: 'KEN' component: "
                "'police/formed-unit' unit: 'SWAT' organisation: 'NPS' aliases: 'S' labels {name: "
                "'role' value: 'assault'} labels {name: 'wave' value: 'second'}}"},
        Reading{"contingent: {id: OLD, contributor: YUG}",
                "contingent {id: 'OLD' contributor: 'YUG'}"}));

INSTANTIATE_TEST_SUITE_P(
    Movements, EventReadings,
    testing::Values(
        Reading{
            "arrival: {contingent: KEN-3, strength: over 200, of_which: {women: 24, officers: "
            "about "
            "10}, place: PaP, on: 2025-01-18, reason: rotation}",
            "arrival {who {contingent: 'KEN-3'} strength {text: 'over 200'} of_which {name: "
            "'women' "
            "strength {text: '24'}} of_which {name: 'officers' strength {text: 'about 10'}} place: "
            "'PaP' on {text: '2025-01-18'} reason: ROTATION}"},
        Reading{"arrival: {mission: M, contributor: KEN, component: police, strength: 1, on: 2025}",
                "arrival {who {mission: 'M' contributor: 'KEN' component: 'police'} strength "
                "{text: '1'} "
                "on {text: '2025'}}"},
        Reading{
            "arrival: {mission: M, contingent: unspecified, contributor: unspecified, component: "
            "unspecified, place: unspecified, strength: 1, on: 2025}",
            "arrival {who {mission: 'M'} strength {text: '1'} place: 'unspecified' on {text: "
            "'2025'}}"},
        Reading{
            "assignment: {contingent: K, strength: 5, from: {place: A}, to: {place: B/C, duty: "
            "static-guard}, on: 2025-01-01, until: 2025-01-05}",
            "assignment {who {contingent: 'K'} strength {text: '5'} from {place: 'A'} to {place: "
            "'B/C' duty: 'static-guard'} on {text: '2025-01-01'} until {text: '2025-01-05'}}"},
        Reading{
            "assignment: {contingent: K, strength: 5, to: {duty: absent/leave}, on: 2025-01-01, "
            "until: 2025-01-01}",
            "assignment {who {contingent: 'K'} strength {text: '5'} to {duty: 'absent/leave'} on "
            "{text: '2025-01-01'} until {text: '2025-01-01'}}"},
        Reading{
            "departure: {contingent: K, strength: 5, from: {}, on: 2025-01, reason: medical}",
            "departure {who {contingent: 'K'} strength {text: '5'} from {} on {text: '2025-01'} "
            "reason: MEDICAL}"},
        Reading{"departure: {contingent: K, all: true, on: 2025-01}",
                "departure {who {contingent: 'K'} all: true on {text: '2025-01'}}"},
        Reading{"departure: {contingent: K, strength: all, on: 2025-01}",
                "departure {who {contingent: 'K'} all: true on {text: '2025-01'}}"},
        Reading{"departure: {contingent: K, all: true, strength: all, on: 2025-01}",
                "departure {who {contingent: 'K'} all: true on {text: '2025-01'}}"},
        Reading{"departure: {contingent: K, all: false, strength: 7, on: 2025-01}",
                "departure {who {contingent: 'K'} strength {text: '7'} on {text: '2025-01'}}"},
        Reading{
            "loss: {contingent: K, strength: 1, from: {duty: patrol}, at: Pont, on: 2025-02-25, "
            "kind: "
            "killed, cause: malicious-act}",
            "loss {who {contingent: 'K'} strength {text: '1'} from {duty: 'patrol'} at: 'Pont' on "
            "{text: '2025-02-25'} kind: KILLED cause: MALICIOUS_ACT}"},
        Reading{"loss: {contingent: K, strength: 1, at: unspecified, on: 2025-02-25, cause: "
                "self-inflicted}",
                "loss {who {contingent: 'K'} strength {text: '1'} on {text: '2025-02-25'} cause: "
                "SELF_INFLICTED}"},
        Reading{"transfer: {contingent: K, to_contingent: L, strength: 3, from: {place: A}, to: "
                "{place: "
                "B}, on: 2025}",
                "transfer {contingent: 'K' to_contingent: 'L' strength {text: '3'} from {place: "
                "'A'} to "
                "{place: 'B'} on {text: '2025'}}"},
        Reading{
            "dispatch: {contingent: K, strength: unknown, from: Nairobi (JKIA), on: ../2025}",
            "dispatch {who {contingent: 'K'} strength {text: 'unknown'} from: 'Nairobi (JKIA)' on "
            "{text: '../2025'}}"}));

INSTANTIATE_TEST_SUITE_P(
    Statements, EventReadings,
    testing::Values(
        Reading{"pledge: {scope: {contributor: [JAM, BLZ]}, strength: 200, on: 2024}",
                "pledge {scope {contributor: 'JAM' contributor: 'BLZ'} strength {text: '200'} on "
                "{text: "
                "'2024'}}"},
        Reading{"claim: {scope: {mission: M, contributor: [KEN, unspecified], duty: unspecified}, "
                "strength: 400, on: 2025, at: opening}",
                "claim {scope {mission: 'M' contributor: 'KEN' contributor: 'unspecified' duty: "
                "'unspecified'} strength {text: '400'} on {text: '2025'} at: OPENING}"},
        Reading{"claim: {lines: [{scope: {mission: M, place: [A, B]}, strength: 4, of_which: "
                "{women: 1}}], "
                "on: 2025}",
                "claim {lines {scope {mission: 'M' place: 'A' place: 'B'} strength {text: '4'} "
                "of_which "
                "{name: 'women' strength {text: '1'}}} on {text: '2025'}}"},
        Reading{"muster: {scope: {contingent: K}, strength: 9, lines: [{scope: {place: A}, "
                "strength: 4}], "
                "complete: true, on: 2025-01-31, at: closing}",
                "muster {scope {contingent: 'K'} strength {text: '9'} lines {scope {place: 'A'} "
                "strength "
                "{text: '4'}} complete: true on {text: '2025-01-31'} at: CLOSING}"},
        Reading{
            "statement: {text: All is well., speaker: G. Otunge, role: commander, on: 2025-01-18}",
            "statement {text: 'All is well.' speaker: 'G. Otunge' role: 'commander' on {text: "
            "'2025-01-18'}}"}));

INSTANTIATE_TEST_SUITE_P(
    Corrections, EventReadings,
    testing::Values(
        Reading{
            "account: {of: arrival KEN-3 2025-01-18, strength: over 200, on: 2025-01-18~}",
            "account {of {text: 'arrival KEN-3 2025-01-18'} strength {text: 'over 200'} on {text: "
            "'2025-01-18~'}}"},
        Reading{"account: {of: [7, 8]}", "account {of {text: '7'} of {text: '8'}}"},
        Reading{
            "amendment: {of: 7, change: {strength: 215}, why: revised, note: two were sent back}",
            "amendment {of {text: '7'} why: REVISED note: 'two were sent back'}"},
        Reading{
            "amendment: {of: 7, event: {loss: {contingent: K, strength: 1, on: 2025}, grade: b2}, "
            "why: "
            "misread}",
            "amendment {of {text: '7'} event {loss {who {contingent: 'K'} strength {text: '1'} on "
            "{text: '2025'}} grade: 'B2'} why: MISREAD}"},
        Reading{"amendment: {of: report 1a2b, change: {grade: B2}, why: misread}",
                "amendment {why: MISREAD}"},
        Reading{"retraction: {of: 7, why: misread, note: not in it}",
                "retraction {of {text: '7'} why: MISREAD note: 'not in it'}"},
        Reading{
            "resolution: {findings: [{finding: likely-duplicate, positions: [9, 2, 9]}], note: "
            "both}",
            "resolution {findings {finding: 'likely-duplicate' positions: 2 positions: 9} note: "
            "'both'}"},
        Reading{"release: {name: v1, note: first}", "release {name: 'v1' note: 'first'}"},
        Reading{
            "{release: {name: v1}, according_to: Inspector General, grade: '3', distinct: true}",
            "release {name: 'v1'} according_to: 'Inspector General' grade: '3' distinct: true"}));

struct Refused {
  std::string entry;
  std::vector<std::string> refusals;  // "line:column rule"
};

void PrintTo(const Refused& refused, std::ostream* out) { *out << refused.entry; }

class EventRefusals : public testing::TestWithParam<Refused> {};

TEST_P(EventRefusals, StandWhereTheFaultIs) {
  const ReportDraft draft = DraftOf(GetParam().entry);
  Refusals refusals;
  const ParsedReport parsed = ParseReportDraft(draft, refusals);
  SortRefusals(refusals);
  std::vector<std::string> found;
  for (const Refusal& refusal : refusals) {
    found.push_back(
        fmt::format("{}:{} {}", refusal.position.line, refusal.position.column, refusal.rule));
    EXPECT_EQ(refusal.file, "test.yaml");
    EXPECT_FALSE(refusal.message.empty());
    EXPECT_NE(refusal.message.back(), '.');
  }
  EXPECT_EQ(found, GetParam().refusals) << Describe(refusals);
  ASSERT_EQ(parsed.events.size(), 1u);
  EXPECT_EQ(parsed.events[0].event, nullptr);
}

// An entry begins at 3:5; "arrival: {" is 10 characters.
INSTANTIATE_TEST_SUITE_P(
    Structure, EventRefusals,
    testing::Values(
        Refused{"arrival: {contingent: K}", {"3:5 missing-key"}},
        Refused{"arrival: {strength: 1, on: 2025}", {"3:5 missing-key"}},
        Refused{"arrival: {contingent: unspecified, strength: 1, on: 2025}", {"3:5 missing-key"}},
        Refused{"arrival: {contingent: K, strength: 1, on: 2025, strenght: 2}",
                {"3:53 unknown-key"}},
        Refused{"arrival: {contingent: K, strength: 1, on: 2025, quote: x}", {"3:53 unknown-key"}},
        Refused{"arrival: {contingent: K, strength: [1], on: {a: b}}",
                {"3:40 wrong-type", "3:49 wrong-type"}},
        Refused{"arrival: {contingent: , strength: ~, on: ''}",
                {"3:15 empty-value", "3:29 empty-value", "3:46 empty-value"}},
        Refused{"arrival:", {"3:5 empty-value"}}, Refused{"arrival: KEN-1", {"3:14 wrong-type"}},
        Refused{"arrival: [1]", {"3:14 wrong-type"}}, Refused{"just text", {"3:5 wrong-type"}},
        Refused{"{}", {"3:5 missing-key"}}, Refused{"{quote: x}", {"3:5 missing-key"}},
        Refused{"arival: {contingent: K}", {"3:5 unknown-key"}},
        Refused{"redaction: {document: x}", {"3:5 command-only"}},
        Refused{"key: {}", {"3:5 command-only"}},
        Refused{"{release: {name: a}, statement: {text: b, on: 2025}}", {"3:26 several-kinds"}}));

INSTANTIATE_TEST_SUITE_P(
    Values, EventRefusals,
    testing::Values(
        Refused{"arrival: {contingent: K, strength: many, on: 2025-13-01, reason: holiday}",
                {"3:40 bad-strength", "3:50 bad-date", "3:70 bad-value"}},
        Refused{"arrival: {mission: M, contributor: KE, strength: 1, on: 2025}",
                {"3:40 bad-country"}},
        Refused{"arrival: {mission: M, contributor: ken, strength: 1, on: 2025}",
                {"3:40 bad-country"}},
        Refused{"arrival: {mission: M, component: Police Unit, strength: 1, on: 2025}",
                {"3:38 bad-id"}},
        Refused{"arrival: {mission: unspecified, strength: 1, on: 2025}", {"3:24 bad-id"}},
        Refused{"arrival: {contingent: K, mission: M, contributor: KEN, strength: 1, on: 2025}",
                {"3:39 bad-value", "3:55 bad-value"}},
        Refused{"arrival: {contingent: K, component: police, strength: 1, on: 2025}",
                {"3:41 bad-value"}},
        Refused{"arrival: {contingent: A//B, strength: 1, on: 2025, place: /A}",
                {"3:27 bad-id", "3:63 bad-id"}},
        Refused{"mission: {id: \" A\"}", {"3:19 bad-id"}},
        Refused{"mission: {id: \"A\\u0007\"}", {"3:19 bad-id"}},
        Refused{"mission: {id: \"A\\u202E\"}", {"3:19 bad-id"}},
        Refused{"mission: {id: unspecified, host: Haiti}", {"3:19 bad-id", "3:38 bad-country"}},
        Refused{"place: {id: A, latitude: 91, longitude: 1e2}",
                {"3:30 bad-value", "3:45 bad-value"}},
        Refused{"place: {id: A, latitude: nan, longitude: east}",
                {"3:30 bad-value", "3:46 bad-value"}},
        Refused{"place: {id: A, aliases: B}", {"3:29 wrong-type"}},
        Refused{"place: {id: A, aliases: []}", {"3:29 empty-value"}},
        Refused{"place: {id: A, aliases: [[]]}", {"3:30 wrong-type"}},
        Refused{"contingent: {id: A, labels: {a: }}", {"3:37 empty-value"}},
        Refused{
            "arrival: {contingent: K, strength: 10, of_which: {women: some, men: 11}, on: 2025}",
            {"3:54 bad-value", "3:62 bad-strength"}},
        Refused{"{statement: {text: a, on: 2025}, grade: Z9, distinct: yes}",
                {"3:45 bad-grade", "3:59 bad-value"}},
        Refused{"release: {name: '42'}", {"3:21 bad-id"}},
        Refused{"release: {name: 2025-01-18}", {"3:21 bad-id"}},
        Refused{"mandate: {mission: M, on: 2025, until: 2024}", {"3:44 bad-date"}}));

INSTANTIATE_TEST_SUITE_P(
    Rules, EventRefusals,
    testing::Values(
        Refused{"assignment: {contingent: K, strength: 1, on: 2025-01-05, until: 2025-01-04}",
                {"3:69 bad-date"}},
        Refused{"assignment: {contingent: K, strength: 1, on: 2025-01-05, until: 2025-02}",
                {"3:69 bad-date"}},
        Refused{"assignment: {contingent: K, strength: 1, on: 2025, from: PaP, to: {plaice: A}}",
                {"3:62 wrong-type", "3:72 unknown-key"}},
        Refused{"departure: {contingent: K, all: true, strength: 5, on: 2025}", {"3:53 bad-value"}},
        Refused{"departure: {contingent: K, on: 2025}", {"3:5 missing-key"}},
        Refused{"departure: {contingent: K, all: false, on: 2025}", {"3:5 missing-key"}},
        Refused{"departure: {contingent: K, all: yes, on: 2025}", {"3:37 bad-value"}},
        Refused{"departure: {contingent: K, all: true, of_which: {women: 1}, on: 2025}",
                {"3:53 bad-value"}},
        Refused{"transfer: {contingent: K, to_contingent: K, strength: 5, on: 2025}",
                {"3:46 bad-value"}},
        Refused{"pledge: {scope: {}, strength: 5, on: 2025}", {"3:21 empty-value"}},
        Refused{"pledge: {scope: {contributor: [KEN, KEN, XYZ]}, strength: 5, on: 2025}",
                {"3:41 bad-value", "3:46 bad-country"}},
        Refused{"claim: {scope: {contributor: KEN}, strength: 5, on: 2025}",
                {"3:20 scope-without-mission"}},
        Refused{"claim: {scope: {mission: unspecified}, strength: 5, on: 2025}",
                {"3:20 scope-without-mission"}},
        Refused{"claim: {scope: {mission: M}, on: 2025}", {"3:5 missing-key"}},
        Refused{"claim: {strength: 5, on: 2025}", {"3:5 missing-key"}},
        Refused{"claim: {lines: [{scope: {place: A}, strength: 1}], on: 2025}",
                {"3:5 scope-without-mission"}},
        Refused{"claim: {scope: {mission: M}, lines: [{strength: 1}, {scope: {mission: M}}, 7], "
                "on: 2025}",
                {"3:42 missing-key", "3:57 missing-key", "3:80 wrong-type"}},
        Refused{"muster: {scope: {mission: [M, N]}, strength: 5, on: 2025}", {"3:31 wrong-type"}},
        Refused{"muster: {scope: {mission: M}, strength: 5, complete: true, on: 2025-01-31}",
                {"3:58 complete-without-lines"}},
        Refused{"muster: {scope: {mission: M}, strength: 5, on: 2025-01-31, at: noon}",
                {"3:68 bad-value"}},
        Refused{"muster: {scope: {mission: M}, lines: [], on: 2025-01-31}", {"3:42 empty-value"}},
        Refused{
            "muster: {scope: {mission: M}, lines: [{scope: {duty: guard}, strength: 1}], of_which: "
            "{women: 2}, on: 2025-01-31}",
            {"3:91 bad-value"}}));

INSTANTIATE_TEST_SUITE_P(
    Corrections, EventRefusals,
    testing::Values(
        Refused{"account: {strength: 5}", {"3:5 missing-key"}},
        Refused{"account: {of: [], strength: 5}", {"3:19 empty-value"}},
        Refused{"account: {of: report 1234, strength: 5}", {"3:19 bad-value"}},
        Refused{"account: {of: 1, of_which: {women: 5}}", {"3:32 bad-value"}},
        Refused{"amendment: {of: 7, change: {strength: 1}}", {"3:5 missing-key"}},
        Refused{"amendment: {of: 7, why: revised}", {"3:5 missing-key"}},
        Refused{"amendment: {of: 7, change: {}, why: revised}", {"3:32 empty-value"}},
        Refused{"amendment: {of: [7, 8], change: {strength: 1}, why: guess}",
                {"3:21 wrong-type", "3:57 bad-value"}},
        Refused{
            "amendment: {of: 7, change: {strength: 1}, event: {release: {name: a}}, why: revised}",
            {"3:54 wrong-change"}},
        Refused{"amendment: {of: report 1234, event: {release: {name: a}}, why: revised}",
                {"3:41 wrong-change"}},
        Refused{"amendment: {of: 7, event: {account: {of: 8}}, why: revised}",
                {"3:32 wrong-change"}},
        Refused{"amendment: {of: 7, event: {arrival: {contingent: K}}, why: revised}",
                {"3:32 missing-key"}},
        Refused{"amendment: {of: 7, event: {quote: x}, why: revised}",
                {"3:31 missing-key", "3:32 unknown-key"}},
        Refused{"retraction: {of: 7}", {"3:5 missing-key"}},
        Refused{
            "resolution: {findings: [{finding: overdrawed, positions: [-1]}, {finding: stale}]}",
            {"3:39 bad-value", "3:63 bad-value", "3:69 missing-key"}},
        Refused{"{statement: {text: a, on: 2025}, occurrence: 2}", {"3:50 missing-key"}},
        Refused{"{statement: {text: a, on: 2025}, quote: b, occurrence: 0}", {"3:60 bad-value"}},
        Refused{"{statement: {text: a, on: 2025}, quote: b, quotes: [c]}", {"3:56 bad-value"}},
        Refused{"{statement: {text: a, on: 2025}, quotes: [{occurrence: 1}, '', [b]]}",
                {"3:47 missing-key", "3:60 missing-key", "3:64 empty-value", "3:68 wrong-type"}}));

TEST(ParseReportDraft, ReadsTheMetadataOfAReport) {
  ReportDraft draft = DraftFromYaml(
      "report: {source: Gazette, agency: Wire, author: A. B., title: They came, url: "
      "'https://example.org/1', language: pt-BR, published: 2025-01-18, received: 2025-01, "
      "updates: "
      "1A2b3c, grade: b2, document: a.pdf, transcript: a.txt}\nevents: [{release: {name: a}}]");
  draft.document = "%PDF";
  draft.transcript = "they came";
  Refusals refusals;
  const ParsedReport parsed = ParseReportDraft(draft, refusals);
  EXPECT_EQ(Describe(refusals), "");
  ASSERT_NE(parsed.report, nullptr);
  EXPECT_EQ(parsed.report->source(), "Gazette");
  EXPECT_EQ(parsed.report->agency(), "Wire");
  EXPECT_EQ(parsed.report->author(), "A. B.");
  EXPECT_EQ(parsed.report->title(), "They came");
  EXPECT_EQ(parsed.report->url(), "https://example.org/1");
  EXPECT_EQ(parsed.report->language(), "pt-BR");
  EXPECT_EQ(parsed.report->published().text(), "2025-01-18");
  EXPECT_EQ(parsed.report->received().text(), "2025-01");
  EXPECT_EQ(parsed.report->grade(), "B2");
  EXPECT_EQ(parsed.updates, "1A2b3c");
  EXPECT_FALSE(parsed.report->typed_excerpt());
}

TEST(ParseReportDraft, KeepsInlineTextAsItIs) {
  const ReportDraft draft =
      DraftFromYaml("report: {source: G, text: \" a\\n b \"}\nevents: [{release: {name: a}}]");
  Refusals refusals;
  const ParsedReport parsed = ParseReportDraft(draft, refusals);
  EXPECT_EQ(Describe(refusals), "");
  EXPECT_EQ(parsed.text, " a\n b ");
  EXPECT_TRUE(parsed.report->typed_excerpt());
}

std::vector<std::string> RefusalsOf(const ReportDraft& draft) {
  Refusals refusals;
  ParseReportDraft(draft, refusals);
  SortRefusals(refusals);
  std::vector<std::string> found;
  for (const Refusal& refusal : refusals) {
    found.push_back(
        fmt::format("{}:{} {}", refusal.position.line, refusal.position.column, refusal.rule));
  }
  return found;
}

TEST(ParseReportDraft, RefusesAllThatIsWrongWithAReport) {
  EXPECT_THAT(RefusalsOf(DraftFromYaml("report: {title: x}\nevents: []")),
              ElementsAre("1:9 missing-key", "2:9 empty-value"));
  EXPECT_THAT(RefusalsOf(DraftFromYaml("reports: {}\nevents: 7")),
              ElementsAre("1:1 unknown-key", "1:1 missing-key", "2:9 wrong-type"));
  EXPECT_THAT(RefusalsOf(DraftFromYaml("[]")), ElementsAre("1:1 wrong-type"));
  EXPECT_EQ(RefusalsOf(ReportDraft()).size(), 1u);
  EXPECT_THAT(
      RefusalsOf(DraftFromYaml("report: {source: a, url: 'javascript:x', language: e_n, published: "
                               "18/01/2025, grade: X, updates: xyz, text: a, document: b, "
                               "transcript: c}\nevents: [{release: {name: a}}]")),
      ElementsAre("1:26 bad-url", "1:52 bad-value", "1:68 bad-date", "1:87 bad-grade",
                  "1:99 bad-value", "1:110 bad-value", "1:123 document-missing",
                  "1:138 document-missing"));
  EXPECT_THAT(RefusalsOf(DraftFromYaml(
                  "report: {source: a, transcript: c}\nevents: [{release: {name: a}}]")),
              ElementsAre("1:33 document-missing", "1:33 missing-key"));
}

TEST(ParseReportDraft, SaysNothingOfADocumentThatTheReaderRefused) {
  ReportDraft draft =
      DraftFromYaml("report: {source: a, document: b}\nevents: [{release: {name: a}}]");
  draft.document_unreadable = true;
  EXPECT_THAT(RefusalsOf(draft), IsEmpty());
}

TEST(ParseReportDraft, KeepsEveryLimit) {
  const auto statement = [](std::size_t size) {
    return DraftOf("statement: {text: " + std::string(size, 'a') + ", on: 2025}");
  };
  EXPECT_THAT(RefusalsOf(statement(16384)), IsEmpty());
  EXPECT_THAT(RefusalsOf(statement(16385)), ElementsAre("3:23 too-large"));
  const auto mission = [](std::size_t size) {
    return DraftOf("mission: {id: " + std::string(size, 'a') + "}");
  };
  EXPECT_THAT(RefusalsOf(mission(256)), IsEmpty());
  EXPECT_THAT(RefusalsOf(mission(257)), ElementsAre("3:19 too-large"));
  ReportDraft draft = DraftFromYaml("report: {source: a}\nevents: [{release: {name: a}}]");
  Node& events = draft.root.entries[1].value;
  events.items.resize(100'000, events.items[0]);
  EXPECT_THAT(RefusalsOf(draft), IsEmpty());
  events.items.push_back(events.items[0]);
  EXPECT_THAT(RefusalsOf(draft), ElementsAre("2:9 too-many"));
  ReportDraft account = DraftOf("account: {of: [1]}");
  Node& targets = account.root.entries[1].value.items[0].entries[0].value.entries[0].value;
  targets.items.resize(10'000, targets.items[0]);
  EXPECT_THAT(RefusalsOf(account), IsEmpty());
  targets.items.push_back(targets.items[0]);
  EXPECT_THAT(RefusalsOf(account), ElementsAre("3:19 too-many"));
}

TEST(ParseReportDraft, RefusesTextThatIsNotUtf8) {
  ReportDraft draft = DraftOf("mission: {id: a}");
  draft.root.entries[1].value.items[0].entries[0].value.entries[0].value.text = "a\xff";
  EXPECT_THAT(RefusalsOf(draft), ElementsAre("3:19 encoding"));
}

TEST(ParseReportDraft, NamesTheNearestKeyAndTheMissingOnes) {
  Refusals refusals;
  const ReportDraft draft = DraftOf("arrival: {contingent: K, strenght: 1}");
  ParseReportDraft(draft, refusals);
  ASSERT_EQ(refusals.size(), 2u);
  EXPECT_EQ(refusals[0].hint, "did you mean 'strength'?");
  EXPECT_EQ(refusals[1].message, "arrival lacks 'strength', 'on'");
}

TEST(ParseReportDraft, KeepsQuotesAndTargetsAsWritten) {
  const ReportDraft draft = DraftOf(
      "{account: {of: [arrival K 2025, 7]}, quotes: ['over  200', {quote: two, occurrence: 3}]}");
  Refusals refusals;
  const ParsedReport parsed = ParseReportDraft(draft, refusals);
  EXPECT_EQ(Describe(refusals), "");
  EXPECT_THAT(parsed.events[0].targets, ElementsAre("arrival K 2025", "7"));
  ASSERT_EQ(parsed.events[0].quotes.size(), 2u);
  EXPECT_EQ(parsed.events[0].quotes[0].text, "over  200");
  EXPECT_EQ(parsed.events[0].quotes[1].text, "two");
  EXPECT_EQ(parsed.events[0].quotes[1].occurrence, 3u);
}

TEST(ParseReportDraft, LeavesTheTargetOfAReportOutOfTheEvent) {
  const ReportDraft draft =
      DraftOf("amendment: {of: report 1a2b, change: {grade: B2}, why: misread}");
  Refusals refusals;
  const ParsedReport parsed = ParseReportDraft(draft, refusals);
  EXPECT_THAT(parsed.events[0].targets, ElementsAre("report 1a2b"));
  ASSERT_NE(parsed.events[0].change, nullptr);
  EXPECT_FALSE(parsed.events[0].event->amendment().has_of());
}

}  // namespace
}  // namespace muster
