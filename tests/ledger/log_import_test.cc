// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What random ledgers (transfer_property_test.cc) do not have: documents, whole and blacked out,
// and keys; and files that are no such file. Method: every bit of a small file flipped, every end
// cut off, every item dropped, doubled and moved.
#include "ledger/log_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "ledger/log_export.h"
#include "ledger/report_store.h"
#include "ledger/transfer_stream.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/report.pb.h"
#include "muster/v1/transfer.pb.h"
#include "tests/support/ledger_case.h"
#include "tests/support/log_contents.h"
#include "tests/support/status_matchers.h"

namespace muster {
namespace {

using testing::HasSubstr;

std::vector<v1::TransferItem> ItemsOf(const std::string& file) {
  std::istringstream in(file);
  TransferReader reader(in);
  EXPECT_THAT(reader.Begin(), IsOk());
  std::vector<v1::TransferItem> items;
  do {
    EXPECT_THAT(reader.Read(items.emplace_back()), IsOk());
  } while (!items.back().has_end());
  return items;
}

std::string FileOf(const std::vector<v1::TransferItem>& items) {
  std::ostringstream out;
  TransferWriter writer(out);
  for (const v1::TransferItem& item : items) EXPECT_THAT(writer.Write(item), IsOk());
  return std::move(out).str();
}

class LogImportTest : public testing::Test {
 protected:
  // Each append at a time of its own, by which it is told from the next.
  void Admit(const std::string& report) {
    case_.clock().now += std::chrono::seconds(1);
    case_.Admit(report);
  }
  void Redact(const std::string& text) {
    case_.clock().now += std::chrono::seconds(1);
    EXPECT_THAT(case_.ledger().Redact(ToHex(Sha256(text)), "a name", "keeper"), IsOk());
  }

  std::string Exported(const Log& log) const {
    TreeReader tree(log);
    VerifiedCheckpoint verified;
    const LogHead head = log.Head();
    verified.checkpoint = {key_.name(), head.size, head.root, {}};
    verified.note.text = verified.checkpoint.Text();
    verified.note.signatures = {SignNote(key_, verified.note.text)};
    std::ostringstream out;
    const VerifierKey key = key_.Verifier();
    EXPECT_THAT(ExportLog(log, verified, {&key, 1}, out), IsOk());
    return std::move(out).str();
  }

  // The log of a file, opened once as a ledger.
  StatusOr<std::shared_ptr<MemoryLog>> Imported(const std::string& file) const {
    std::istringstream in(file);
    MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<LogImporter> importer, LogImporter::Open(in));
    auto log = std::make_shared<MemoryLog>();
    MUSTER_ASSIGN_OR_RETURN(const LogImport imported, importer->Import(*log));
    MUSTER_RETURN_IF_ERROR(VerifyCheckpoint(imported.note, imported.keys, {}).status());
    return log;
  }

  static bool IsRefusal(const Status& status) {
    return status.code() == StatusCode::kInvalidArgument ||
           status.code() == StatusCode::kFailedPrecondition ||
           status.code() == StatusCode::kDataLoss;
  }

  LedgerCase case_;
  const SigningKey key_ = *SigningKey::FromSeed("example.org/log", Sha256("a log"));
};

TEST_F(LogImportTest, MakesAnEmptyLogOfAnEmptyOne) {
  const auto log = Imported(Exported(case_.log()));
  ASSERT_THAT(log, IsOk());
  EXPECT_EQ((*log)->Head().size, LogSize{0});
}

TEST_F(LogImportTest, MakesTheSameTablesWithDocumentsAndKeys) {
  case_.AdmitNames();
  const std::string text = "Two hundred came.";
  // Chunks of 256 KiB, and one that is full; a document that two reports have.
  const std::string three_chunks(600'000, 'x');
  const std::string two_chunks(512 << 10, 'y');
  Admit(
      Report("A", "- arrival: {contingent: KEN-1, strength: 200, place: D, on: 2024-06-25}", text));
  Admit(Report("B", "- account: {of: 8, strength: about 200}", text));
  Admit(Report("C", "- arrival: {contingent: JAM-1, strength: 24, place: D, on: 2024-09-12}",
               three_chunks));
  Admit(Report("D", "- amendment: {of: 8, change: {strength: 210}, why: revised}", two_chunks));
  v1::Event event;
  event.mutable_key()->set_old_public_key(std::string(32, 'a'));
  event.mutable_key()->set_new_public_key(std::string(32, 'b'));
  ASSERT_THAT(case_.ledger().AppendCommand(event, {.recorded_by = "keeper"}), IsOk());
  const std::string file = Exported(case_.log());
  const auto log = Imported(file);
  ASSERT_THAT(log, IsOk());
  EXPECT_TRUE(*ReadContents(**log) == *ReadContents(case_.log()));
  EXPECT_EQ(Exported(**log), file);
  EXPECT_THAT(ReportStore(**log).ReadDocument(Sha256(three_chunks)), IsOk());
}

TEST_F(LogImportTest, LeavesOutWhatIsBlackedOut) {
  Admit(Report("A", "- mission: {id: M, host: HTI}", "Jean came."));
  const std::string before = Exported(case_.log());
  Redact("Jean came.");
  const std::string file = Exported(case_.log());
  EXPECT_EQ(file.find("Jean"), file.npos);
  const auto log = Imported(file);
  ASSERT_THAT(log, IsOk());
  EXPECT_EQ(Exported(**log), file);
  EXPECT_THAT(ReportStore(**log).FindRedaction(Sha256("Jean came.")), IsOk());

  // A file that has it in spite of the record is taken without it.
  std::vector<v1::TransferItem> items = ItemsOf(file);
  items.insert(items.begin() + 2, ItemsOf(before)[2]);
  ASSERT_TRUE(items[2].has_chunk());
  const auto other = Imported(FileOf(items));
  ASSERT_THAT(other, IsOk());
  EXPECT_THAT(ReportStore(**other).ReadDocument(Sha256("Jean came.")),
              StatusIs(StatusCode::kNotFound, testing::_));
  EXPECT_THAT(*ReportStore(**other).ToErase(), testing::SizeIs(1));
}

TEST_F(LogImportTest, RefusesAFileWithAnotherBitAnywhereOrAnotherEnd) {
  Admit(Report("A", "- mission: {id: M, host: HTI}", "Jean came."));
  Admit(Report("B", "- place: {id: P}", "Jean came."));
  const std::string good = Exported(case_.log());
  ASSERT_THAT(Imported(good), IsOk());
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ (1 << bit));
      const Status status = Imported(bad).status();
      EXPECT_TRUE(IsRefusal(status)) << i << " " << bit << " " << status;
    }
    EXPECT_THAT(Imported(good.substr(0, i)), StatusIs(StatusCode::kInvalidArgument, testing::_));
  }
  EXPECT_THAT(Imported(good + "x"),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("more behind its end")));
}

