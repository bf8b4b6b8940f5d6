// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/access/doorkeeper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "ledger/durable_file.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class StoodClock : public Clock {
 public:
  Time Now() override { return now; }
  Time now = Time(std::chrono::microseconds(1'735'689'600'000'000));
};

class DoorkeeperTest : public testing::Test {
 protected:
  TemporaryDirectory directory_;
  StoodClock clock_;
  TokenStore store_{directory_.path()};
  Doorkeeper doorkeeper_{directory_.path(), std::nullopt, &clock_};
};

TEST_F(DoorkeeperTest, SeesAtOnceWhatIsMadeAndRevoked) {
  const std::string first = *store_.Add({"desk", Role::kReporter}, {}, clock_.now);
  EXPECT_EQ(doorkeeper_.Admit("Bearer " + first)->name, "desk");
  const std::string second = *store_.Add({"press", Role::kReader}, {}, clock_.now);
  EXPECT_EQ(doorkeeper_.Admit("bearer " + second)->role, Role::kReader);
  ASSERT_THAT(store_.Revoke("desk", clock_.now), IsOk());
  EXPECT_THAT(doorkeeper_.Admit("Bearer " + first),
              StatusIs(StatusCode::kUnauthenticated, HasSubstr("of desk is revoked")));
  EXPECT_THAT(doorkeeper_.Admit("Bearer " + second), IsOk());
}

TEST_F(DoorkeeperTest, RefusesAnExpiredToken) {
  const std::string text =
      *store_.Add({"desk", Role::kReader}, clock_.now + std::chrono::hours(1), clock_.now);
  EXPECT_THAT(doorkeeper_.Admit("Bearer " + text), IsOk());
  clock_.now += std::chrono::hours(1);
  EXPECT_THAT(doorkeeper_.Admit("Bearer " + text),
              StatusIs(StatusCode::kUnauthenticated, HasSubstr("of desk is expired")));
}

TEST_F(DoorkeeperTest, RefusesWhatIsNoTokenAndDoesNotRepeatIt) {
  const std::string text = *store_.Add({"desk", Role::kReader}, {}, clock_.now);
  std::string forged = text;
  forged.back() = forged.back() == '0' ? '1' : '0';
  for (const std::string& shown :
       {"Bearer " + forged, "Bearer " + text + " ", "Bearer  " + text, "Basic " + text, text,
        "Bearer " + ToHex(Sha256(text)), std::string("Bearer "), std::string("Bearer"),
        std::string(100'000, 'x')}) {
    EXPECT_THAT(doorkeeper_.Admit(shown),
                StatusIs(StatusCode::kUnauthenticated,
                         AllOf(Not(HasSubstr(text.substr(0, 20))), Not(HasSubstr("xxxx")))))
        << shown;
  }
}

TEST_F(DoorkeeperTest, LetsInWhoShowsNothingAsItWasTold) {
  EXPECT_THAT(doorkeeper_.Admit(""),
              StatusIs(StatusCode::kUnauthenticated, HasSubstr("takes a token")));
  Doorkeeper open(directory_.path(), Role::kReader);
  EXPECT_EQ(open.Admit("")->name, "");
  EXPECT_THAT(CheckAllowed(*open.Admit(""), Action::kAppend),
              StatusIs(StatusCode::kUnauthenticated, HasSubstr("a token of a reporter or keeper")));
}

TEST_F(DoorkeeperTest, KnowsNobodyWhileItsFileCannotBeRead) {
  const std::string text = *store_.Add({"desk", Role::kReader}, {}, clock_.now);
  ASSERT_THAT(doorkeeper_.Admit("Bearer " + text), IsOk());
  const std::string whole = *ReadSmallFile(store_.file(), 1 << 20);
  ASSERT_THAT(ReplaceFile(store_.file(), "muster", kOwnerOnly), IsOk());
  EXPECT_THAT(doorkeeper_.Admit("Bearer " + text),
              StatusIs(StatusCode::kUnavailable, HasSubstr("is damaged")));
  ASSERT_THAT(ReplaceFile(store_.file(), whole, kOwnerOnly), IsOk());
  EXPECT_THAT(doorkeeper_.Admit("Bearer " + text), IsOk());
}

TEST(Roles, MayDoWhatTheyAreFor) {
  const auto deeds = [](Role role) {
    std::string text;
    for (const Action action : {Action::kRead, Action::kAudit, Action::kAppend}) {
      text += Allows(role, action) ? '1' : '0';
    }
    return text;
  };
  EXPECT_EQ(deeds(Role::kReader), "100");
  EXPECT_EQ(deeds(Role::kAuditor), "110");
  EXPECT_EQ(deeds(Role::kReporter), "101");
  EXPECT_EQ(deeds(Role::kKeeper), "111");
  EXPECT_THAT(CheckAllowed({"desk", Role::kReader}, Action::kAppend),
              StatusIs(StatusCode::kPermissionDenied,
                       "desk is a reader; to append takes a reporter or keeper"));
  for (const std::string_view name : RoleNames()) EXPECT_EQ(RoleName(*ParseRole(name)), name);
  EXPECT_THAT(ParseRole("writer"), StatusIs(StatusCode::kInvalidArgument, HasSubstr("keeper")));
}

}  // namespace
}  // namespace muster
