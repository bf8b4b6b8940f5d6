// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/stored_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <string>

#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

using testing::HasSubstr;
using testing::Not;

class StoredKeyTest : public testing::Test {
 protected:
  std::filesystem::path file() const { return directory_.path() / "key"; }

  const SigningKey key_ = *SigningKey::Generate("example.org/ledger");
  TemporaryDirectory directory_;
};

TEST_F(StoredKeyTest, IsThePrivateFormWithoutAPassphrase) {
  ASSERT_THAT(StoredKey::Write(file(), key_, std::nullopt), IsOk());
  const StatusOr<StoredKey> stored = StoredKey::Read(file());
  ASSERT_THAT(stored, IsOk());
  EXPECT_FALSE(stored->is_encrypted());
  EXPECT_EQ(stored->verifier(), key_.Verifier());
  EXPECT_EQ(stored->Unlock("anything")->PrivateText(), key_.PrivateText());
}

TEST_F(StoredKeyTest, OpensWithItsPassphraseAlone) {
  ASSERT_THAT(StoredKey::Write(file(), key_, "open sesame"), IsOk());
  const StatusOr<StoredKey> stored = StoredKey::Read(file());
  ASSERT_THAT(stored, IsOk());
  EXPECT_TRUE(stored->is_encrypted());
  EXPECT_EQ(stored->verifier(), key_.Verifier());
  const StatusOr<SigningKey> opened = stored->Unlock("open sesame");
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->PrivateText(), key_.PrivateText());
  EXPECT_THAT(stored->Unlock("open sesam"),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("passphrase does not open")));
  EXPECT_THAT(stored->Unlock(""), StatusIs(StatusCode::kFailedPrecondition, testing::_));
}

TEST_F(StoredKeyTest, IsForItsOwnerOnlyAndReplacesNothing) {
  ASSERT_THAT(StoredKey::Write(file(), key_, "open sesame"), IsOk());
  struct stat status;
  ASSERT_EQ(stat(file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  EXPECT_THAT(StoredKey::Write(file(), key_, "open sesame"),
              StatusIs(StatusCode::kAlreadyExists, testing::_));
  EXPECT_THAT(StoredKey::Write(directory_.path() / "other", key_, ""),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("passphrase is empty")));
}

TEST_F(StoredKeyTest, DoesNotHoldTheSecretInTheOpen) {
  const std::string text = *StoredKey::Encrypt(key_, "open sesame");
  const std::string secret = key_.PrivateText().substr(key_.PrivateText().size() - 40);
  EXPECT_THAT(text, Not(HasSubstr(secret)));
  EXPECT_THAT(text, Not(HasSubstr("sesame")));
  EXPECT_NE(text, *StoredKey::Encrypt(key_, "open sesame"));
}

// A damaged file is told from a wrong passphrase: whatever byte is another, reading finds it.
TEST_F(StoredKeyTest, TellsDamageWithoutAPassphrase) {
  const std::string good = *StoredKey::Encrypt(key_, "open sesame");
  ASSERT_THAT(StoredKey::Parse(good), IsOk());
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] ^= 1;
    EXPECT_THAT(StoredKey::Parse(bad), StatusIs(StatusCode::kInvalidArgument, testing::_)) << i;
    EXPECT_FALSE(StoredKey::Parse(good.substr(0, i)).ok()) << i;
  }
  EXPECT_FALSE(StoredKey::Parse(good + "x").ok());
  std::ofstream(file()) << good.substr(0, 100);
  EXPECT_THAT(StoredKey::Read(file()), StatusIs(StatusCode::kDataLoss, HasSubstr("key: ")));
  EXPECT_THAT(StoredKey::Read(directory_.path() / "none"),
              StatusIs(StatusCode::kNotFound, testing::_));
}

// A file with a checksum of its own making may ask for anything.
TEST_F(StoredKeyTest, SpendsNoMoreThanItWould) {
  const std::string good = *StoredKey::Encrypt(key_, "open sesame");
  const auto with = [&good](const std::string& scrypt) {
    std::string text = good.substr(0, good.find("checksum"));
    text.replace(text.find("131072 8 1"), 10, scrypt);
    return text + "checksum " + ToHex(Sha256(text)) + "\n";
  };
  EXPECT_THAT(StoredKey::Parse(with("131072 8 1")), IsOk());
  for (const char* const scrypt : {"1073741824 8 1", "131073 8 1", "0 8 1", "1 8 1", "131072 8 2",
                                   "131072 1024 1", "18446744073709551616 8 1"}) {
    EXPECT_THAT(StoredKey::Parse(with(scrypt)),
                StatusIs(StatusCode::kInvalidArgument, HasSubstr("scrypt")))
        << scrypt;
  }
  // Its header is authenticated: a cheaper derivation is another key.
  EXPECT_THAT(StoredKey::Parse(with("1024 8 1"))->Unlock("open sesame"),
              StatusIs(StatusCode::kFailedPrecondition, testing::_));
}

}  // namespace
}  // namespace muster
