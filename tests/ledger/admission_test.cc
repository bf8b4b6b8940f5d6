// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What admission says of names, registrations, scopes, evidence and reports that come again.
#include "ledger/admission.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "ledger/log.h"
#include "muster/v1/report.pb.h"
#include "tests/support/ledger_case.h"
#include "tests/support/memory_log.h"
#include "tests/support/status_matchers.h"
#include "tests/support/yaml_draft.h"

namespace muster {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// An append of so many events, of which nothing is known.
PreparedDraft DraftOf(const ReportDraft& draft, std::size_t events) {
  PreparedDraft prepared = PrepareDraft(draft);
  prepared.refusals.clear();
  prepared.parsed.events.resize(events);
  prepared.written.resize(events);
  return prepared;
}

TEST(Admission, AnAppendOfMoreThanAMillionEventsIsRefusedInOneLine) {
  const MemoryLog log;
  const auto state = AdmissionState::Open(log).value();
  const ReportDraft first{"a.yaml", {}, {}, {}};
  const ReportDraft second{"b.yaml", {}, {}, {}};
  PreparedDraft drafts[] = {DraftOf(first, kAppendEventsMax), DraftOf(second, 1)};
  AppendUnderway append;
  AppendResult result;
  ASSERT_THAT(AdmitDrafts(drafts, append, *state, result), IsOk());
  ASSERT_THAT(result.refusals, SizeIs(1));
  EXPECT_EQ(result.refusals[0].rule, "too-many");
  EXPECT_EQ(result.refusals[0].file, "b.yaml");
  EXPECT_THAT(result.refusals[0].message, HasSubstr("more than 1000000 events"));
}

class AdmissionTest : public testing::Test {
 protected:
  AdmissionTest() { case_.AdmitNames(); }
  Refusal Only(const std::string& report) {
    const AppendResult result = case_.Append(report);
    EXPECT_THAT(result.refusals, SizeIs(1));
    return result.refusals.empty() ? Refusal() : result.refusals[0];
  }

