// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: nothing that the log keeps beside the records can differ from them unnoticed. Method: a
// sound ledger in memory, in which one thing at a time is put in the place of another.
#include "ledger/log_verification.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/big_endian.h"
#include "ledger/record_codec.h"
#include "ledger/report_store.h"
#include "ledger/table_verification.h"
#include "ledger/tile_builder.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "tests/support/ledger_case.h"
#include "tests/support/log_contents.h"
#include "tests/support/status_matchers.h"

namespace muster {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class LogVerificationTest : public testing::Test {
 protected:
  LogVerificationTest() {
    case_.AdmitNames();
    std::string arrivals;
    // More than a tile of records.
    for (int day = 1; day <= 300; ++day) {
      arrivals +=
          fmt::format("- statement: {{text: Day {}., on: 2024-01-{:02}}}\n", day, day % 28 + 1);
    }
    case_.Admit(Report("A", arrivals));
    case_.Admit(Report("B",
                       "- arrival: {contingent: KEN-1, strength: 9, place: A/B, on: 2024-01-05}\n"
                       "  quote: nine came",
                       "On Friday nine came."));
    arrival_ = case_.size() - 1;
    case_.Admit(Report("C", fmt::format("- account: {{of: {}, strength: 9}}\n"
                                        "- amendment: {{of: {}, change: {{strength: 8}}, why: "
                                        "revised}}\n"
                                        "- release: {{name: first}}",
                                        arrival_, arrival_)));
    case_.Admit(Report("D", fmt::format("- retraction: {{of: {}, why: misread}}", arrival_ + 1)));
  }

  std::vector<std::string> Faults() {
    const auto verified = VerifyLog(case_.log());
    EXPECT_THAT(verified, IsOk());
    return verified.ok() ? verified->faults : std::vector<std::string>{};
  }

  // Writes entries as no append would.
  void Put(std::vector<TableEntry> entries) {
    ASSERT_THAT(AppendNow(case_.log(), {{}, std::move(entries)}), IsOk());
  }

  // Puts another record in the place of the one at `position`.
  template <typename Change>
  void Alter(std::uint64_t position, Change change) {
    v1::Record record = case_.Record(position);
    change(record);
    case_.log().Overwrite(Position{position}, EncodeRecord(record));
  }

