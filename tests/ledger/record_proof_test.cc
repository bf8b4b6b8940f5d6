// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/record_proof.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "ledger/base64.h"
#include "ledger/growth_proof.h"
#include "ledger/merkle.h"
#include "muster/v1/proof.pb.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "tests/support/ledger_case.h"
#include "tests/support/status_matchers.h"

namespace muster {
namespace {

using testing::HasSubstr;

class RecordProofTest : public testing::Test {
 protected:
  RecordProofTest() {
    case_.AdmitNames();
    case_.Admit(Report("Arrivals",
                       "- arrival: {contingent: KEN-1, strength: 200, place: D, on: 2024-06-25}\n"
                       "- arrival: {contingent: JAM-1, strength: 24, place: D, on: 2024-09-12}",
                       "Two hundred came."));
  }

  SignedNote Note(std::uint64_t size) {
    TreeReader tree(case_.log());
    SignedNote note{
        Checkpoint{"example.org/log", LogSize{size}, *tree.Root(LogSize{size}), {}}.Text(), {}};
    note.signatures = {SignNote(key_, note.text)};
    return note;
  }

  RecordProof Proof(std::uint64_t position, std::uint64_t size) {
    TreeReader tree(case_.log());
    StatusOr<RecordProof> proof = ProveRecord(case_.ledger(), tree, Position{position}, Note(size));
    EXPECT_TRUE(proof.ok()) << proof.status();
    return proof.ok() ? *std::move(proof) : RecordProof();
  }

  StatusOr<ProvedRecord> Verify(const RecordProof& proof) {
    return VerifyRecordProof(proof, keys_, {});
  }

  LedgerCase case_;
  const SigningKey key_ = *SigningKey::FromSeed("example.org/log", Sha256("a log"));
  const std::vector<VerifierKey> keys_ = {key_.Verifier()};
};

TEST_F(RecordProofTest, ProvesEveryRecordInEveryLogThatHasIt) {
  ASSERT_EQ(case_.size(), 10u);
  for (std::uint64_t size = 1; size <= case_.size(); ++size) {
    for (std::uint64_t position = 0; position < size; ++position) {
      const StatusOr<RecordProof> read = RecordProof::Parse(Proof(position, size).Encode());
      ASSERT_THAT(read, IsOk());
      const StatusOr<ProvedRecord> proved = Verify(*read);
      ASSERT_THAT(proved, IsOk());
      EXPECT_EQ(proved->record->position(), position);
      EXPECT_EQ(proved->checkpoint.checkpoint.size, LogSize{size});
      EXPECT_EQ(proved->report->title(), position < 8 ? "Names" : "Arrivals");
    }
  }
}

TEST_F(RecordProofTest, IsATlogProofOfC2sp) {
  const RecordProof proof = Proof(8, 10);
  const std::string text = proof.Encode();
  v1::ProvedRecord extra;
  extra.set_record(proof.record);
  extra.set_report(proof.report);
  std::string expected =
      "c2sp.org/tlog-proof@v1\nextra " + ToBase64(extra.SerializeAsString()) + "\nindex 8\n";
  for (const Hash& hash : proof.hashes) expected += ToBase64(ToBytes(hash)) + "\n";
  expected += "\n" + Note(10).Encode();
  EXPECT_EQ(text, expected);
  EXPECT_EQ(proof.hashes.size(), 2u);
}

TEST_F(RecordProofTest, HasNoReportWhereACommandWroteTheRecord) {
  v1::Event event;
  event.mutable_statement()->set_text("a test");
  ASSERT_THAT(case_.ledger().AppendCommand(event, {}), IsOk());
  const StatusOr<ProvedRecord> proved = Verify(Proof(10, 11));
  ASSERT_THAT(proved, IsOk());
  EXPECT_EQ(proved->report, nullptr);
  RecordProof other = Proof(10, 11);
  other.report = Proof(8, 10).report;
  EXPECT_THAT(Verify(other), StatusIs(StatusCode::kFailedPrecondition, HasSubstr("no report")));
}

// Whatever byte of a proof is another, either it is no proof any more, or it does not verify.
TEST_F(RecordProofTest, DoesNotVerifyWithAnotherByteAnywhere) {
  const std::string good = Proof(8, 10).Encode();
  ASSERT_THAT(Verify(*RecordProof::Parse(good)), IsOk());
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const int bit : {0, 1, 5}) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ (1 << bit));
      const StatusOr<RecordProof> proof = RecordProof::Parse(bad);
      if (!proof.ok()) {
        EXPECT_THAT(proof, StatusIs(StatusCode::kInvalidArgument, testing::_));
        continue;
      }
      const Status status = Verify(*proof).status();
      EXPECT_TRUE(status.code() == StatusCode::kFailedPrecondition ||
                  status.code() == StatusCode::kInvalidArgument)
          << i << " " << bad[i] << " " << status;
    }
    EXPECT_FALSE(RecordProof::Parse(good.substr(0, i)).ok()) << i;
  }
}