  LedgerCase case_;
};

TEST_F(AdmissionTest, NamesAreResolvedToCanonicalIds) {
  case_.Admit(Report("A",
                     "- arrival: {contingent: SWAT, strength: 5, place: B, on: 2024-06-25}\n"
                     "- claim: {scope: {mission: M, place: [bee, C]}, strength: 5, on: 2024}"));
  EXPECT_EQ(case_.Event(8).arrival().who().contingent(), "KEN-1/SWAT");
  EXPECT_EQ(case_.Event(8).arrival().place(), "A/B");
  EXPECT_THAT(case_.Event(9).claim().scope().place(), ElementsAre("A/B", "A/C"));
}

TEST_F(AdmissionTest, UnknownNameIsRefusedWhereItStandsWithTheNearest) {
  const Refusal refusal =
      Only(Report("A", "- arrival: {contingent: KEN-1, strength: 5, place: beee, on: 2024}"));
  EXPECT_EQ(refusal.rule, "unknown-place");
  EXPECT_EQ(refusal.position, (SourcePosition{3, 52}));
  EXPECT_THAT(refusal.hint, HasSubstr("did you mean 'bee'"));
}

TEST_F(AdmissionTest, UnknownNameInAListOrALineIsRefusedWhereItStands) {
  const AppendResult result = case_.Append(
      Report("A",
             "- claim: {scope: {mission: M, place: [A, X]}, on: 2024, lines: [{scope: {contingent: "
             "Y}, strength: 1}]}"));
  ASSERT_THAT(result.refusals, SizeIs(2));
  EXPECT_EQ(result.refusals[0].position, (SourcePosition{3, 42}));
  EXPECT_EQ(result.refusals[1].position, (SourcePosition{3, 86}));
}

TEST_F(AdmissionTest, LastElementThatSeveralHaveIsAmbiguous) {
  case_.Admit(Report("A", "- place: {id: D/B}"));
  const Refusal refusal =
      Only(Report("B", "- arrival: {contingent: KEN-1, strength: 5, place: B, on: 2024}"));
  EXPECT_EQ(refusal.rule, "ambiguous-name");
  EXPECT_THAT(refusal.hint, HasSubstr("A/B, D/B"));
}

TEST_F(AdmissionTest, RecordOfTheGreatestSizeIsTakenAndOneByteMoreIsNot) {
  // Lines with names of 250 bytes, of which `shorter` are left out, at most 100 of each.
  const auto muster = [](std::size_t shorter) {
    std::string lines;
    for (int i = 100; i < 350; ++i) {
      const std::size_t less = std::min<std::size_t>(shorter, 100);
      shorter -= less;
      lines += fmt::format("{}{{scope: {{duty: {}{}}}, strength: 1}}", i == 100 ? "" : ", ", i,
                           std::string(247 - less, 'x'));
    }
    return Report("A", "- muster: {scope: {mission: M}, on: 2024-06-25, lines: [" + lines + "]}");
  };
  const Refusal refusal = Only(muster(0));
  EXPECT_EQ(refusal.rule, "record-too-large");
  const std::size_t size = std::stoul(refusal.message.substr(refusal.message.find("have ") + 5));
  ASSERT_GT(size, kRecordBytesMax);
  EXPECT_THAT(Only(muster(size - kRecordBytesMax - 1)).message, HasSubstr("65536 bytes"));
  EXPECT_THAT(case_.Append(muster(size - kRecordBytesMax)).refusals, IsEmpty());
}

TEST_F(AdmissionTest, UnspecifiedMayBeWrittenOut) {
  case_.Admit(
      Report("A", "- arrival: {contingent: KEN-1, strength: 5, place: unspecified, on: 2024}"));
  EXPECT_EQ(case_.Event(8).arrival().place(), "unspecified");
}

TEST_F(AdmissionTest, RegistrationMayStandFurtherDownInTheSameReport) {
  case_.Admit(Report("A",
                     "- arrival: {contingent: HTI-1, strength: 5, place: E, on: 2024}\n"
                     "- contingent: {id: HTI-1, mission: N}\n"
                     "- mission: {id: N}\n"
                     "- place: {id: X/E}"));
  EXPECT_EQ(case_.Event(8).arrival().place(), "X/E");
}

TEST_F(AdmissionTest, RegistrationOfALaterReportIsNotYetKnown) {
  const AppendResult result =
      case_.Append({Report("A", "- arrival: {contingent: KEN-1, strength: 5, place: E, on: 2024}"),
                    Report("B", "- place: {id: E}")});
  ASSERT_THAT(result.refusals, SizeIs(1));
  EXPECT_EQ(result.refusals[0].rule, "unknown-place");
  EXPECT_THAT(case_
                  .Append({Report("B", "- place: {id: E}"),
                           Report("A",
                                  "- arrival: {contingent: KEN-1, strength: 5, place: E, on: "
                                  "2024}")})
                  .refusals,
              IsEmpty());
}

TEST_F(AdmissionTest, NameOfARefusedRegistrationIsNotRefusedOnTopOfIt) {
  EXPECT_THAT(case_.Rules(Report("A",
                                 "- contingent: {id: HTI-1, contributor: Haiti}\n"
                                 "- arrival: {contingent: HTI-1, strength: 5, on: 2024}")),
              ElementsAre("bad-country"));
}

TEST_F(AdmissionTest, IdenticalRegistrationAgainHasNoEffect) {
  const AppendResult result =
      case_.Admit(Report("A", "- place: {id: A/B, aliases: [bee]}\n- place: {id: E}"));
  EXPECT_TRUE(result.events[0].without_effect);
  EXPECT_FALSE(result.events[1].without_effect);
  EXPECT_EQ(case_.size(), 10u);
}

TEST_F(AdmissionTest, DifferentRegistrationOfTheSameIdIsRefused) {
  const Refusal refusal = Only(Report("A", "- place: {id: A/B, aliases: [bee, b]}"));
  EXPECT_EQ(refusal.rule, "already-registered");
  EXPECT_THAT(refusal.message, HasSubstr("registered at 1"));
  EXPECT_THAT(refusal.hint, HasSubstr("amendment: {of: 1,"));
}

TEST_F(AdmissionTest, RegistrationAsItWasBeforeItsAmendmentIsTheSameToo) {
  case_.Admit(Report("A", "- amendment: {of: place A/B, change: {name: Bee}, why: misread}"));
  EXPECT_TRUE(
      case_.Admit(Report("B", "- place: {id: A/B, aliases: [bee]}")).events[0].without_effect);
  EXPECT_TRUE(case_.Admit(Report("C", "- place: {id: A/B, name: Bee, aliases: [bee]}"))
                  .events[0]
                  .without_effect);
}

TEST_F(AdmissionTest, ARegistrationIsTheSameWhetherItsAmendmentIsOfThisAppendOrNot) {
  const AppendResult result =
      case_.Append({Report("A", "- place: {id: E, aliases: [ee]}"),
                    Report("B", "- amendment: {of: place E, change: {name: Eee}, why: misread}"),
                    Report("C", "- place: {id: E, aliases: [ee]}"),
                    Report("D", "- place: {id: E, name: Eee, aliases: [ee]}")});
  ASSERT_THAT(result.refusals, IsEmpty());
  EXPECT_TRUE(result.events[2].without_effect);
  EXPECT_TRUE(result.events[3].without_effect);
}

TEST_F(AdmissionTest, ImpliedPlaceYieldsToARegistrationOfItsOwn) {
  EXPECT_FALSE(case_.Admit(Report("A", "- place: {id: A, name: Ay}")).events[0].without_effect);
}

TEST_F(AdmissionTest, AliasOfAnotherIsRefused) {
  EXPECT_THAT(case_.Rules(Report("A", "- place: {id: E, aliases: [x, bee]}")),
              ElementsAre("alias-taken"));
  EXPECT_THAT(case_.Rules(Report("A", "- place: {id: bee}")), ElementsAre("alias-taken"));
  EXPECT_THAT(case_.Rules(Report("A", "- place: {id: E, aliases: [D]}")),
              ElementsAre("alias-taken"));
  EXPECT_THAT(case_.Rules(Report("A",
                                 "- amendment: {of: place D, change: {aliases: [bee]}, why: "
                                 "misread}")),
              ElementsAre("alias-taken"));
}

TEST_F(AdmissionTest, ContingentBesideWhatItDoesNotHaveIsAContradiction) {
  const auto claim = [](const std::string& scope) {
    return Report("A", "- claim: {scope: {" + scope + "}, strength: 5, on: 2024}");
  };
  EXPECT_THAT(case_.Rules(claim("contingent: KEN-1, contributor: JAM")),
              ElementsAre("contradictory-scope"));
  EXPECT_THAT(case_.Rules(claim("contingent: KEN-1, component: police/swat")),
              ElementsAre("contradictory-scope"));
  EXPECT_THAT(case_.Rules(claim("contingent: KEN-1/SWAT, component: police, mission: M")),
              IsEmpty());
}

TEST_F(AdmissionTest, LineMayNarrowAPathAndNotLeaveTheWhole) {
  const auto muster = [](const std::string& line) {
    return Report(
        "A", "- muster: {scope: {mission: M, place: A}, on: 2024-01-01, lines: [{scope: {" + line +
                 "}, strength: 5}]}");
  };
  EXPECT_THAT(case_.Rules(muster("place: D")), ElementsAre("contradictory-scope"));
  EXPECT_THAT(case_.Rules(muster("place: unspecified")), ElementsAre("contradictory-scope"));
  EXPECT_THAT(case_.Rules(muster("place: A/B")), IsEmpty());
}

TEST_F(AdmissionTest, ContingentOfALineMustFitTheWhole) {
  EXPECT_THAT(case_.Rules(Report("A",
                                 "- muster: {scope: {mission: M, contributor: JAM}, on: "
                                 "2024-01-01, lines: [{scope: {contingent: KEN-1}, strength: "
                                 "5}]}")),
              ElementsAre("contradictory-scope"));
}

TEST_F(AdmissionTest, ScopeNamesAMissionOrAContingent) {
  EXPECT_THAT(case_.Rules(Report("A", "- claim: {scope: {place: A}, strength: 5, on: 2024}")),
              ElementsAre("scope-without-mission"));
  EXPECT_THAT(case_.Rules(Report("A", "- pledge: {scope: {place: A}, strength: 5, on: 2024}")),
              IsEmpty());
}

TEST_F(AdmissionTest, QuoteLeadsToTheBytesItStandsAt) {
  case_.Admit(Report("A",
                     "- place: {id: E}\n"
                     "  quotes: [two  words, {quote: words, occurrence: 2}]",
                     "one two words and words"));
  const v1::Record record = case_.Record(8);
  ASSERT_EQ(record.evidence_size(), 2);
  EXPECT_EQ(record.evidence(0).begin(), 4u);
  EXPECT_EQ(record.evidence(0).end(), 13u);
  EXPECT_EQ(record.evidence(1).begin(), 18u);
}

TEST_F(AdmissionTest, QuoteThatIsNotInTheDocumentIsRefused) {
  const Refusal refusal = Only(Report("A", "- place: {id: E}\n  quote: Over 200 officers landed",
                                      "It is said: over 200 officers landed."));
  EXPECT_EQ(refusal.rule, "quote-not-found");
  EXPECT_EQ(refusal.position, (SourcePosition{4, 10}));
  EXPECT_THAT(refusal.hint, HasSubstr("over 200 officers landed"));
  const Refusal second =
      Only(Report("A", "- place: {id: E}\n  quote: a\n  occurrence: 3", "a b a"));
  EXPECT_THAT(second.message, HasSubstr("2 times, not 3"));
}

TEST_F(AdmissionTest, QuoteNeedsADocument) {
  EXPECT_EQ(Only(Report("A", "- place: {id: E}\n  quote: a")).rule, "quote-without-document");
}

TEST_F(AdmissionTest, DocumentOfTwoReportsIsStoredOnce) {
  case_.Admit(Report("A", "- place: {id: E}", "the text"));
  const AppendResult result = case_.Admit(Report("B", "- place: {id: F}", "the text"));
  int chunks = 0;
  ASSERT_TRUE(case_.log()
                  .Scan(Table::kChunks, "", "",
                        [&chunks](std::string_view, std::string_view) {
                          ++chunks;
                          return OkStatus();
                        })
                  .ok());
  EXPECT_EQ(chunks, 1);
  // Its digest leads to both.
  EXPECT_FALSE(
      case_.ledger()
          .FindReportByPrefix(ToHex(HashFromBytes(
              case_.ledger().FindReport(result.reports[0].id)->report->document().sha256())))
          .ok());
}

TEST_F(AdmissionTest, SameReportAgainIsSkipped) {
  const std::string report =
      Report("A",
             "- arrival: {contingent: KEN-1, strength: 5, place: bee, on: 2024-01-01}\n"
             "- loss: {contingent: KEN-1, strength: 1, on: 2024-01-05}\n"
             "- loss: {contingent: KEN-1, strength: 1, on: 2024-01-05}\n"
             "- account: {of: arrival KEN-1 2024-01-01, strength: about 5}");
  case_.Admit(report);
  // Whatever its names and defaults would lead to by now.
  case_.Admit(Report("B",
                     "- amendment: {of: place A/B, change: {aliases: null}, why: misread}\n"
                     "- arrival: {contingent: KEN-1, strength: 5, place: D, on: 2024-01-05}\n"
                     "- retraction: {of: arrival KEN-1 2024-01-01, why: misread}"));
  const std::uint64_t size = case_.size();
  case_.Reopen();
  const AppendResult result = case_.Admit(report);
  ASSERT_THAT(result.events, SizeIs(4));
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_TRUE(result.events[i].already_recorded);
    EXPECT_EQ(result.events[i].position, Position{8 + i});
  }
  EXPECT_EQ(case_.size(), size);
  EXPECT_EQ(result.head.size, LogSize{size});
}

