// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: a reader beside a writer in another process sees a prefix of the log, always whole and
// never shorter than before. Method: a child appends, with a small buffer so that table files are
// written, compacted and deleted all the time, while readers refresh and read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "ledger/rocks_log.h"
#include "tests/crash/child_process.h"
#include "tests/crash/script.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

constexpr int kReaders = 2;
// The writer's appends, and how often it comes back at most until each reader has had its views of
// the log: on a busy machine a reader may sleep while a writer comes and goes.
constexpr std::uint64_t kAppends = 1500;
constexpr int kWritersMax = 10;
constexpr int kViewsWanted = 3;

// Refreshes and reads until the writer is done, then once more. `acknowledged` is a size that the
// log has.
void Follow(const std::string& path, const std::atomic<std::uint64_t>& acknowledged,
            const std::atomic<bool>& done, std::atomic<int>* rounds) {
  const auto log = RocksLog::OpenReader(path);
  ASSERT_THAT(log, IsOk());
  LogHead before = (*log)->Head();
  for (bool last = false; !last; ++*rounds) {
    last = done;
    const std::uint64_t expected = acknowledged;
    ASSERT_THAT((*log)->Refresh(), IsOk());
    const LogHead head = (*log)->Head();
    ASSERT_GE(head.size.value, expected);
    ASSERT_GE(head.size, before.size);
    // Everything now and then, else what is new.
    if (*rounds % 8 == 0 || last) {
      ASSERT_THAT(CheckScript(**log), IsOk());
    } else {
      ASSERT_THAT(CheckScriptedRecords(**log, Position{before.size.value}, head.size), IsOk());
    }
    before = head;
  }
}

TEST(LogReader, SeesNoGapsBesideAWriter) {
  const TemporaryDirectory directory;
  const std::string path = (directory.path() / "log").string();
  ASSERT_THAT(RocksLog::Create(path), IsOk());
  std::atomic<std::uint64_t> acknowledged = 0;
  std::atomic<bool> done = false;
  std::atomic<int> rounds[kReaders] = {};
  std::vector<std::thread> readers;
  for (std::atomic<int>& count : rounds) {
    readers.emplace_back([&] { Follow(path, acknowledged, done, &count); });
  }
  const auto all_saw = [&] {
    return std::all_of(std::begin(rounds), std::end(rounds),
                       [](const std::atomic<int>& count) { return count >= kViewsWanted; });
  };
  for (int seed = 1; seed == 1 || (seed <= kWritersMax && !all_saw()); ++seed) {
    ChildProcess writer(MUSTER_LOG_WRITER, {path, std::to_string(seed), std::to_string(kAppends),
                                            std::to_string(128 << 10)});
    std::uint64_t reports = 0;
    while (const std::optional<std::uint64_t> size = writer.NextReport()) {
      ++reports;
      if (*size > acknowledged) acknowledged = *size;
    }
    EXPECT_EQ(writer.Join(), 0);
    EXPECT_EQ(reports, kAppends);
  }
  EXPECT_TRUE(all_saw());
  done = true;
  for (std::thread& reader : readers) reader.join();
}

TEST(LogWriter, IsRefusedWhileAnotherProcessWrites) {
  const TemporaryDirectory directory;
  const std::string path = (directory.path() / "log").string();
  ASSERT_THAT(RocksLog::Create(path), IsOk());
  const auto log = RocksLog::OpenWriter(path);
  ASSERT_THAT(log, IsOk());
  ChildProcess second(MUSTER_LOG_WRITER, {path, "1", "1", "0"});
  EXPECT_EQ(second.NextReport(), std::nullopt);
  EXPECT_EQ(second.Join(), 1);
}

}  // namespace
}  // namespace muster
