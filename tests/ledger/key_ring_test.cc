// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/key_ring.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/checkpoint_store.h"
#include "ledger/checkpoint_verification.h"
#include "ledger/ledger.h"
#include "ledger/ledger_directory.h"
#include "ledger/tree_reader.h"
#include "muster/v1/record.pb.h"
#include "tests/support/cosigner.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

AskPassphrase Says(const std::string& passphrase) {
  return [passphrase]() -> StatusOr<std::string> { return passphrase; };
}

AskPassphrase MustNotBeAsked() {
  return []() -> StatusOr<std::string> { return FailedPrecondition("a passphrase was asked for"); };
}

std::string BytesOf(const fs::path& file) {
  std::ostringstream bytes;
  bytes << std::ifstream(file, std::ios::binary).rdbuf();
  return bytes.str();
}

class KeyRingTest : public testing::Test {
 protected:
  void Make(const std::optional<std::string>& passphrase = std::nullopt) {
    ASSERT_THAT(Ledger::Create(path(), "example.org/ledger", passphrase), IsOk());
  }
  fs::path path() const { return directory_.path() / "ledger"; }

  StatusOr<KeySuccession> Succeed(const AskPassphrase& ask = MustNotBeAsked()) {
    MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> ledger,
                            Ledger::Open(path(), {.write = true}));
    return SucceedKey(path(), *ledger, {.recorded_by = "tester", .ask = ask, .new_passphrase = {}});
  }

  StatusOr<KeyRing> Read() {
    MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> ledger, Ledger::Open(path()));
    return KeyRing::Read(path(), *ledger);
  }

  // The ledger has a key in force that signs, and the files can be succeeded once more.
  void ExpectUsable(const VerifierKey& current, std::size_t keys) {
    const StatusOr<KeyRing> ring = Read();
    ASSERT_THAT(ring, IsOk());
    EXPECT_EQ(ring->current().Text(), current.Text());
    EXPECT_EQ(ring->keys().size(), keys);
    const StatusOr<SigningKey> key = ring->Unlock(MustNotBeAsked());
    ASSERT_THAT(key, IsOk());
    EXPECT_EQ(key->Verifier(), current);
  }

  TemporaryDirectory directory_;
};

TEST_F(KeyRingTest, BeginsWithTheKeyOfTheLedger) {
  Make();
  const StatusOr<KeyRing> ring = Read();
  ASSERT_THAT(ring, IsOk());
  EXPECT_EQ(ring->keys().size(), 1u);
  EXPECT_EQ(ring->current().name(), "example.org/ledger");
  EXPECT_FALSE(ring->is_encrypted());
}

TEST_F(KeyRingTest, IsDamagedWhereTheKeyIsOfAnotherOrigin) {
  Make();
  const std::string format = BytesOf(FormatFile(path()));
  std::string other = format;
  other.replace(other.find("example.org"), 1, "f");
  std::ofstream(FormatFile(path())) << other;
  EXPECT_THAT(Read(), StatusIs(StatusCode::kDataLoss,
                               testing::AllOf(HasSubstr("FORMAT"), HasSubstr("fxample.org"))));
  ASSERT_THAT(SigningKey::FromSeed("example.org/other", {})->Write(path() / "other"), IsOk());
  std::ofstream(FormatFile(path())) << format;
  fs::rename(path() / "other", KeyFile(path()));
  EXPECT_THAT(Read(), StatusIs(StatusCode::kDataLoss, HasSubstr("example.org/other")));
}

TEST_F(KeyRingTest, RecordsASuccessionAndKeepsTheOldVerifierKey) {
  Make();
  const VerifierKey first = Read()->current();
  const StatusOr<KeySuccession> succession = Succeed();
  ASSERT_THAT(succession, IsOk());
  EXPECT_EQ(succession->old_key, first);
  EXPECT_EQ(succession->position, Position{0});
  ExpectUsable(succession->new_key, 2);
  EXPECT_EQ(Read()->keys()[0].verifier, first);
  EXPECT_EQ(Read()->keys()[1].since, Position{0});
  EXPECT_FALSE(fs::exists(NextKeyFile(path())));
  const auto ledger = *Ledger::Open(path());
  const RecordPtr record = *ledger->ReadRecord(Position{0});
  EXPECT_EQ(record->event().key().old_public_key(),
            std::string(first.public_key().begin(), first.public_key().end()));
  EXPECT_EQ(record->recorded_by(), "tester");
  EXPECT_TRUE(record->report().empty());
}

