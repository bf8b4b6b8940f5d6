// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/signing_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <sys/stat.h>

#include <fstream>
#include <string>

#include "ledger/sha256.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

using testing::HasSubstr;
using testing::Not;

// The key of the documentation of golang.org/x/mod/sumdb/note.
constexpr char kGoPrivate[] =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
constexpr char kGoVerifier[] = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

// The seed of test 1 in section 7.1 of RFC 8032; the texts were computed with Python's hashlib and
// base64.
SigningKey::Seed SeedOfRfc8032() {
  return *HashFromHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
}

bool Verifies(const SigningKey::PublicKey& public_key, std::string_view message,
              const SigningKey::Signature& signature) {
  EVP_PKEY* const key =
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, public_key.data(), public_key.size());
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  const bool verifies =
      EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, key) == 1 &&
      EVP_DigestVerify(context, signature.data(), signature.size(),
                       reinterpret_cast<const unsigned char*>(message.data()), message.size()) == 1;
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(key);
  return verifies;
}

TEST(SigningKey, ReadsAndWritesTheFormsOfGo) {
  const StatusOr<SigningKey> key = SigningKey::Parse(kGoPrivate);
  ASSERT_THAT(key, IsOk());
  EXPECT_EQ(key->name(), "PeterNeumann");
  EXPECT_EQ(key->id(), 0xc74f20a3u);
  EXPECT_EQ(key->PrivateText(), kGoPrivate);
  EXPECT_EQ(key->VerifierText(), kGoVerifier);
}

TEST(SigningKey, HasThePublicKeyAndSignatureOfRfc8032) {
  const StatusOr<SigningKey> key = SigningKey::FromSeed("example.org/ledger", SeedOfRfc8032());
  ASSERT_THAT(key, IsOk());
  EXPECT_EQ(ToHex(key->public_key()),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(key->PrivateText(),
            "PRIVATE+KEY+example.org/ledger+47c1c1b2+AZ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g");
  EXPECT_EQ(key->VerifierText(),
            "example.org/ledger+47c1c1b2+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea");
  std::string signature;
  for (const std::uint8_t byte : key->Sign("")) signature += fmt::format("{:02x}", byte);
  EXPECT_EQ(signature,
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
}

TEST(SigningKey, SignsWhatOpenSslVerifies) {
  const StatusOr<SigningKey> key = SigningKey::Generate("desk");
  ASSERT_THAT(key, IsOk());
  const SigningKey::Signature signature = key->Sign("example.org/ledger\n12\nroot\n");
  EXPECT_TRUE(Verifies(key->public_key(), "example.org/ledger\n12\nroot\n", signature));
  EXPECT_FALSE(Verifies(key->public_key(), "example.org/ledger\n13\nroot\n", signature));
}

TEST(SigningKey, IsAnotherOneEachTime) {
  EXPECT_NE(SigningKey::Generate("desk")->PrivateText(),
            SigningKey::Generate("desk")->PrivateText());
}

TEST(SigningKey, IsReadableByItsOwnerOnly) {
  const TemporaryDirectory directory;
  const std::filesystem::path file = directory.path() / "key";
  const SigningKey key = *SigningKey::FromSeed("desk", SeedOfRfc8032());
  const mode_t before = umask(0);
  const Status written = key.Write(file);
  umask(before);
  ASSERT_THAT(written, IsOk());
  struct stat status;
  ASSERT_EQ(stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  const StatusOr<SigningKey> read = SigningKey::Read(file);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->PrivateText(), key.PrivateText());
}

TEST(SigningKey, NeverReplacesAFile) {
  const TemporaryDirectory directory;
  const std::filesystem::path file = directory.path() / "key";
  const SigningKey first = *SigningKey::Generate("desk");
  ASSERT_THAT(first.Write(file), IsOk());
  EXPECT_THAT(SigningKey::Generate("desk")->Write(file),
              StatusIs(StatusCode::kAlreadyExists, HasSubstr("key exists already")));
  EXPECT_EQ(SigningKey::Read(file)->PrivateText(), first.PrivateText());
}

TEST(SigningKey, RefusesNamesThatANoteCannotHave) {
  for (const std::string name : {"", "a b", "a+b", "a\nb", "a\tb", " a", "a\u00a0b", "\xe2\x80\x83",
                                 "a\x7f", "a\xe3\x80\x80"}) {
    EXPECT_THAT(SigningKey::Generate(name),
                StatusIs(StatusCode::kInvalidArgument, HasSubstr("name")));
  }
  EXPECT_THAT(SigningKey::Generate("ha\xc3\xafti.example/ledger-1"), IsOk());
}

TEST(SigningKey, RefusesDamagedTextsWithoutRepeatingThem) {
  const std::string good = kGoPrivate;
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = bad[i] == 'A' ? 'B' : 'A';
    const StatusOr<SigningKey> key = SigningKey::Parse(bad);
    ASSERT_THAT(key, StatusIs(StatusCode::kInvalidArgument, Not(HasSubstr("KFALVFGyNhPJ")))) << bad;
    EXPECT_FALSE(SigningKey::Parse(good.substr(0, i)).ok()) << i;
  }
  EXPECT_FALSE(SigningKey::Parse(good + "A").ok());
  EXPECT_FALSE(SigningKey::Parse(good + "\n").ok());
}

// Where the id is missing, what stands in its place may be the secret itself.
TEST(SigningKey, DoesNotRepeatWhatStandsInThePlaceOfTheId) {
  const SigningKey key = *SigningKey::Parse(kGoPrivate);
  const std::string text = key.PrivateText();
  const std::string seed = text.substr(text.rfind('+') + 1);
  EXPECT_THAT(SigningKey::Parse("PRIVATE+KEY+PeterNeumann+" + seed + "+" + seed),
              StatusIs(StatusCode::kInvalidArgument, Not(HasSubstr(seed))));
}

TEST(SigningKey, TellsAMissingFileFromADamagedOne) {
  const TemporaryDirectory directory;
  const std::filesystem::path file = directory.path() / "key";
  EXPECT_THAT(SigningKey::Read(file), StatusIs(StatusCode::kNotFound, HasSubstr(file.string())));
  std::ofstream(file) << "PRIVATE+KEY+desk";
  EXPECT_THAT(SigningKey::Read(file), StatusIs(StatusCode::kDataLoss, HasSubstr(file.string())));
}

}  // namespace
}  // namespace muster
