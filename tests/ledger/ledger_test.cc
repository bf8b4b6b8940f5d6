// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/ledger.h"

#include <gmock/gmock.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "muster/v1/report.pb.h"
#include "tests/support/ledger_case.h"
#include "tests/support/status_matchers.h"
#include "tests/support/yaml_draft.h"

namespace muster {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class LedgerTest : public testing::Test {
 protected:
  LedgerCase case_;
};

TEST_F(LedgerTest, EveryEventIsOneRecordInFileOrder) {
  case_.AdmitNames();
  ASSERT_EQ(case_.size(), 8u);
  EXPECT_TRUE(case_.Event(0).has_mission());
  EXPECT_TRUE(case_.Event(7).has_contingent());
  const v1::Record record = case_.Record(5);
  EXPECT_EQ(record.position(), 5u);
  EXPECT_EQ(record.ordinal(), 5u);
  EXPECT_EQ(record.recorded_by(), "tester");
  EXPECT_EQ(record.report().size(), 32u);
  EXPECT_THAT(EventId(record), testing::EndsWith("/5"));
}

TEST_F(LedgerTest, AppendAnswersWithPositionsAndHead) {
  case_.AdmitNames();
  const AppendResult result = case_.Admit(
      Report("A", "- arrival: {contingent: KEN-1, strength: 200, place: bee, on: 2024-06-25}"));
  ASSERT_THAT(result.events, SizeIs(1));
  EXPECT_EQ(result.events[0].position, Position{8});
  EXPECT_EQ(result.events[0].source.line, 3u);
  EXPECT_EQ(result.head.size, LogSize{9});
  EXPECT_EQ(result.head.root, case_.ledger().Head().root);
  ASSERT_THAT(result.reports, SizeIs(1));
  EXPECT_EQ(result.reports[0].first_position, Position{8});
  EXPECT_EQ(case_.Event(8).arrival().place(), "A/B");
}

TEST_F(LedgerTest, RefusalAppendsNothingAndAllAreGivenAtOnce) {
  case_.AdmitNames();
  const AppendResult result = case_.Append(
      {Report("A",
              "- arrival: {contingent: KEN-9, strength: 200, on: 2024-06-25}\n"
              "- arrival: {contingent: KEN-1, strength: 200, place: Bee, on: 2024-06-25}"),
       Report("B", "- claim: {scope: {mission: N}, strength: 1, on: 2024-06-25}")});
  ASSERT_THAT(result.refusals, SizeIs(3));
  EXPECT_EQ(result.refusals[0].rule, "unknown-contingent");
  EXPECT_EQ(result.refusals[0].file, "a.yaml");
  EXPECT_EQ(result.refusals[1].rule, "unknown-place");
  EXPECT_THAT(result.refusals[1].hint, HasSubstr("'bee'"));
  EXPECT_EQ(result.refusals[2].rule, "unknown-mission");
  EXPECT_EQ(result.refusals[2].file, "b.yaml");
  EXPECT_THAT(result.events, IsEmpty());
  EXPECT_EQ(case_.size(), 8u);
}

TEST_F(LedgerTest, DryRunAnswersLikeAnAppendAndWritesNothing) {
  case_.AdmitNames();
  const std::string report = Report(
      "A", "- place: {id: E}\n- arrival: {contingent: KEN-1, strength: 200, place: E, on: 2024}");
  const AppendResult dry = case_.Append({report}, {.dry_run = true});
  ASSERT_THAT(dry.events, SizeIs(2));
  EXPECT_EQ(dry.events[1].position, Position{9});
  EXPECT_EQ(dry.head.size, LogSize{8});
  EXPECT_EQ(case_.size(), 8u);
  EXPECT_THAT(case_.Rules(Report("B",
                                 "- arrival: {contingent: KEN-1, strength: 1, place: E, on: "
                                 "2024-01-01}")),
              ElementsAre("unknown-place"));
  EXPECT_EQ(case_.Admit(report).events[1].position, Position{9});
}

TEST_F(LedgerTest, ExpectedSizeMustBeThatOfTheLog) {
  case_.AdmitNames();
  const std::vector<ReportDraft> drafts = {DraftFromYaml(Report("A", "- place: {id: E}"))};
  EXPECT_THAT(case_.ledger().Append(drafts, {.recorded_by = "x", .expected_size = LogSize{7}}),
              StatusIs(StatusCode::kAborted,
                       HasSubstr("the log has 8 records, not the 7 that were expected")));
  EXPECT_THAT(case_.ledger().Append(drafts, {.recorded_by = "x", .expected_size = LogSize{8}}),
              IsOk());
}

TEST_F(LedgerTest, RecordedAtNeverDecreasesEvenIfTheClockDoes) {
  case_.AdmitNames();
  case_.clock().now -= std::chrono::hours(1);
  case_.Admit(Report("A", "- place: {id: E}"));
  EXPECT_EQ(case_.Record(8).recorded_at_us(), case_.Record(7).recorded_at_us());
  case_.Reopen();
  case_.Admit(Report("B", "- place: {id: F}"));
  EXPECT_EQ(case_.Record(9).recorded_at_us(), case_.Record(7).recorded_at_us());
}

TEST_F(LedgerTest, SizeAtIsThatOfTheRecordsRecordedByThen) {
  const Time begin = case_.clock().now;
  EXPECT_THAT(case_.ledger().SizeAt(begin), IsOkAndHolds(LogSize{0}));
  case_.AdmitNames();
  case_.clock().now += std::chrono::seconds(10);
  case_.Admit(Report("A", "- place: {id: E}"));
  EXPECT_THAT(case_.ledger().SizeAt(begin - std::chrono::microseconds(1)),
              IsOkAndHolds(LogSize{0}));
  EXPECT_THAT(case_.ledger().SizeAt(begin), IsOkAndHolds(LogSize{8}));
  EXPECT_THAT(case_.ledger().SizeAt(begin + std::chrono::seconds(9)), IsOkAndHolds(LogSize{8}));
  EXPECT_THAT(case_.ledger().SizeAt(begin + std::chrono::seconds(10)), IsOkAndHolds(LogSize{9}));
}

TEST_F(LedgerTest, ReleaseNamesTheSizeBeforeItsOwnRecord) {
  case_.AdmitNames();
  case_.Admit(Report("A", "- release: {name: first}"));
  EXPECT_THAT(case_.ledger().SizeOfRelease("first"), IsOkAndHolds(LogSize{8}));
  EXPECT_THAT(case_.ledger().SizeOfRelease("second"),
              StatusIs(StatusCode::kNotFound, HasSubstr("there are first")));
  EXPECT_THAT(case_.Rules(Report("B", "- release: {name: first}")), ElementsAre("name-taken"));
  case_.Reopen();
  EXPECT_THAT(case_.Rules(Report("B", "- release: {name: first}")), ElementsAre("name-taken"));
}

TEST_F(LedgerTest, ReportsAndDocumentsAreReadBackWhole) {
  const std::string text(600 << 10, 'x');  // three chunks
  const AppendResult result = case_.Admit(Report("A", "- place: {id: E}", text));
  ASSERT_THAT(result.reports, SizeIs(1));
  const StatusOr<StoredReport> report = case_.ledger().FindReport(result.reports[0].id);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->report->title(), "A");
  EXPECT_EQ(report->report->document().size_bytes(), text.size());
  const Hash sha256 = HashFromBytes(report->report->document().sha256());
  EXPECT_THAT(case_.ledger().ReadDocument(sha256), IsOkAndHolds(text));
  EXPECT_THAT(case_.ledger().ReadDocument(Hash{}), StatusIs(StatusCode::kNotFound, HasSubstr("")));
  for (const std::string& hex : {ToHex(report->id), ToHex(sha256)}) {
    const StatusOr<StoredReport> found = case_.ledger().FindReportByPrefix(hex.substr(0, 5));
    ASSERT_THAT(found, IsOk());
    EXPECT_EQ(found->id, report->id);
  }
  EXPECT_THAT(case_.ledger().FindReportByPrefix("abc"),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("at least 4")));
  EXPECT_THAT(case_.ledger().FindReport(Hash{}), StatusIs(StatusCode::kNotFound, HasSubstr("")));
}

