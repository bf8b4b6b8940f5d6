// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/signed_note.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "ledger/base64.h"
#include "ledger/big_endian.h"
#include "ledger/checkpoint.h"
#include "tests/support/cosigner.h"
#include "tests/support/status_matchers.h"

namespace muster {
namespace {

using testing::HasSubstr;

// The example of golang.org/x/mod/sumdb/note.
constexpr char kGoKey[] =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
constexpr char kGoVerifierKey[] =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr char kGoNote[] =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/"
    "SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

SigningKey LogKey() { return *SigningKey::FromSeed("example.org/log", Sha256("a log")); }

TEST(Base64, TakesOnlyTheOneTextOfEachBytes) {
  for (const std::string bytes : {"", "a", "ab", "abc", "abcd", "\xff\x00\xfe"}) {
    EXPECT_EQ(FromBase64(ToBase64(bytes)), bytes);
  }
  for (const char* const bad : {"YQ", "YQ=", "YR==", " YQ=", "YQ==\n",
                                "YQ==YQ==", "Y===", "====", "Y-Q=", "YWI\n", "YWJ="}) {
    EXPECT_EQ(FromBase64(bad), std::nullopt) << bad;
  }
  EXPECT_EQ(HashFromBase64(ToBase64("short")), std::nullopt);
}

TEST(VerifierKey, ReadsAndWritesTheFormOfGo) {
  const StatusOr<VerifierKey> key = VerifierKey::Parse(kGoVerifierKey);
  ASSERT_THAT(key, IsOk());
  EXPECT_EQ(key->name(), "PeterNeumann");
  EXPECT_EQ(key->id(), 0xc74f20a3u);
  EXPECT_EQ(key->Text(), kGoVerifierKey);
  EXPECT_EQ(*key, SigningKey::Parse(kGoKey)->Verifier());
}

TEST(VerifierKey, RefusesWhatIsDamaged) {
  const std::string good = kGoVerifierKey;
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = bad[i] == 'A' ? 'B' : 'A';
    EXPECT_THAT(VerifierKey::Parse(bad), StatusIs(StatusCode::kInvalidArgument, testing::_)) << bad;
    EXPECT_FALSE(VerifierKey::Parse(good.substr(0, i)).ok()) << i;
  }
  EXPECT_FALSE(VerifierKey::Parse(good + "\n").ok());
  EXPECT_FALSE(VerifierKey::Parse("").ok());
  EXPECT_THAT(VerifierKey::Parse("a+00000000+AgAA"),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("type 2")));
}

TEST(SignedNote, IsThatOfGo) {
  const StatusOr<SignedNote> note = SignedNote::Parse(kGoNote);
  ASSERT_THAT(note, IsOk());
  EXPECT_EQ(note->Encode(), kGoNote);
  EXPECT_EQ(SignNote(*SigningKey::Parse(kGoKey), note->text), note->signatures[0]);
  const std::vector<VerifierKey> keys = {*VerifierKey::Parse(kGoVerifierKey)};
  const std::vector<KnownSignature> known = KnownSignatures(*note, keys);
  ASSERT_EQ(known.size(), 1u);
  EXPECT_TRUE(known[0].verifies);
  EXPECT_EQ(known[0].time, std::nullopt);
}

TEST(SignedNote, VerifiesForNoOtherText) {
  SignedNote note = *SignedNote::Parse(kGoNote);
  const std::vector<VerifierKey> keys = {*VerifierKey::Parse(kGoVerifierKey)};
  for (std::size_t i = 0; i + 1 < note.text.size(); ++i) {
    SignedNote other = note;
    other.text[i] ^= 1;
    EXPECT_FALSE(KnownSignatures(other, keys)[0].verifies) << i;
  }
  for (std::size_t i = 0; i < note.signatures[0].bytes.size(); ++i) {
    SignedNote other = note;
    other.signatures[0].bytes[i] ^= 1;
    EXPECT_FALSE(KnownSignatures(other, keys)[0].verifies) << i;
  }
  note.signatures[0].bytes.resize(63);
  EXPECT_FALSE(KnownSignatures(note, keys)[0].verifies);
}

TEST(SignedNote, PassesOverSignaturesOfOthers) {
  SignedNote note{"text\n", {}};
  note.signatures = {SignNote(*SigningKey::FromSeed("other", Sha256("x")), note.text),
                     SignNote(LogKey(), note.text), SignNote(LogKey(), note.text)};
  // The same name with another id, and the same id with another name.
  note.signatures[0].name = LogKey().name();
  note.signatures.push_back(note.signatures[1]);
  note.signatures.back().name = "another";
  const std::vector<VerifierKey> keys = {LogKey().Verifier()};
  EXPECT_EQ(KnownSignatures(note, keys).size(), 1u);
  EXPECT_TRUE(KnownSignatures(note, keys)[0].verifies);
}

TEST(SignedNote, SplitsAtTheLastEmptyLine) {
  SignedNote note{"a\n\nb\n", {SignNote(LogKey(), "a\n\nb\n")}};
  const StatusOr<SignedNote> read = SignedNote::Parse(note.Encode());
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->text, "a\n\nb\n");
}