  LedgerCase case_;
  std::uint64_t arrival_ = 0;
};

TEST_F(LogVerificationTest, ASoundLogHasNoFaults) {
  EXPECT_THAT(Faults(), IsEmpty());
  const auto verified = VerifyLog(case_.log());
  EXPECT_EQ(verified->head.size.value, case_.size());
  EXPECT_EQ(verified->documents, 1U);
  // The account, the amendment, the retraction of the account, and that of what it is of.
  EXPECT_EQ(verified->corrections, 4U);
  EXPECT_EQ(verified->tree_entries, 2U);
  ASSERT_THAT(case_.ledger().Redact(ToHex(case_.ledger().Reports()->at(2).id), "x", "y"), IsOk());
  EXPECT_THAT(Faults(), IsEmpty());
  EXPECT_EQ(VerifyLog(case_.log())->blacked_out, 1U);
}

TEST_F(LogVerificationTest, AnAlteredRecordChangesTheRootAndTheTreeAboveIt) {
  Alter(20, [](v1::Record& record) { record.set_recorded_by("somebody else"); });
  EXPECT_THAT(Faults(), Contains(HasSubstr("the records have the root")));
  EXPECT_THAT(Faults(), Contains(HasSubstr("Merkle tree with record 255")));
}

TEST_F(LogVerificationTest, TwoSwappedRecordsAreOfOtherPositions) {
  const std::string first = EncodeRecord(case_.Record(20));
  case_.log().Overwrite(Position{20}, EncodeRecord(case_.Record(21)));
  case_.log().Overwrite(Position{21}, first);
  EXPECT_THAT(Faults(), Contains(HasSubstr("20")));
}

TEST_F(LogVerificationTest, ATileThatIsNotOfTheRecordsIsFound) {
  Put({{Table::kTiles, TileKey(0, 0), std::string(8192, 'x')}});
  EXPECT_THAT(Faults(), Contains(HasSubstr("Merkle tree with record 255")));
  Put({{Table::kTiles, TileKey(0, 1), std::string(8192, 'x')}});
  EXPECT_THAT(Faults(), Contains(HasSubstr("3 tiles and subtrees")));
}

TEST_F(LogVerificationTest, RecordsGoForwardInTime) {
  Alter(arrival_, [](v1::Record& record) { record.set_recorded_at_us(1); });
  EXPECT_THAT(Faults(), Contains(HasSubstr("recorded before the one before it")));
}

TEST_F(LogVerificationTest, EvidenceLiesWithinItsText) {
  Alter(arrival_, [](v1::Record& record) { record.mutable_evidence(0)->set_end(1000); });
  EXPECT_THAT(Faults(), Contains(HasSubstr("of a text of 20")));
}

TEST_F(LogVerificationTest, ARecordIsTheEventThatItsReportSays) {
  Alter(arrival_, [](v1::Record& record) { record.set_ordinal(7); });
  EXPECT_THAT(Faults(), Contains(HasSubstr("as its event 7")));
  Alter(arrival_, [](v1::Record& record) { record.set_report(std::string(32, 'x')); });
  EXPECT_THAT(Faults(), Contains(HasSubstr("is not stored")));
  EXPECT_THAT(Faults(), Contains(HasSubstr("lists 1 events, and 0 are recorded")));
}

TEST_F(LogVerificationTest, AMissingDocumentIsFound) {
  const Hash document = HashFromBytes(case_.ledger().Reports()->at(2).report->document().sha256());
  Put({{Table::kChunks, ToBytes(document) + std::string(4, '\0'), std::nullopt}});
  EXPECT_THAT(Faults(), Contains(HasSubstr(ToHex(document))));
}

TEST_F(LogVerificationTest, ADocumentIsBlackedOutByARecordOnly) {
  const Hash document = HashFromBytes(case_.ledger().Reports()->at(2).report->document().sha256());
  Put({{Table::kReports, "b" + ToBytes(document), EncodeBigEndian(3)}});
  EXPECT_THAT(Faults(), ElementsAre(HasSubstr("blacked out by record 3, which does not say so")));
}

TEST_F(LogVerificationTest, NoDocumentIsBlackedOutThatNoReportNames) {
  Put({{Table::kReports, "b" + std::string(32, 'x'), EncodeBigEndian(3)}});
  EXPECT_THAT(Faults(), ElementsAre(HasSubstr("blacked out by record 3, which does not say so")));
}

TEST_F(LogVerificationTest, ABlackedOutDocumentIsGoneAndKeptAsSuch) {
  const StoredReport report = case_.ledger().Reports()->at(2);
  const std::string document = report.report->document().sha256();
  ASSERT_THAT(case_.ledger().Redact(ToHex(report.id), "x", "y"), IsOk());
  ASSERT_THAT(Faults(), IsEmpty());
  Put({{Table::kChunks, document + std::string(4, '\0'), "what was blacked out"}});
  EXPECT_THAT(Faults(), ElementsAre(HasSubstr("is blacked out, and its bytes are still stored")));
  Put({{Table::kChunks, document + std::string(4, '\0'), std::nullopt},
       {Table::kReports, "b" + document, std::nullopt}});
  EXPECT_THAT(Faults(), ElementsAre(HasSubstr("and that is not kept")));
}

TEST_F(LogVerificationTest, ADocumentOfAnAppendThatWasInterruptedIsCounted) {
  Put({{Table::kChunks, std::string(32, 'x') + std::string(3, '\0') + '\1', "half"}});
  EXPECT_THAT(Faults(), IsEmpty());
  EXPECT_EQ(VerifyLog(case_.log())->unnamed_documents, 1U);
  EXPECT_EQ(VerifyLog(case_.log())->documents, 1U);
}

TEST_F(LogVerificationTest, ReportsAreFoundByTheirDocuments) {
  const StoredReport report = case_.ledger().Reports()->at(2);
  const std::string key = "d" + report.report->document().sha256() + ToBytes(report.id);
  Put({{Table::kReports, key, std::nullopt}});
  EXPECT_THAT(Faults(), ElementsAre(HasSubstr("is not found by its document")));
  Put({{Table::kReports, key, std::string()}});
  EXPECT_THAT(Faults(), IsEmpty());
  const std::string other(32, 'x');
  Put({{Table::kReports, "d" + other + ToBytes(report.id), std::string()}});
  EXPECT_THAT(Faults(), ElementsAre(HasSubstr("which does not have it")));
}

TEST_F(LogVerificationTest, AReportIsRecordedWithItsFirstRecord) {
  StoredReport report = case_.ledger().Reports()->at(2);
  report.recorded_at += std::chrono::seconds(1);
  std::vector<TableEntry> entries;
  ReportStore::Write(report, /*is_new=*/false, entries);
  Put(std::move(entries));
  EXPECT_THAT(Faults(), ElementsAre(HasSubstr("was not recorded when its first record")));
}

TEST_F(LogVerificationTest, TheIndexOfCorrectionsIsThatOfTheRecords) {
  const std::string root = EncodeBigEndian(arrival_);
  Put({{Table::kChains, root + EncodeBigEndian(arrival_ + 1), std::nullopt}});
  EXPECT_THAT(Faults(), Contains(HasSubstr("lacks record")));
  Put({{Table::kChains, root + EncodeBigEndian(2), std::string()}});
  EXPECT_THAT(Faults(), Contains(HasSubstr("no record makes")));
}

TEST_F(LogVerificationTest, ReleasesAreThoseThatAreRecorded) {
  Put({{Table::kNames, "lsecond", EncodeBigEndian(3)}});
  EXPECT_THAT(Faults(), Contains(HasSubstr("'second'")));
}

TEST_F(LogVerificationTest, WhatAdmissionLooksUpIsWhatTheRecordsMake) {
  const auto faults = [this] { return VerifyTables(case_.log()).value(); };
  EXPECT_THAT(faults(), IsEmpty());
  std::vector<std::pair<std::string, std::string>> names, subjects;
  const auto collect = [](auto& entries) {
    return [&entries](std::string_view key, std::string_view value) {
      entries.emplace_back(key, value);
      return OkStatus();
    };
  };
  ASSERT_THAT(case_.log().Scan(Table::kNames, "", "", collect(names)), IsOk());
  ASSERT_THAT(case_.log().Scan(Table::kSubjects, "", "", collect(subjects)), IsOk());
  ASSERT_THAT(names, testing::Not(IsEmpty()));
  ASSERT_THAT(subjects, testing::Not(IsEmpty()));
  for (const auto& [key, value] : names) {
    Put({{Table::kNames, key, std::nullopt}});
    EXPECT_THAT(faults(), Contains(HasSubstr("table of names"))) << key;
    Put({{Table::kNames, key, value + "x"}});
    EXPECT_THAT(faults(), Contains(HasSubstr("table of names"))) << key;
    Put({{Table::kNames, key, value}});
  }
  for (const auto& [key, value] : subjects) {
    Put({{Table::kSubjects, key, std::nullopt}});
    EXPECT_THAT(faults(), Contains(HasSubstr("what is kept of the events of"))) << key;
    Put({{Table::kSubjects, key, value}});
  }
  EXPECT_THAT(faults(), IsEmpty());
  Put({{Table::kNames, "xmore", std::string()}});
  EXPECT_THAT(faults(), Contains(HasSubstr("entries, and the records make")));
  Put({{Table::kNames, "xmore", std::nullopt}});
  std::string other = subjects.front().first;
  other.insert(0, "x");
  Put({{Table::kSubjects, other, subjects.front().second}});
  EXPECT_THAT(faults(), Contains(HasSubstr("subjects, and the records make")));
}

TEST_F(LogVerificationTest, WhatWasVouchedForIsTheBeginning) {
  const LogHead head = case_.log().Head();
  EXPECT_THAT(VerifyVouched(case_.log(), head), IsOk());
  EXPECT_THAT(VerifyVouched(case_.log(), {LogSize{head.size.value + 1}, head.root}),
              StatusIs(StatusCode::kDataLoss, HasSubstr("at least")));
  EXPECT_THAT(VerifyVouched(case_.log(), {LogSize{5}, head.root}),
              StatusIs(StatusCode::kDataLoss, HasSubstr("root")));
}

}  // namespace
}  // namespace muster
