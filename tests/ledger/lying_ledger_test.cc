// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What an auditor notices who has a verifier key, an earlier checkpoint and perhaps a proof, when
// the ledger's keeper, who has the signing key and every tool, lies.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "ledger/growth_proof.h"
#include "ledger/merkle.h"
#include "ledger/merkle_proof.h"
#include "ledger/record_proof.h"
#include "ledger/tree_reader.h"
#include "muster/v1/report.pb.h"
#include "tests/support/ledger_case.h"
#include "tests/support/log_contents.h"
#include "tests/support/memory_log.h"
#include "tests/support/status_matchers.h"

namespace muster {
namespace {

using testing::HasSubstr;

// A keeper who signs whatever log there is.
class Keeper {
 public:
  explicit Keeper(const std::string& origin = "example.org/log", const std::string& seed = "a log")
      : key_(*SigningKey::FromSeed(origin, Sha256(seed))) {}

  VerifierKey verifier() const { return key_.Verifier(); }

  SignedNote Sign(const Log& log, std::uint64_t size) const {
    TreeReader tree(log);
    SignedNote note{Checkpoint{key_.name(), LogSize{size}, *tree.Root(LogSize{size}), {}}.Text(),
                    {}};
    note.signatures = {SignNote(key_, note.text)};
    return note;
  }

  // The best that can be done to show that the log grew from one of `older` records.
  GrowthProof ShowGrowth(const Log& log, std::uint64_t older, std::uint64_t newer) const {
    TreeReader tree(log);
    GrowthProof proof{LogSize{older}, {}, Sign(log, newer)};
    if (older <= newer) proof.hashes = *tree.Consistency(LogSize{older}, LogSize{newer});
    return proof;
  }

 private:
  SigningKey key_;
};

std::unique_ptr<MemoryLog> LogOf(const std::vector<std::string>& records) {
  auto log = std::make_unique<MemoryLog>();
  EXPECT_TRUE(AppendNow(*log, {records, {}}).ok());
  return log;
}

// The auditor has the checkpoint of eight records, "0" to "7".
class LyingLedger : public testing::Test {
 protected:
  Status Audit(const GrowthProof& proof) const {
    const StatusOr<GrowthProof> read = GrowthProof::Parse(proof.Encode());
    if (!read.ok()) return read.status();
    return VerifyGrowthProof(*read, checkpoint_, keys_, {}).status();
  }

  std::vector<std::string> records_ = {"0", "1", "2", "3", "4", "5", "6", "7"};
  const Keeper keeper_;
  const SignedNote checkpoint_ = keeper_.Sign(*LogOf(records_), 8);
  const std::vector<VerifierKey> keys_ = {keeper_.verifier()};
};

TEST_F(LyingLedger, IsBelievedWhenItTellsTheTruth) {
  records_.insert(records_.end(), {"8", "9", "10"});
  const auto log = LogOf(records_);
  for (std::uint64_t size = 8; size <= 11; ++size) {
    EXPECT_THAT(Audit(keeper_.ShowGrowth(*log, 8, size)), IsOk()) << size;
  }
}

TEST_F(LyingLedger, IsCaughtTruncated) {
  for (std::uint64_t size = 0; size < 8; ++size) {
    records_.resize(size);
    EXPECT_THAT(Audit(keeper_.ShowGrowth(*LogOf(records_), 8, size)),
                StatusIs(StatusCode::kFailedPrecondition, HasSubstr("fewer than the 8")));
  }
}

TEST_F(LyingLedger, IsCaughtRolledBackAndGrownAnew) {
  records_.resize(5);
  records_.insert(records_.end(), {"other 5", "other 6", "other 7", "8", "9"});
  const auto log = LogOf(records_);
  EXPECT_THAT(Audit(keeper_.ShowGrowth(*log, 8, 10)),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("are not the beginning")));
  // Shown from the size at which it was rolled back.
  EXPECT_THAT(Audit(keeper_.ShowGrowth(*log, 5, 10)),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("is about 5 records")));
  EXPECT_THAT(Audit(keeper_.ShowGrowth(*log, 0, 10)),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("is about 0 records")));
}