TEST(SignedNote, RefusesWhatIsNone) {
  const std::string good = SignedNote{"a\n", {SignNote(LogKey(), "a\n")}}.Encode();
  const std::string line = good.substr(3);
  EXPECT_THAT(SignedNote::Parse(good), IsOk());
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_FALSE(SignedNote::Parse(good.substr(0, length)).ok()) << length;
  }
  for (const std::string& bad :
       {std::string(), std::string("a\n"), std::string("a\n\n"), "a" + line, good + "\n",
        good + "x", "a\r\n\n" + line, "a\t\n\n" + line, "\xff\n\n" + line, "a\n\n- " + line,
        std::string("a\n\n\u2014 name\n"), std::string("a\n\n\u2014 name AAAA\n"),
        std::string("a\n\n\u2014 na+me AAAAAAAA\n"), std::string("a\n\n\u2014  AAAAAAAA\n"),
        std::string("a\n\n\u2014 name AAAAAAA\n"), std::string("a\n\0\n\n", 5) + line}) {
    EXPECT_THAT(SignedNote::Parse(bad), StatusIs(StatusCode::kInvalidArgument, testing::_)) << bad;
  }
}

TEST(SignedNote, IsBounded) {
  std::string many = "a\n\n";
  const std::string line = SignedNote{"a\n", {SignNote(LogKey(), "a\n")}}.Encode().substr(3);
  for (std::size_t i = 0; i < kNoteSignaturesMax; ++i) many += line;
  EXPECT_THAT(SignedNote::Parse(many), IsOk());
  EXPECT_THAT(SignedNote::Parse(many + line),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("more than 100 signatures")));
  EXPECT_THAT(SignedNote::Parse(std::string(kNoteBytesMax, 'a') + "\n\n" + line),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("bytes, at most")));
}

// The example of the specification of C2SP.
constexpr char kC2spCheckpoint[] =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

TEST(Checkpoint, ReadsAndWritesTheExampleOfC2sp) {
  const StatusOr<Checkpoint> checkpoint = Checkpoint::Parse(kC2spCheckpoint);
  ASSERT_THAT(checkpoint, IsOk());
  EXPECT_EQ(checkpoint->origin, "example.com/behind-the-sofa");
  EXPECT_EQ(checkpoint->size, LogSize{20852163});
  EXPECT_EQ(checkpoint->Text(), kC2spCheckpoint);
  EXPECT_EQ(Checkpoint::Parse(std::string(kC2spCheckpoint) + "more\nof it\n")->extensions,
            "more\nof it\n");
}

TEST(Checkpoint, RefusesWhatIsNone) {
  const std::string root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  EXPECT_THAT(Checkpoint::Parse("a\n18446744073709551615\n" + root), IsOk());
  EXPECT_THAT(Checkpoint::Parse("a\n0\n" + root), IsOk());
  for (const std::string& bad :
       {std::string(), std::string("a\n"), std::string("a\n1\n"), "\n1\n" + root, "a\n01\n" + root,
        "a\n+1\n" + root, "a\n-1\n" + root, "a\n1 \n" + root, "a\n\n" + root, "a\n0x1\n" + root,
        "a\n18446744073709551616\n" + root, std::string("a\n1\nAAAA\n"),
        "a\n1\n" + root.substr(0, root.size() - 1), "a\n1\n" + root + "\n",
        "a\n1\n" + root + "x\n\ny\n", "a\n1\n" + root + "x"}) {
    EXPECT_THAT(Checkpoint::Parse(bad), StatusIs(StatusCode::kInvalidArgument, testing::_)) << bad;
  }
}

SignedNote CheckpointNote(const std::string& origin) {
  SignedNote note{Checkpoint{origin, LogSize{7}, Sha256("root"), {}}.Text(), {}};
  note.signatures = {SignNote(LogKey(), note.text)};
  return note;
}

TEST(Checkpoint, NeedsASignatureByTheLog) {
  const std::vector<VerifierKey> keys = {LogKey().Verifier()};
  EXPECT_THAT(VerifyCheckpoint(CheckpointNote("example.org/log"), keys, {}), IsOk());
  EXPECT_THAT(VerifyCheckpoint(CheckpointNote("example.org/other"), keys, {}),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("of the log example.org/other")));
  const std::vector<VerifierKey> others = {
      SigningKey::FromSeed("example.org/log", Sha256("another"))->Verifier()};
  EXPECT_THAT(VerifyCheckpoint(CheckpointNote("example.org/log"), others, {}),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("not signed by")));
  SignedNote forged = CheckpointNote("example.org/log");
  forged.signatures[0].bytes[5] ^= 1;
  EXPECT_THAT(VerifyCheckpoint(forged, keys, {}),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("does not verify")));
  forged.signatures.clear();
  EXPECT_THAT(VerifyCheckpoint(forged, keys, {}),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("not signed by")));
}