TEST_F(RecordProofTest, RefusesWhatIsNone) {
  const std::string good = Proof(8, 10).Encode();
  const auto with = [&good](const std::string& from, const std::string& to) {
    std::string bad = good;
    bad.replace(bad.find(from), from.size(), to);
    return bad;
  };
  const std::string extra =
      good.substr(good.find("extra"), good.find("index") - good.find("extra"));
  for (const std::string& bad :
       {std::string(), std::string("x"), with("@v1", "@v2"), with(extra, ""),
        with(extra, "extra \n"), with(extra, "extra AAAA\n"), with("index 8", "index 08"),
        with("index 8", "index -8"), with("index 8", "index"),
        with("index 8", "index 18446744073709551616"), with("\n\n", "\n"),
        with("\n\n", "\nAAAA\n\n"), good + "\n", with("index 8\n", "")}) {
    EXPECT_THAT(RecordProof::Parse(bad), StatusIs(StatusCode::kInvalidArgument, testing::_)) << bad;
  }
  std::string many = good;
  const std::string line = ToBase64(ToBytes(Sha256("x"))) + "\n";
  for (int i = 0; i < 100; ++i) many.insert(many.find("\n\n") + 1, line);
  EXPECT_THAT(RecordProof::Parse(many),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("more than 65 hashes")));
  EXPECT_THAT(RecordProof::Parse(good + std::string(kProofBytesMax, 'x')),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("at most")));
  // Sizes at the end of what there is.
  EXPECT_FALSE(Verify(*RecordProof::Parse(with("index 8", "index 18446744073709551615"))).ok());
}

TEST_F(RecordProofTest, TakesNoHashesForARecordThatStandsAlone) {
  const RecordProof alone = Proof(0, 1);
  EXPECT_TRUE(alone.hashes.empty());
  EXPECT_THAT(Verify(*RecordProof::Parse(alone.Encode())), IsOk());
  RecordProof more = alone;
  more.hashes.push_back(Sha256("x"));
  EXPECT_THAT(Verify(more), StatusIs(StatusCode::kFailedPrecondition, testing::_));
  RecordProof none = Proof(8, 10);
  none.hashes.clear();
  EXPECT_THAT(Verify(none), StatusIs(StatusCode::kFailedPrecondition, testing::_));
}

// Garbage of every kind comes back as an error.
TEST(ProofParsers, BearAnyBytes) {
  std::mt19937 chance(7);
  const std::string words[] = {"c2sp.org/tlog-proof@v1\n",
                               "extra ",
                               "index ",
                               "old ",
                               "\n",
                               "\n\n",
                               "\u2014 ",
                               "AAAA",
                               "=",
                               "18446744073709551615",
                               "0",
                               " ",
                               "a",
                               "\xff",
                               ToBase64(std::string(32, 'x')) + "\n"};
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = chance() % 2 == 0 ? words[0] : "old 5\n";
    for (std::size_t n = chance() % 12; n > 0; --n) bytes += words[chance() % std::size(words)];
    EXPECT_FALSE(RecordProof::Parse(bytes).ok());
    EXPECT_FALSE(GrowthProof::Parse(bytes).ok());
    SignedNote::Parse(bytes).status().IgnoreError();
    Checkpoint::Parse(bytes).status().IgnoreError();
    VerifierKey::Parse(bytes).status().IgnoreError();
  }
}

}  // namespace
}  // namespace muster
