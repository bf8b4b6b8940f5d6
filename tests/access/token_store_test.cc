// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/access/token_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "ledger/durable_file.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr Time kNow(std::chrono::microseconds(1'735'689'600'000'000));
constexpr std::chrono::hours kHour(1);

class TokenStoreTest : public testing::Test {
 protected:
  std::string FileText() const { return *ReadSmallFile(store_.file(), 1 << 20); }

  TemporaryDirectory directory_;
  const TokenStore store_{directory_.path()};
};

TEST_F(TokenStoreTest, GivesATokenOnceAndKeepsItsHashAlone) {
  EXPECT_TRUE(store_.Read()->empty());
  const std::string text = *store_.Add({"desk", Role::kReporter}, kNow + kHour, kNow);
  EXPECT_THAT(text, StartsWith("muster_"));
  EXPECT_EQ(text.size(), kTokenPrefix.size() + 64);
  EXPECT_THAT(FileText(), AllOf(HasSubstr(ToHex(Sha256(text))),
                                Not(HasSubstr(text.substr(kTokenPrefix.size(), 16)))));
  const std::vector<StoredToken> tokens = *store_.Read();
  ASSERT_EQ(tokens.size(), 1U);
  EXPECT_EQ(tokens[0].principal.name, "desk");
  EXPECT_EQ(tokens[0].principal.role, Role::kReporter);
  EXPECT_EQ(tokens[0].expires_at, kNow + kHour);
  EXPECT_EQ(FindToken(tokens, text), &tokens[0]);
  EXPECT_EQ(FindToken(tokens, text + "0"), nullptr);
  EXPECT_NE(*store_.Add({"desk", Role::kReporter}, {}, kNow), text);
}

TEST_F(TokenStoreTest, IsForItsOwnerAlone) {
  ASSERT_THAT(store_.Add({"desk", Role::kReader}, {}, kNow), IsOk());
  struct stat status {};
  ASSERT_EQ(::stat(store_.file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600U);
  ASSERT_EQ(::stat(store_.file().parent_path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0700U);
}

TEST_F(TokenStoreTest, ExpiresAtItsTime) {
  const StoredToken token{{"desk", Role::kReader}, {}, kNow, kNow + kHour, {}};
  EXPECT_EQ(token.StateAt(kNow + kHour - std::chrono::microseconds(1)), "valid");
  EXPECT_EQ(token.StateAt(kNow + kHour), "expired");
  EXPECT_THAT(store_.Add({"desk", Role::kReader}, kNow, kNow),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("expired already")));
}

TEST_F(TokenStoreTest, RevokesAllOfANameOrOneByItsId) {
  ASSERT_THAT(store_.Add({"desk", Role::kReader}, {}, kNow), IsOk());
  ASSERT_THAT(store_.Add({"desk", Role::kReader}, {}, kNow), IsOk());
  ASSERT_THAT(store_.Add({"press", Role::kReader}, {}, kNow), IsOk());
  ASSERT_THAT(store_.Add({"desk", Role::kReader}, {}, kNow), IsOk());
  const std::string id = store_.Read()->at(1).Id();
  EXPECT_EQ(store_.Revoke(id, kNow)->size(), 1U);
  EXPECT_EQ(store_.Read()->at(1).StateAt(kNow), "revoked");
  EXPECT_EQ(store_.Revoke("desk", kNow)->size(), 2U);
  EXPECT_EQ(store_.Read()->at(2).StateAt(kNow), "valid");
  EXPECT_THAT(store_.Revoke("desk", kNow),
              StatusIs(StatusCode::kNotFound, HasSubstr("there are those of press")));
  EXPECT_THAT(store_.Revoke(id, kNow), StatusIs(StatusCode::kNotFound, HasSubstr(id)));
}

TEST_F(TokenStoreTest, RefusesNamesThatMayNotStandInARecord) {
  for (const std::string& name :
       {std::string(), std::string("a\nb"), std::string(" a"), std::string("\xff"),
        std::string(257, 'a'), std::string("a\0b", 3)}) {
    EXPECT_THAT(store_.Add({name, Role::kReader}, {}, kNow),
                StatusIs(StatusCode::kInvalidArgument, HasSubstr("name")));
  }
}

TEST_F(TokenStoreTest, TellsADamagedFileByItsLine) {
  ASSERT_THAT(store_.Add({"desk", Role::kReader}, {}, kNow), IsOk());
  const std::string whole = FileText();
  for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
    ASSERT_THAT(ReplaceFile(store_.file(), whole.substr(0, bytes), kOwnerOnly), IsOk());
    const auto tokens = store_.Read();
    // A file that ends behind a whole line has fewer tokens, which nobody can tell from it.
    if (bytes == whole.find('\n') + 1) continue;
    EXPECT_THAT(tokens, StatusIs(StatusCode::kDataLoss, HasSubstr("line "))) << bytes;
  }
}

TEST_F(TokenStoreTest, WaitsForAnotherThatIsMadeAtTheSameTimeAndLosesNone) {
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([this]() {
      for (int i = 0; i < 10; ++i)
        EXPECT_THAT(store_.Add({"desk", Role::kReader}, {}, kNow), IsOk());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(store_.Read()->size(), 80U);
}

}  // namespace
}  // namespace muster