TEST_F(LyingLedger, IsCaughtForked) {
  records_[7] = "another 7";
  EXPECT_THAT(Audit(keeper_.ShowGrowth(*LogOf(records_), 8, 8)),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("forked")));
  records_.push_back("8");
  EXPECT_THAT(Audit(keeper_.ShowGrowth(*LogOf(records_), 8, 9)),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("are not the beginning")));
}

TEST_F(LyingLedger, IsCaughtWithARecordReplaced) {
  for (std::size_t i = 0; i < 8; ++i) {
    std::vector<std::string> records = records_;
    records[i] = "replaced";
    records.push_back("8");
    EXPECT_THAT(Audit(keeper_.ShowGrowth(*LogOf(records), 8, 9)),
                StatusIs(StatusCode::kFailedPrecondition, HasSubstr("are not the beginning")))
        << i;
  }
}

TEST_F(LyingLedger, IsCaughtWithTwoRecordsSwapped) {
  for (std::size_t i = 0; i < 8; ++i) {
    for (std::size_t j = i + 1; j < 8; ++j) {
      std::vector<std::string> records = records_;
      std::swap(records[i], records[j]);
      records.push_back("8");
      EXPECT_THAT(Audit(keeper_.ShowGrowth(*LogOf(records), 8, 9)),
                  StatusIs(StatusCode::kFailedPrecondition, HasSubstr("are not the beginning")));
    }
  }
}

TEST_F(LyingLedger, IsCaughtWithTheProofOfAnotherLog) {
  std::vector<std::string> honest = records_;
  honest.push_back("8");
  std::vector<std::string> altered = honest;
  altered[2] = "replaced";
  // The honest log's hashes beside the altered log's checkpoint, and the other way round.
  GrowthProof proof = keeper_.ShowGrowth(*LogOf(honest), 8, 9);
  proof.note = keeper_.Sign(*LogOf(altered), 9);
  EXPECT_THAT(Audit(proof), StatusIs(StatusCode::kFailedPrecondition, testing::_));
  std::vector<std::string> later = altered;
  later[2] = "2";
  later[8] = "another 8";
  proof = keeper_.ShowGrowth(*LogOf(later), 8, 9);
  proof.note = keeper_.Sign(*LogOf(honest), 9);
  EXPECT_THAT(Audit(proof), StatusIs(StatusCode::kFailedPrecondition, testing::_));
}

TEST_F(LyingLedger, IsCaughtPresentingAnOlderCheckpoint) {
  const auto log = LogOf(records_);
  EXPECT_THAT(Audit(keeper_.ShowGrowth(*log, 5, 7)),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("an older one")));
  const Checkpoint older = *Checkpoint::Parse(keeper_.Sign(*log, 7).text);
  const Checkpoint mine = *Checkpoint::Parse(checkpoint_.text);
  EXPECT_THAT(CheckSuccession(mine, older),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("an older one")));
  EXPECT_THAT(CheckSuccession(older, mine), IsOk());
}

TEST_F(LyingLedger, IsCaughtUnderAnotherIdentity) {
  records_.push_back("8");
  const auto log = LogOf(records_);
  // Another key of the same name, another name, and the name alone in the checkpoint.
  EXPECT_THAT(Audit(Keeper("example.org/log", "another").ShowGrowth(*log, 8, 9)),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("is not signed by")));
  EXPECT_THAT(Audit(Keeper("example.org/other").ShowGrowth(*log, 8, 9)),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("is not signed by")));
  GrowthProof renamed = keeper_.ShowGrowth(*log, 8, 9);
  Checkpoint checkpoint = *Checkpoint::Parse(renamed.note.text);
  checkpoint.origin = "example.org/other";
  renamed.note.text = checkpoint.Text();
  renamed.note.signatures = {
      SignNote(*SigningKey::FromSeed("example.org/log", Sha256("a log")), renamed.note.text)};
  EXPECT_THAT(Audit(renamed),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("of the log example.org/other")));
}