TEST_F(AdmissionTest, FurtherEventsOfTheSameReportAreAppended) {
  const std::string first = "- arrival: {contingent: KEN-1, strength: 5, on: 2024-01-01}\n";
  case_.Admit(Report("A", first));
  case_.Admit(Report("B", "- place: {id: E}"));
  const AppendResult result = case_.Admit(
      Report("A", first + "- arrival: {contingent: KEN-1, strength: 6, on: 2024-01-01}\n"));
  EXPECT_TRUE(result.events[0].already_recorded);
  EXPECT_FALSE(result.events[1].already_recorded);
  EXPECT_EQ(result.events[1].position, Position{10});
  EXPECT_EQ(case_.Record(10).ordinal(), 1u);
  ASSERT_THAT(result.reports, SizeIs(1));
  EXPECT_EQ(result.reports[0].EventCount(), 2u);
  EXPECT_EQ(result.reports[0].PositionOf(1), Position{10});
  // And all of it again, from the store.
  case_.Reopen();
  EXPECT_TRUE(case_
                  .Admit(Report("A", first + "- arrival: {contingent: KEN-1, strength: 6, on: "
                                             "2024-01-01}\n"))
                  .events[1]
                  .already_recorded);
}

TEST_F(AdmissionTest, DifferingEventOfTheSameReportIsRefused) {
  case_.Admit(Report("A", "- arrival: {contingent: KEN-1, strength: 5, on: 2024-01-01}"));
  const Refusal refusal =
      Only(Report("A", "- arrival: {contingent: KEN-1, strength: 6, on: 2024-01-01}"));
  EXPECT_EQ(refusal.rule, "report-differs");
  EXPECT_THAT(refusal.message, HasSubstr("stands at 8"));
}