TEST(Checkpoint, HasTheTimesOfItsWitnesses) {
  const std::vector<VerifierKey> keys = {LogKey().Verifier()};
  const Cosigner witness("w1.example", "a witness");
  const std::vector<VerifierKey> witnesses = {witness.verifier()};
  SignedNote note = CheckpointNote("example.org/log");
  EXPECT_THAT(VerifyCheckpoint(note, keys, witnesses),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("w1.example")));
  note.signatures.push_back(witness.Cosign(1679315147, note.text));
  const StatusOr<VerifiedCheckpoint> verified = VerifyCheckpoint(note, keys, witnesses);
  ASSERT_THAT(verified, IsOk());
  ASSERT_EQ(verified->signatures.size(), 2u);
  EXPECT_EQ(verified->signatures[1].time, 1679315147u);
  // Another time than was signed.
  note.signatures[1].bytes[7] ^= 1;
  EXPECT_THAT(VerifyCheckpoint(note, keys, witnesses),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("does not verify")));
  // Beyond what the specification allows, and cut short.
  note.signatures[1] = witness.Cosign(std::uint64_t{1} << 63, note.text);
  EXPECT_FALSE(VerifyCheckpoint(note, keys, witnesses).ok());
  note.signatures[1].bytes = "short";
  EXPECT_FALSE(VerifyCheckpoint(note, keys, witnesses).ok());
}

// A checkpoint of a public log (a staging log of certificates, of 2026-05-23), with what three
// public witnesses signed of it. The log's other signature is of a kind that is not known here.
constexpr char kPublicLogKey[] =
    "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f";
constexpr const char* kPublicWitnesses[] = {
    // In brackets for clang, to which two strings in a list look like a comma left out.
    ("transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/"
     "MwYaGX4CPdiVEPM"),
    "witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO",
    "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"};
constexpr char kPublicCheckpoint[] =
    "arche2025h1.staging.ct.transparency.dev\n"
    "1432088532\n"
    "U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n"
    "\n"
    "\u2014 arche2025h1.staging.ct.transparency.dev "
    "zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFb"
    "o"
    "n5Ch9MNL5zRNZ55lvGt0=\n"
    "\u2014 arche2025h1.staging.ct.transparency.dev "
    "ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/"
    "27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=\n"
    "\u2014 transparency.dev/DEV:witness-little-garden "
    "2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/"
    "KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY09"
    "6st5BQ==\n"
    "\u2014 witness1.smartit.nu/witness1 "
    "pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/"
    "iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==\n"
    "\u2014 remora.n621.de "
    "2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/"
    "KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==\n";

TEST(Checkpoint, OfAPublicLogIsCosignedByPublicWitnesses) {
  const std::vector<VerifierKey> log = {*VerifierKey::Parse(kPublicLogKey)};
  std::vector<VerifierKey> witnesses;
  for (const char* const key : kPublicWitnesses) {
    const StatusOr<VerifierKey> witness = VerifierKey::Parse(key);
    ASSERT_THAT(witness, IsOk()) << key;
    EXPECT_EQ(witness->kind(), VerifierKey::Kind::kCosignature);
    EXPECT_EQ(witness->Text(), key);
    witnesses.push_back(*witness);
  }
  const StatusOr<SignedNote> note = SignedNote::Parse(kPublicCheckpoint);
  ASSERT_THAT(note, IsOk());
  EXPECT_EQ(note->Encode(), kPublicCheckpoint);
  const StatusOr<VerifiedCheckpoint> verified = VerifyCheckpoint(*note, log, witnesses);
  ASSERT_THAT(verified, IsOk());
  EXPECT_EQ(verified->checkpoint.size, LogSize{1432088532});
  ASSERT_EQ(verified->signatures.size(), 4u);
  for (std::size_t i = 1; i < 4; ++i) EXPECT_EQ(verified->signatures[i].time, 1779573024u);
  // Of no other size, at no other time.
  SignedNote other = *note;
  other.text.replace(other.text.find("1432088532"), 10, "1432088533");
  for (const KnownSignature& known : KnownSignatures(other, witnesses)) {
    EXPECT_FALSE(known.verifies) << known.key.name();
  }
  other = *note;
  for (NoteSignature& signature : other.signatures) signature.bytes[7] ^= 1;
  const std::vector<KnownSignature> later = KnownSignatures(other, witnesses);
  ASSERT_EQ(later.size(), 3u);
  for (const KnownSignature& known : later) EXPECT_FALSE(known.verifies) << known.key.name();
}

TEST(Checkpoint, IsCosignedAsC2spHasIt) {
  EXPECT_EQ(CosignedMessage(1679315147, kC2spCheckpoint),
            std::string("cosignature/v1\ntime 1679315147\n") + kC2spCheckpoint);
  const Cosigner witness("w1.example", "a witness");
  const NoteSignature signature = witness.Cosign(5, "text\n");
  EXPECT_EQ(signature.bytes.substr(0, 8), EncodeBigEndian(5));
  EXPECT_EQ(signature.bytes.size(), 72u);
}

}  // namespace
}  // namespace muster