// Lies about one record, of which the auditor has a proof.
class LyingProof : public testing::Test {
 protected:
  LyingProof() {
    case_.AdmitNames();
    case_.Admit(Report("Arrivals",
                       "- arrival: {contingent: KEN-1, strength: 200, place: D, on: 2024-06-25}\n"
                       "- arrival: {contingent: JAM-1, strength: 24, place: D, on: 2024-09-12}",
                       "Two hundred came."));
    TreeReader tree(case_.log());
    proof_ = *ProveRecord(case_.ledger(), tree, Position{8}, keeper_.Sign(case_.log(), 10));
  }
  Status Audit(const RecordProof& proof) const {
    const StatusOr<RecordProof> read = RecordProof::Parse(proof.Encode());
    if (!read.ok()) return read.status();
    return VerifyRecordProof(*read, keys_, {}).status();
  }

  LedgerCase case_;
  const Keeper keeper_;
  const std::vector<VerifierKey> keys_ = {keeper_.verifier()};
  RecordProof proof_;
};

TEST_F(LyingProof, IsBelievedWhenItIsTrue) { EXPECT_THAT(Audit(proof_), IsOk()); }

TEST_F(LyingProof, IsCaughtWithAnotherRecord) {
  TreeReader tree(case_.log());
  RecordProof other = proof_;
  other.record =
      ProveRecord(case_.ledger(), tree, Position{9}, keeper_.Sign(case_.log(), 10))->record;
  EXPECT_THAT(Audit(other), StatusIs(StatusCode::kFailedPrecondition, HasSubstr("not record 8")));
}

TEST_F(LyingProof, IsCaughtWithAnotherPosition) {
  RecordProof other = proof_;
  other.position = Position{9};
  EXPECT_THAT(Audit(other), StatusIs(StatusCode::kFailedPrecondition, HasSubstr("not record 9")));
  other.position = Position{10};
  EXPECT_THAT(Audit(other), StatusIs(StatusCode::kFailedPrecondition, HasSubstr("no record 10")));
}

// Two records swapped in a log that was signed so: the tree agrees, the record itself does not.
TEST_F(LyingProof, IsCaughtWithARecordThatSaysThatItIsAnother) {
  LogContents contents = *ReadContents(case_.log());
  std::swap(contents.records[8], contents.records[9]);
  const auto log = LogOf(contents.records);
  TreeReader tree(*log);
  RecordProof swapped = proof_;
  swapped.record = contents.records[8];
  swapped.note = keeper_.Sign(*log, 10);
  swapped.hashes = *tree.Inclusion(Position{8}, LogSize{10});
  EXPECT_THAT(Audit(swapped), StatusIs(StatusCode::kFailedPrecondition,
                                       HasSubstr("record 8 says that it is record 9")));
}

TEST_F(LyingProof, IsCaughtWithAlteredMetadata) {
  v1::Report report;
  ASSERT_TRUE(report.ParseFromString(proof_.report));
  RecordProof altered = proof_;
  report.set_source("A better source");
  altered.report = report.SerializeAsString();
  EXPECT_THAT(Audit(altered),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("the record names the report")));
  altered.report.clear();
  EXPECT_THAT(Audit(altered), StatusIs(StatusCode::kFailedPrecondition, testing::_));
}

TEST_F(LyingProof, IsCaughtWithAnotherDocument) {
  v1::Report report;
  ASSERT_TRUE(report.ParseFromString(proof_.report));
  RecordProof altered = proof_;
  report.mutable_document()->set_sha256(ToBytes(Sha256("Three hundred came.")));
  altered.report = report.SerializeAsString();
  EXPECT_THAT(Audit(altered),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("the record names the report")));
}

TEST_F(LyingProof, IsCaughtUnderAnotherIdentity) {
  RecordProof other = proof_;
  other.note = Keeper("example.org/log", "another").Sign(case_.log(), 10);
  EXPECT_THAT(Audit(other), StatusIs(StatusCode::kFailedPrecondition, HasSubstr("not signed by")));
}

TEST_F(LyingProof, IsCaughtUnderACheckpointThatWasSignedForAnotherLog) {
  RecordProof other = proof_;
  other.note = keeper_.Sign(*LogOf({"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}), 10);
  EXPECT_THAT(Audit(other), StatusIs(StatusCode::kFailedPrecondition, HasSubstr("not record 8")));
}

}  // namespace
}  // namespace muster