TEST_F(AdmissionTest, OtherWordsForTheSameEventAreTheSame) {
  case_.Admit(Report("A",
                     "- arrival: {contingent: KEN-1, strength: 5, place: bee, on: 2024-01-01}\n"
                     "- loss: {contingent: KEN-1, strength: 1, on: 2024-01-05}"));
  const AppendResult result = case_.Admit(
      Report("A",
             "- arrival: {on: 2024-01-01, contingent: KEN-1, strength: '5', place: A/B}\n"
             "- loss: {contingent: KEN-1, strength: 1, from: {place: A/B}, on: 2024-01-05}"));
  EXPECT_TRUE(result.events[0].already_recorded);
  EXPECT_TRUE(result.events[1].already_recorded);
}

TEST_F(AdmissionTest, SameReportTwiceInOneAppendIsRecordedOnce) {
  const std::string report = Report("A", "- place: {id: E}");
  const AppendResult result = case_.Append({report, report});
  ASSERT_THAT(result.events, SizeIs(2));
  EXPECT_EQ(result.events[1].position, result.events[0].position);
  EXPECT_TRUE(result.events[1].already_recorded);
  EXPECT_EQ(case_.size(), 9u);
}

TEST_F(AdmissionTest, UpdatesLeadsToTheEarlierReport) {
  const AppendResult first = case_.Admit(Report("A", "- place: {id: E}"));
  const std::string id = ToHex(first.reports[0].id);
  const auto update = [](const std::string& updates) {
    return "report: {source: Desk, updates: " + updates + "}\nevents:\n- place: {id: F}\n";
  };
  const AppendResult second = case_.Admit(update(id.substr(0, 8)));
  EXPECT_EQ(second.reports[0].report->updates(), ToBytes(first.reports[0].id));
  EXPECT_THAT(case_.Rules(update("00000000")), ElementsAre("no-such-target"));
  EXPECT_TRUE(case_.Admit(update(id.substr(0, 8))).events[0].already_recorded);
}

