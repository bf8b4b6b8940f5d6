// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/output/unfinished.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

namespace muster {
namespace {

namespace fs = std::filesystem;

void Make(const fs::path& file) { std::ofstream(file) << "half"; }

// Ends the process by `signal`, unless that is ignored.
[[noreturn]] void EndBy(int signal) {
  kill(getpid(), signal);
  std::this_thread::sleep_for(std::chrono::seconds(10));
  std::exit(0);
}

class UnfinishedDeathTest : public testing::TestWithParam<int> {
 protected:
  UnfinishedDeathTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
  // The same in the process that dies, which runs this test anew.
  const fs::path directory_ =
      fs::temp_directory_path() / fmt::format("muster-unfinished-test-{}", GetParam());
};

TEST_P(UnfinishedDeathTest, IsRemovedByASignalThatEndsTheProcess) {
  fs::remove_all(directory_);
  fs::create_directories(directory_);
  EXPECT_EXIT(
      {
        Make(directory_ / "done");
        { const Unfinished done(directory_ / "done"); }
        const Unfinished file(directory_ / "file.new");
        Make(directory_ / "file.new");
        const Unfinished tree(directory_ / "tree.new");
        fs::create_directories(directory_ / "tree.new" / "below");
        Make(directory_ / "tree.new" / "below" / "file");
        EndBy(GetParam());
      },
      testing::KilledBySignal(GetParam()), "");
  EXPECT_FALSE(fs::exists(directory_ / "file.new"));
  EXPECT_FALSE(fs::exists(directory_ / "tree.new"));
  EXPECT_TRUE(fs::exists(directory_ / "done"));
  fs::remove_all(directory_);
}

INSTANTIATE_TEST_SUITE_P(Each, UnfinishedDeathTest, testing::Values(SIGINT, SIGTERM, SIGHUP));

TEST(UnfinishedSignals, StayIgnoredWhereTheyAre) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        std::signal(SIGHUP, SIG_IGN);
        const Unfinished file("never made");
        kill(getpid(), SIGHUP);
        std::exit(3);
      },
      testing::ExitedWithCode(3), "");
}

}  // namespace
}  // namespace muster
