// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What blacking out a document takes away, and what it leaves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "ledger/ledger.h"
#include "ledger/ledger_directory.h"
#include "ledger/record_codec.h"
#include "ledger/report_store.h"
#include "ledger/rocks_log.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "tests/support/ledger_case.h"
#include "tests/support/log_contents.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/yaml_draft.h"

namespace muster {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kSecret = "Xenophon Quillfeather was wounded.";

std::string SecretReport(const std::string& title) {
  return Report(title, "- mission: {id: M, host: HTI}", kSecret);
}

class RedactionTest : public testing::Test {
 protected:
  RedactionTest() {
    case_.Admit(SecretReport("A"));
    report_ = *case_.ledger().FindReport(case_.ledger().Reports()->front().id);
    document_ = HashFromBytes(report_.report->document().sha256());
  }

  LedgerCase case_;
  StoredReport report_;
  Hash document_{};
};

TEST_F(RedactionTest, TheBytesGoAndARecordSaysWhenByWhomAndWhy) {
  const LogHead before = case_.ledger().Head();
  const auto redactions = case_.ledger().Redact(ToHex(report_.id), "a name", "keeper");
  ASSERT_THAT(redactions, IsOk());
  ASSERT_THAT(*redactions, SizeIs(1));
  EXPECT_EQ(redactions->front().position, Position{before.size.value});
  EXPECT_THAT(case_.ledger().ReadDocument(document_),
              StatusIs(StatusCode::kNotFound, HasSubstr("no document")));
  const auto found = case_.ledger().FindRedaction(document_);
  ASSERT_THAT(found, IsOk());
  ASSERT_TRUE(found->has_value());
  EXPECT_EQ((*found)->record->recorded_by(), "keeper");
  EXPECT_EQ((*found)->record->event().redaction().reason(), "a name");
  EXPECT_THAT(case_.Record(0).report(), ToBytes(report_.id));
  EXPECT_EQ(*case_.ledger().FindRedaction(report_.id), std::nullopt);
}

TEST_F(RedactionTest, ItIsFoundByTheDocumentsDigestToo) {
  EXPECT_THAT(case_.ledger().Redact(ToHex(document_).substr(0, 10), "a name", "keeper"), IsOk());
  EXPECT_THAT(case_.ledger().Redact(ToHex(document_), "again", "keeper"),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("already, by record 1")));
}

TEST_F(RedactionTest, NoLaterReportBringsTheDocumentBack) {
  ASSERT_THAT(case_.ledger().Redact(ToHex(report_.id), "a name", "keeper"), IsOk());
  case_.Admit(SecretReport("B"));
  EXPECT_THAT(case_.ledger().ReadDocument(document_),
              StatusIs(StatusCode::kNotFound, HasSubstr("no document")));
  case_.Reopen();
  case_.Admit(SecretReport("C"));
  EXPECT_THAT(case_.ledger().ReadDocument(document_),
              StatusIs(StatusCode::kNotFound, HasSubstr("no document")));
}

TEST_F(RedactionTest, WhatIsWrongIsRefusedAndNothingHappens) {
  Ledger& ledger = case_.ledger();
  EXPECT_THAT(ledger.Redact(ToHex(report_.id), " \n", "keeper"),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("reason")));
  EXPECT_THAT(ledger.Redact(ToHex(report_.id), std::string(20000, 'x'), "keeper"),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("20000 bytes")));
  EXPECT_THAT(ledger.Redact(ToHex(report_.id), "\xff", "keeper"),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("UTF-8")));
  EXPECT_THAT(ledger.Redact("xyz", "a name", "keeper"),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("xyz")));
  EXPECT_THAT(ledger.Redact("00000000", "a name", "keeper"),
              StatusIs(StatusCode::kNotFound, HasSubstr("00000000")));
  case_.Admit(Report("Without", "- mission: {id: N, host: HTI}"));
  EXPECT_THAT(ledger.Redact(ToHex(ledger.Reports()->back().id), "a name", "keeper"),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("no document")));
  EXPECT_EQ(case_.size(), 2U);
  EXPECT_THAT(ledger.ReadDocument(document_), IsOkAndHolds(std::string(kSecret)));
}