TEST_F(KeyRingTest, KeepsACheckpointThatBothKeysHaveSigned) {
  Make();
  const StatusOr<KeySuccession> succession = Succeed();
  ASSERT_THAT(succession, IsOk());
  const auto kept = CheckpointStore(path()).Find(LogSize{1});
  ASSERT_THAT(kept, IsOk());
  ASSERT_TRUE(kept->has_value());
  for (const VerifierKey& key : {succession->old_key, succession->new_key}) {
    const std::vector<VerifierKey> keys = {key};
    const StatusOr<VerifiedCheckpoint> verified = VerifyCheckpoint(**kept, keys, {});
    ASSERT_THAT(verified, IsOk());
    EXPECT_EQ(verified->checkpoint.root, (*Ledger::Open(path()))->Head().root);
  }
}

TEST_F(KeyRingTest, SucceedsAnEncryptedKeyByOneOfTheSamePassphrase) {
  Make("open sesame");
  EXPECT_THAT(Succeed(Says("wrong")),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("does not open")));
  EXPECT_EQ(Read()->keys().size(), 1u);
  ASSERT_THAT(Succeed(Says("open sesame")), IsOk());
  const StatusOr<KeyRing> ring = Read();
  EXPECT_TRUE(ring->is_encrypted());
  EXPECT_EQ(ring->keys().size(), 2u);
  EXPECT_THAT(ring->Unlock(Says("open sesame")), IsOk());
  EXPECT_THAT(ring->Unlock(Says("wrong")), StatusIs(StatusCode::kFailedPrecondition, testing::_));
}

// What a crash leaves at each point of a succession, put together from before and after it.
class CutSuccession : public KeyRingTest {
 protected:
  void SetUp() override {
    Make();
    first_ = BytesOf(KeyFile(path()));
    first_verifier_ = Read()->current();
    fs::copy(path(), before(), fs::copy_options::recursive);
    const StatusOr<KeySuccession> succession = Succeed();
    ASSERT_THAT(succession, IsOk());
    second_verifier_ = succession->new_key;
    second_ = BytesOf(KeyFile(path()));
  }
  fs::path before() const { return directory_.path() / "before"; }

  // The log as it was before the record.
  void TakeLogBack() {
    fs::remove_all(path());
    fs::copy(before(), path(), fs::copy_options::recursive);
  }
  static void Write(const fs::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
  }

  std::string first_;
  std::string second_;
  std::optional<VerifierKey> first_verifier_;
  std::optional<VerifierKey> second_verifier_;
};

TEST_F(CutSuccession, BeforeTheRecordIsNone) {
  TakeLogBack();
  Write(NextKeyFile(path()), second_);
  ExpectUsable(*first_verifier_, 1);
  ASSERT_THAT(Succeed(), IsOk());
  EXPECT_NE(Read()->current(), *second_verifier_);
  EXPECT_EQ(Read()->keys().size(), 2u);
}

TEST_F(CutSuccession, BehindTheRecordIsOneAndIsFinishedByTheNext) {
  Write(NextKeyFile(path()), second_);
  Write(KeyFile(path()), first_);
  fs::remove_all(CheckpointsDirectory(path()));
  ExpectUsable(*second_verifier_, 2);
  EXPECT_TRUE(Read()->is_unfinished());
  const StatusOr<KeySuccession> finished = Succeed();
  ASSERT_THAT(finished, IsOk());
  EXPECT_TRUE(finished->finished_earlier_one);
  EXPECT_EQ(finished->new_key, *second_verifier_);
  ExpectUsable(*second_verifier_, 2);
  EXPECT_FALSE(Read()->is_unfinished());
  EXPECT_FALSE(fs::exists(NextKeyFile(path())));
  EXPECT_TRUE(CheckpointStore(path()).Find(LogSize{1})->has_value());
  EXPECT_EQ((*Ledger::Open(path()))->Head().size, LogSize{1});
}