TEST_F(LedgerTest, ReportsComeInTheOrderOfTheirFirstRecords) {
  for (const char* title : {"C", "A", "B"}) {
    case_.Admit(Report(title, std::string("- place: {id: E") + title + "}"));
  }
  const StatusOr<std::vector<StoredReport>> reports = case_.ledger().Reports();
  ASSERT_THAT(reports, IsOk());
  ASSERT_THAT(*reports, SizeIs(3));
  EXPECT_EQ((*reports)[0].report->title(), "C");
  EXPECT_EQ((*reports)[2].report->title(), "B");
}

TEST_F(LedgerTest, DamagedRecordIsDataLoss) {
  case_.AdmitNames();
  case_.log().Overwrite(Position{2}, case_.Record(3).SerializeAsString());
  EXPECT_THAT(case_.ledger().ReadRecord(Position{2}),
              StatusIs(StatusCode::kDataLoss, HasSubstr("record 2")));
  EXPECT_THAT(case_.ledger().ReadRecord(Position{8}),
              StatusIs(StatusCode::kNotFound, HasSubstr("")));
}

TEST_F(LedgerTest, FailedAppendPoisonsTheLedger) {
  case_.AdmitNames();
  case_.log().Break();
  const std::vector<ReportDraft> drafts = {DraftFromYaml(Report("A", "- place: {id: E}"))};
  EXPECT_FALSE(case_.ledger().Append(drafts, {.recorded_by = "x"}).ok());
  EXPECT_FALSE(case_.ledger().Append(drafts, {.recorded_by = "x"}).ok());
  EXPECT_EQ(case_.size(), 8u);
}