TEST_F(AdmissionTest, RecordBeyondTheLimitIsRefused) {
  // 9 lines of 1000 long names of parts fill it.
  std::string parts;
  for (int i = 0; i < 260; ++i) {
    parts += (i == 0 ? "" : ", ") + std::to_string(i) + std::string(230, 'x') + ": 1";
  }
  EXPECT_THAT(case_.Rules(Report("A",
                                 "- arrival: {contingent: KEN-1, strength: 5, on: 2024, "
                                 "of_which: {" +
                                     parts + "}}")),
              ElementsAre("record-too-large"));
}

TEST_F(AdmissionTest, RefusalLeavesTheStateAsItWas) {
  case_.Admit(
      Report("A", "- arrival: {contingent: KEN-1, strength: 5, place: A/B, on: 2024-01-01}"));
  EXPECT_THAT(
      case_.Rules(Report("B",
                         "- place: {id: E}\n"
                         "- arrival: {contingent: KEN-1, strength: 5, place: E, on: 2024-02-01}\n"
                         "- retraction: {of: 8, why: misread}\n"
                         "- release: {name: r}\n"
                         "- arrival: {contingent: X, strength: 5, on: 2024-02-01}")),
      ElementsAre("unknown-contingent"));
  const AppendResult result =
      case_.Admit(Report("C",
                         "- loss: {contingent: KEN-1, strength: 1, on: 2024-02-02}\n"
                         "- account: {of: 8, strength: 5}\n"
                         "- release: {name: r}"));
  EXPECT_EQ(case_.Event(9).loss().from().place(), "A/B");
  EXPECT_THAT(case_.Rules(Report("D",
                                 "- arrival: {contingent: KEN-1, strength: 1, place: E, on: "
                                 "2024-02-01}")),
              ElementsAre("unknown-place"));
}

}  // namespace
}  // namespace muster
