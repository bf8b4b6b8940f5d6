// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: whatever moment a writer is killed at, the log is a prefix of what it was appending, whole
// batches only, with everything it acknowledged. Method: a child process appends and reports each
// acknowledgement; it is killed after a random time, also while it opens or closes the log; then
// the log is read whole, and the next child goes on with it.
//
// MUSTER_CRASH_KILLS sets the number of kills, MUSTER_CRASH_SEED replays a run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <thread>

#include "ledger/rocks_log.h"
#include "tests/crash/child_process.h"
#include "tests/crash/crash_options.h"
#include "tests/crash/script.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

// Runs one child until it is killed or ends. Returns the greatest size that it acknowledged.
std::uint64_t RunAndKill(const std::string& log, std::mt19937_64& random, int* kills) {
  const std::uint64_t seed = random();
  // Now and then few appends, so that the end comes while the log is being closed.
  const std::uint64_t appends = random() % 3 == 0 ? random() % 60 : 100000;
  // Now and then a small write-ahead log, so that table files are written and compacted.
  const std::size_t wal_bytes = random() % 2 == 0 ? 64 << 10 : 64 << 20;
  ChildProcess child(MUSTER_LOG_WRITER, {log, std::to_string(seed), std::to_string(appends),
                                         std::to_string(wal_bytes)});
  std::uint64_t acknowledged = 0;
  // A quarter of the kills come while the log is being opened, whatever that takes on this machine.
  if (random() % 4 != 0) acknowledged = child.NextReport().value_or(0);
  std::this_thread::sleep_for(std::chrono::milliseconds(random() % 120));
  child.Kill();
  while (const std::optional<std::uint64_t> size = child.NextReport()) {
    acknowledged = std::max(acknowledged, *size);
  }
  const int status = child.Join();
  EXPECT_LE(status, 0) << "the writer could not append";
  *kills += status == -1;
  return acknowledged;
}

TEST(LogCrash, LeavesAPrefixWithEverythingAcknowledged) {
  const CrashOptions options = CrashOptions::FromEnvironment(20);
  std::mt19937_64 random(options.seed);
  const TemporaryDirectory directory;
  const std::string log_path = (directory.path() / "log").string();
  ASSERT_THAT(RocksLog::Create(log_path), IsOk());
  std::uint64_t acknowledged = 0;
  int kills = 0;
  for (std::uint64_t run = 0; run < options.kills; ++run) {
    acknowledged = std::max(acknowledged, RunAndKill(log_path, random, &kills));
    // Reading first must not get in the way of the recovery by the next writer, nor the other way
    // round.
    const bool write = random() % 2 == 0;
    const auto log = write ? RocksLog::OpenWriter(log_path) : RocksLog::OpenReader(log_path);
    ASSERT_THAT(log, IsOk()) << "after kill " << run;
    ASSERT_GE((*log)->Head().size.value, acknowledged) << "after kill " << run;
    ASSERT_THAT(CheckScript(**log), IsOk()) << "after kill " << run;
    acknowledged = (*log)->Head().size.value;
  }
  std::cout << kills << " kills, " << acknowledged << " records" << std::endl;
  EXPECT_GT(kills, 0);
  EXPECT_GT(acknowledged, 0u);
}

}  // namespace
}  // namespace muster