TEST_F(RedactionTest, ADocumentIsBlackedOutOnce) {
  ASSERT_THAT(case_.ledger().Redact(ToHex(report_.id), "a name", "keeper"), IsOk());
  v1::Event event;
  event.mutable_redaction()->set_document(ToBytes(document_));
  event.mutable_redaction()->set_reason("again");
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(case_.ledger().AppendCommand(event, {.recorded_by = "keeper"}),
                StatusIs(StatusCode::kFailedPrecondition, HasSubstr("already")));
    case_.Reopen();
  }
  EXPECT_EQ(case_.size(), 2U);
}

TEST_F(RedactionTest, ARedactionNamesADocument) {
  v1::Event event;
  event.mutable_redaction()->set_reason("a name");
  EXPECT_THAT(case_.ledger().AppendCommand(event, {.recorded_by = "keeper"}),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("digest")));
}

// Whether any file below `directory` holds the secret.
bool IsOnDisk(const fs::path& directory) {
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    if (bytes.find("Quillfeather") != std::string::npos) return true;
  }
  return false;
}

class RedactionOnDiskTest : public testing::Test {
 protected:
  RedactionOnDiskTest() : directory_(temporary_.path() / "ledger") {
    MUSTER_CHECK(Ledger::Create(directory_, "test.example/redaction").ok());
    const auto ledger = *Ledger::Open(directory_, {.write = true});
    const ReportDraft draft = DraftFromYaml(SecretReport("A"));
    MUSTER_CHECK(ledger->Append({&draft, 1}, {.recorded_by = "test"})->refusals.empty());
    report_ = ledger->Reports()->front();
  }

  const TemporaryDirectory temporary_;
  const fs::path directory_;
  StoredReport report_;
};

TEST_F(RedactionOnDiskTest, NoFileHoldsTheBytesAnyMore) {
  ASSERT_TRUE(IsOnDisk(directory_));
  const auto ledger = *Ledger::Open(directory_, {.write = true});
  ASSERT_THAT(ledger->Redact(ToHex(report_.id), "a name", "keeper"), IsOk());
  EXPECT_FALSE(IsOnDisk(directory_));
}

TEST_F(RedactionOnDiskTest, AnErasureThatWasInterruptedIsFinishedByTheNextWriter) {
  const Hash document = HashFromBytes(report_.report->document().sha256());
  {
    const auto log = *RocksLog::OpenWriter(LogDirectory(directory_));
    v1::Record record;
    record.set_position(1);
    record.set_recorded_by("keeper");
    record.mutable_event()->mutable_redaction()->set_document(ToBytes(document));
    record.mutable_event()->mutable_redaction()->set_reason("a name");
    LogBatch batch{{EncodeRecord(record)}, {}};
    ASSERT_THAT(ReportStore(*log).WriteRedaction(document, Position{1}, batch.entries), IsOk());
    ASSERT_THAT(AppendNow(*log, std::move(batch)), IsOk());
  }
  ASSERT_TRUE(IsOnDisk(directory_));
  const auto reader = *Ledger::Open(directory_);
  EXPECT_THAT(reader->ReadDocument(document),
              StatusIs(StatusCode::kNotFound, HasSubstr("no document")));
  ASSERT_TRUE(IsOnDisk(directory_));
  const auto writer = Ledger::Open(directory_, {.write = true});
  ASSERT_THAT(writer, IsOk());
  EXPECT_FALSE(IsOnDisk(directory_));
}

TEST_F(RedactionOnDiskTest, AReaderBlacksNothingOut) {
  const auto reader = *Ledger::Open(directory_);
  EXPECT_THAT(reader->Redact(ToHex(report_.id), "a name", "keeper"),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("reading only")));
}

}  // namespace
}  // namespace muster