TEST_F(CutSuccession, IsNoneIfAnotherRecordCameInItsPlace) {
  TakeLogBack();
  Write(NextKeyFile(path()), second_);
  {
    const auto ledger = *Ledger::Open(path(), {.write = true});
    v1::Event event;
    event.mutable_statement()->set_text("a test");
    ASSERT_THAT(ledger->AppendCommand(event, {}), IsOk());
  }
  ExpectUsable(*first_verifier_, 1);
}

TEST_F(CutSuccession, WithTheSecretLostIsDamage) {
  Write(KeyFile(path()), first_);
  EXPECT_THAT(Read(), StatusIs(StatusCode::kDataLoss, HasSubstr("is in force since record 0")));
  fs::remove(KeyFile(path()));
  EXPECT_THAT(Read(), StatusIs(StatusCode::kNotFound, testing::_));
}

TEST_F(CutSuccession, ThatDoesNotFollowFromTheKeyInForceIsDamage) {
  {
    const auto ledger = *Ledger::Open(path(), {.write = true});
    v1::Event event;
    event.mutable_key()->set_old_public_key(std::string(32, 'x'));
    event.mutable_key()->set_new_public_key(std::string(32, 'y'));
    ASSERT_THAT(ledger->AppendCommand(event, {}), IsOk());
  }
  EXPECT_THAT(Read(), StatusIs(StatusCode::kDataLoss, HasSubstr("was not in force")));
}

TEST_F(KeyRingTest, KnowsEveryKeyOfManySuccessions) {
  Make();
  std::vector<VerifierKey> keys = {Read()->current()};
  for (int i = 0; i < 5; ++i) keys.push_back(Succeed()->new_key);
  EXPECT_EQ(Read()->Verifiers(), keys);
  ExpectUsable(keys.back(), 6);
}

TEST(AppendCommand, StandsInTheLogLikeAnyRecord) {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "ledger";
  ASSERT_THAT(Ledger::Create(path), IsOk());
  v1::Event event;
  event.mutable_statement()->set_text("a test");
  {
    const auto ledger = *Ledger::Open(path, {.write = true});
    const StatusOr<RecordPtr> first = ledger->AppendCommand(event, {.recorded_by = "one"});
    ASSERT_THAT(first, IsOk());
    const StatusOr<RecordPtr> second =
        ledger->AppendCommand(event, {.recorded_by = "two", .expected_size = LogSize{1}});
    ASSERT_THAT(second, IsOk());
    EXPECT_EQ((*second)->position(), 1u);
    EXPECT_GE((*second)->recorded_at_us(), (*first)->recorded_at_us());
    EXPECT_THAT(ledger->AppendCommand(event, {.recorded_by = {}, .expected_size = LogSize{1}}),
                StatusIs(StatusCode::kAborted, HasSubstr("has 2 records, not the 1")));
    EXPECT_THAT(ledger->AppendCommand(event, {.recorded_by = "a\nb", .expected_size = {}}),
                StatusIs(StatusCode::kInvalidArgument, testing::_));
  }
  const auto reader = *Ledger::Open(path);
  EXPECT_EQ(reader->Head().size, LogSize{2});
  EXPECT_EQ((*reader->ReadRecord(Position{1}))->recorded_by(), "two");
  EXPECT_THAT(reader->AppendCommand(event, {}),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("reading only")));
}

