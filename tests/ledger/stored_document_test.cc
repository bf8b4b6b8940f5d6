// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Drafts whose text is in the ledger already, and that come in parts: what an import appends.
#include <gmock/gmock.h>

#include <string>

#include "ledger/ledger.h"
#include "ledger/rehearsal_log.h"
#include "ledger/report_store.h"
#include "muster/v1/record.pb.h"
#include "tests/support/ledger_case.h"
#include "tests/support/status_matchers.h"
#include "tests/support/yaml_draft.h"

namespace muster {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const AppendOptions kPlainOptions;

DocumentIdentity IdentityOf(const std::string& text) { return {Sha256(text), text.size()}; }

// Gives a text in pieces of so many bytes.
Ledger::DocumentReader InPieces(const std::string& text, std::size_t bytes) {
  return [&text, bytes, done = std::size_t{0}]() mutable -> StatusOr<std::string_view> {
    const std::string_view piece = std::string_view(text).substr(done, bytes);
    done += piece.size();
    return piece;
  };
}

// Events `first` to `last` of one report about `text`, each with a range.
ReportDraft Part(const std::string& text, int first, int last) {
  std::string yaml = "report: {source: S, title: Table, document: t.csv}\nevents:\n";
  for (int i = first; i <= last; ++i) {
    yaml += fmt::format(
        "- {{arrival: {{contingent: KEN-1, strength: {}, place: A/B, on: 2024-06-25}}, distinct: "
        "true}}\n",
        i + 1);
  }
  ReportDraft draft = DraftFromYaml(yaml);
  draft.stored_document = IdentityOf(text);
  draft.first_event = static_cast<std::uint32_t>(first);
  for (int i = first; i <= last; ++i) {
    draft.ranges.push_back({{static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(i) + 2}});
  }
  return draft;
}

class StoredDocumentTest : public testing::Test {
 protected:
  void SetUp() override { case_.AdmitNames(); }

  AppendResult Append(const ReportDraft& draft) {
    StatusOr<AppendResult> result = case_.ledger().Append({&draft, 1}, kPlainOptions);
    EXPECT_THAT(result, IsOk());
    return *std::move(result);
  }

  LedgerCase case_;
};

TEST_F(StoredDocumentTest, ADocumentOfAnySizeIsReadBackWhole) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kChunkBytes - 1, kChunkBytes,
                                 kChunkBytes + 1, 40 * kChunkBytes + 7}) {
    std::string text(size, 'x');
    for (std::size_t i = 0; i < size; i += 1000) text[i] = static_cast<char>('a' + i % 23);
    const DocumentIdentity identity = IdentityOf(text);
    ASSERT_THAT(case_.ledger().StoreDocument(identity, InPieces(text, 100'000)), IsOk());
    const StatusOr<std::string> read = case_.ledger().ReadDocument(identity.sha256);
    ASSERT_THAT(read, IsOk());
    EXPECT_EQ(*read, text);
    EXPECT_EQ(case_.size(), 8u);
  }
}

TEST_F(StoredDocumentTest, BytesThatAreNotThoseOfTheDigestAreRefusedAndLeaveNothing) {
  const std::string text(3 * kChunkBytes, 'x');
  const std::string other(9 * kChunkBytes, 'y');
  EXPECT_THAT(case_.ledger().StoreDocument(IdentityOf(text), InPieces(other, 1 << 20)),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("changed")));
  EXPECT_THAT(case_.ledger().ReadDocument(Sha256(text)),
              StatusIs(StatusCode::kNotFound, HasSubstr("no document")));
  EXPECT_THAT(case_.ledger().StoreDocument(IdentityOf(text), InPieces(text, 1 << 20)), IsOk());
  EXPECT_THAT(case_.ledger().ReadDocument(Sha256(text)), IsOk());
}

TEST_F(StoredDocumentTest, AReportComesInPartsAndEachEventHasItsRange) {
  const std::string text = "0123456789";
  ASSERT_THAT(case_.ledger().StoreDocument(IdentityOf(text), InPieces(text, 3)), IsOk());
  EXPECT_THAT(Append(Part(text, 0, 2)).events, SizeIs(3));
  EXPECT_THAT(Append(Part(text, 3, 4)).events, SizeIs(2));
  ASSERT_EQ(case_.size(), 13u);
  EXPECT_EQ(case_.Record(8).report(), case_.Record(12).report());
  EXPECT_EQ(case_.Record(12).ordinal(), 4u);
  ASSERT_EQ(case_.Record(11).evidence_size(), 1);
  EXPECT_EQ(case_.Record(11).evidence(0).begin(), 3u);
  EXPECT_EQ(case_.Record(11).evidence(0).end(), 5u);
}

TEST_F(StoredDocumentTest, PartsThatAreRecordedAreSkippedAndTheRestAppended) {
  const std::string text = "0123456789";
  ASSERT_THAT(case_.ledger().StoreDocument(IdentityOf(text), InPieces(text, 3)), IsOk());
  Append(Part(text, 0, 2));
  const AppendResult again = Append(Part(text, 1, 4));
  ASSERT_THAT(again.events, SizeIs(4));
  EXPECT_TRUE(again.events[1].already_recorded);
  EXPECT_FALSE(again.events[2].already_recorded);
  EXPECT_EQ(case_.size(), 13u);
  EXPECT_EQ(case_.Event(12).arrival().strength().best(), 5);
}

TEST_F(StoredDocumentTest, APartWithAGapBeforeItAndAnUnknownDocumentAreErrors) {
  const std::string text = "0123456789";
  EXPECT_THAT(case_.ledger().Append(std::vector{Part(text, 0, 1)}, kPlainOptions),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("is not stored")));
  ASSERT_THAT(case_.ledger().StoreDocument(IdentityOf(text), InPieces(text, 3)), IsOk());
  EXPECT_THAT(case_.ledger().Append(std::vector{Part(text, 2, 3)}, kPlainOptions),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("has 0 events")));
  EXPECT_EQ(case_.size(), 8u);
}