TEST_F(LedgerTest, ConcurrentAppendsAllStandOnceInSomeOrder) {
  case_.AdmitNames();
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([this, t] {
      for (int i = 0; i < 20; ++i) {
        // Every report comes twice, from two threads.
        const int number = t / 2 * 20 + i;
        const std::vector<ReportDraft> drafts = {DraftFromYaml(
            Report("T" + std::to_string(number),
                   "- arrival: {contingent: KEN-1, strength: 1, place: D, on: 2024-01-01}\n"
                   "  distinct: true\n"
                   "- assignment: {contingent: KEN-1, strength: 1, on: 2024-01-02, to: {duty: "
                   "patrol}}"))};
        const StatusOr<AppendResult> result = case_.ledger().Append(drafts, {.recorded_by = "x"});
        ASSERT_THAT(result, IsOk());
        ASSERT_THAT(result->refusals, IsEmpty());
        ASSERT_LE(result->events[1].position.value, case_.size() - 1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(case_.size(), 8u + 4 * 20 * 2);
}

TEST_F(LedgerTest, NameOfWhoRecordsIsAShortText) {
  const std::vector<ReportDraft> drafts = {DraftFromYaml(Report("A", "- place: {id: E}"))};
  for (const std::string& name :
       {std::string(257, 'x'), std::string("a\xff"), std::string("a\n")}) {
    EXPECT_THAT(case_.ledger().Append(drafts, {.recorded_by = name}),
                StatusIs(StatusCode::kInvalidArgument, HasSubstr("who records")));
  }
  EXPECT_THAT(case_.ledger().Append(drafts, {.recorded_by = std::string(256, 'x')}), IsOk());
}

TEST_F(LedgerTest, ReaderCannotAppend) {
  StatusOr<std::unique_ptr<Ledger>> reader = Ledger::OnLog(std::make_unique<MemoryLog>());
  ASSERT_THAT(reader, IsOk());
  const std::vector<ReportDraft> drafts = {DraftFromYaml(Report("A", "- place: {id: E}"))};
  EXPECT_THAT((*reader)->Append(drafts, {.recorded_by = "x"}),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("reading only")));
}

}  // namespace
}  // namespace muster