TEST_F(LogImportTest, RefusesAFileWithAnItemDroppedDoubledOrMoved) {
  Admit(Report("A", "- mission: {id: M, host: HTI}\n- place: {id: P}", std::string(300'000, 'x')));
  Admit(Report("B", "- place: {id: Q}", "Jean came."));
  const std::vector<v1::TransferItem> good = ItemsOf(Exported(case_.log()));
  ASSERT_THAT(Imported(FileOf(good)), IsOk());
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::vector<v1::TransferItem> bad = good;
    bad.erase(bad.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_TRUE(IsRefusal(Imported(FileOf(bad)).status())) << "without item " << i;
    bad = good;
    bad.insert(bad.begin() + static_cast<std::ptrdiff_t>(i), good[i]);
    EXPECT_TRUE(IsRefusal(Imported(FileOf(bad)).status())) << "item " << i << " twice";
    for (std::size_t j = 0; j < i; ++j) {
      bad = good;
      std::swap(bad[i], bad[j]);
      EXPECT_TRUE(IsRefusal(Imported(FileOf(bad)).status())) << i << " and " << j << " swapped";
    }
  }
}

TEST_F(LogImportTest, TakesNoMoreMemoryThanAnItemMayHave) {
  const std::string title = "muster records 1\n";
  for (const std::string& length : {std::string("\xff\xff\xff\xff"), std::string("\0\x10\0\x01", 4),
                                    std::string("\0\0\0\0", 4)}) {
    EXPECT_THAT(Imported(title + length + std::string(100, 'x')),
                StatusIs(StatusCode::kInvalidArgument, HasSubstr("should have 1 to 1048576")));
  }
  EXPECT_THAT(Imported(title + std::string("\0\x10\0\0", 4) + "x"),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("it ends within")));
  EXPECT_THAT(Imported("muster records 2\n"), StatusIs(StatusCode::kInvalidArgument, testing::_));
}

TEST_F(LogImportTest, RefusesADocumentThatIsNone) {
  Admit(Report("A", "- mission: {id: M, host: HTI}", "Jean came."));
  const std::vector<v1::TransferItem> good = ItemsOf(Exported(case_.log()));
  ASSERT_TRUE(good[2].has_chunk());
  const auto with = [&](const auto& change) {
    std::vector<v1::TransferItem> bad = good;
    change(*bad[2].mutable_chunk());
    return Imported(FileOf(bad)).status();
  };
  EXPECT_THAT(with([](v1::TransferChunk& chunk) { chunk.set_data("Jane came."); }),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("is damaged")));
  EXPECT_THAT(with([](v1::TransferChunk& chunk) { chunk.set_number(1); }),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("is not the next one")));
  EXPECT_THAT(with([](v1::TransferChunk& chunk) { chunk.set_document("x"); }),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("of no document")));
  EXPECT_THAT(with([](v1::TransferChunk& chunk) { chunk.set_document(std::string(32, 'x')); }),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("not one of the report before it")));
  EXPECT_THAT(with([](v1::TransferChunk& chunk) { chunk.set_data(std::string(300'000, 'x')); }),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("is not the next one")));
}

}  // namespace
}  // namespace muster