TEST(CheckpointStore, AddsSignaturesToThoseThatAreKept) {
  const TemporaryDirectory directory;
  const CheckpointStore store(directory.path());
  EXPECT_FALSE(store.Find(LogSize{7})->has_value());
  const Cosigner one("w1.example", "one");
  const Cosigner two("w2.example", "two");
  const std::string text = "log\n7\nroot\n";
  ASSERT_THAT(store.Keep(LogSize{7}, {text, {one.Cosign(1, text)}}), IsOk());
  ASSERT_THAT(store.Keep(LogSize{7}, {text, {one.Cosign(1, text), two.Cosign(2, text)}}), IsOk());
  EXPECT_THAT((*store.Find(LogSize{7}))->signatures,
              testing::ElementsAre(one.Cosign(1, text), two.Cosign(2, text)));
  EXPECT_THAT(store.Keep(LogSize{7}, {"other\n", {}}),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("another checkpoint")));
  std::ofstream(CheckpointsDirectory(directory.path()) / "7") << "damaged";
  EXPECT_THAT(store.Find(LogSize{7}), StatusIs(StatusCode::kDataLoss, HasSubstr("damaged")));
}

class KeptCheckpoints : public KeyRingTest {
 protected:
  // Of the empty log, with the log's signature.
  void MakeAndKeep() {
    Make();
    const auto ledger = *Ledger::Open(path());
    const SigningKey key = *KeyRing::Read(path(), *ledger)->Unlock(MustNotBeAsked());
    text_ = Checkpoint{ledger->origin(), LogSize{0}, ledger->Head().root, {}}.Text();
    note_ = {text_, {SignNote(key, text_)}};
    ASSERT_THAT(CheckpointStore(path()).Keep(LogSize{0}, note_), IsOk());
  }
  void Put(const SignedNote& note, const std::string& name = "0") const {
    std::ofstream(CheckpointsDirectory(path()) / name) << note.Encode();
  }
  std::vector<std::string> Faults() const {
    const auto ledger = *Ledger::Open(path());
    return *VerifyKeptCheckpoints(path(), *ledger, *KeyRing::Read(path(), *ledger));
  }
  std::string text_;
  SignedNote note_;
};

TEST_F(KeptCheckpoints, VerifyAsTheyWereKept) {
  MakeAndKeep();
  EXPECT_THAT(Faults(), testing::IsEmpty());
}

TEST_F(KeptCheckpoints, AreFaultyWhereAnythingInThemIsNotOfThisLog) {
  MakeAndKeep();
  const auto fault = [this](const SignedNote& note) {
    Put(note);
    const std::vector<std::string> faults = Faults();
    return faults.size() == 1 ? faults[0] : "another number of faults";
  };
  SignedNote other = note_;
  other.signatures[0].bytes[3] ^= 1;
  EXPECT_THAT(fault(other), testing::AllOf(HasSubstr("checkpoints/0"), HasSubstr("not verify")));
  other = note_;
  other.signatures[0].name = "example.org/stranger";
  EXPECT_THAT(fault(other), HasSubstr("example.org/stranger, which is not known"));
  other = note_;
  other.text = Checkpoint{"example.org/ledger", LogSize{0}, Sha256("other"), {}}.Text();
  EXPECT_THAT(fault(other), HasSubstr("not a checkpoint of this log"));
  Put(note_);
  Put(note_, "7");
  EXPECT_THAT(Faults(), testing::ElementsAre(HasSubstr("is of 7 records, and the log has 0")));
  std::ofstream(CheckpointsDirectory(path()) / "7") << "no note";
  EXPECT_THAT(Faults(), testing::ElementsAre(HasSubstr("checkpoints/7 is damaged")));
}

TEST(CheckpointStore, KnowsAWitnessOnce) {
  const TemporaryDirectory directory;
  const CheckpointStore store(directory.path());
  const VerifierKey one = Cosigner("w1.example", "one").verifier();
  const VerifierKey two = Cosigner("w2.example", "two").verifier();
  for (const VerifierKey& key : {one, two, one}) ASSERT_THAT(store.AddWitness(key), IsOk());
  EXPECT_THAT(store.Witnesses(), IsOkAndHolds(testing::ElementsAre(one, two)));
  EXPECT_THAT(store.AddWitness(SigningKey::Generate("log")->Verifier()),
              StatusIs(StatusCode::kInvalidArgument, testing::_));
  std::ofstream(WitnessesFile(directory.path())) << "damaged\n";
  EXPECT_THAT(store.Witnesses(), StatusIs(StatusCode::kDataLoss, HasSubstr("witnesses")));
}

}  // namespace
}  // namespace muster