TEST_F(StoredDocumentTest, ARehearsalAnswersAsTheLedgerWouldAndChangesNothing) {
  const std::string text = "0123456789";
  const LogHead before = case_.ledger().Head();
  auto log = RehearsalLog::On(case_.ledger().log());
  ASSERT_THAT(log, IsOk());
  const auto rehearsal = Ledger::OnLog(*std::move(log), {.write = true, .clock = nullptr});
  ASSERT_THAT(rehearsal, IsOk());
  ASSERT_THAT((*rehearsal)->StoreDocument(IdentityOf(text), InPieces(text, 3)), IsOk());
  for (const ReportDraft& part : {Part(text, 0, 2), Part(text, 3, 5)}) {
    EXPECT_THAT((*rehearsal)->Append({&part, 1}, kPlainOptions)->refusals, IsEmpty());
  }
  EXPECT_EQ((*rehearsal)->Head().size.value, 14u);
  EXPECT_EQ((*(*rehearsal)->ReadRecord({13}))->event().arrival().strength().best(), 6);
  EXPECT_EQ((*(*rehearsal)->ReadRecord({7}))->position(), 7u);
  // What came before is seen by what comes after: a likely duplicate, and a correction.
  const ReportDraft duplicate = DraftFromYaml(
      "report: {source: T}\nevents: [{arrival: {contingent: KEN-1, strength: 5, place: A/B, on: "
      "2024-06-26}}]");
  const auto refused = (*rehearsal)->Append({&duplicate, 1}, kPlainOptions);
  ASSERT_THAT(refused->refusals, SizeIs(1));
  EXPECT_EQ(refused->refusals[0].rule, "likely-duplicate");
  const ReportDraft amendment = DraftFromYaml(
      "report: {source: T}\nevents: [{amendment: {of: 9, change: {strength: 7}, why: misread}}]");
  EXPECT_THAT((*rehearsal)->Append({&amendment, 1}, kPlainOptions)->refusals, IsEmpty());
  EXPECT_EQ(case_.ledger().Head().size, before.size);
  EXPECT_EQ(case_.ledger().Head().root, before.root);
  EXPECT_THAT(case_.ledger().ReadDocument(Sha256(text)),
              StatusIs(StatusCode::kNotFound, HasSubstr("no document")));
}

}  // namespace
}  // namespace muster
