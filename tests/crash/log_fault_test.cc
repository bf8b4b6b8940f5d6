// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: whichever call of the disk fails, no acknowledged append is lost and none is there in part.
// Method: a session of appends is run again and again, and each time the next of its calls fails,
// once or for good; then the unsynced bytes are lost or kept, and the log is opened on a sound
// disk.
//
// MUSTER_FAULT_STRIDE=1 fails every call; otherwise every few.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/env.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "ledger/rocks_environment.h"
#include "ledger/rocks_log.h"
#include "tests/crash/faulty_file_system.h"
#include "tests/crash/script.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

constexpr std::uint64_t kRecordsBefore = 3;
constexpr std::size_t kBatches[] = {1, 40, 2, 90, 1, 5, 60, 3};

struct Session {
  std::uint64_t acknowledged = kRecordsBefore;
  std::uint64_t begun = kRecordsBefore;
  bool opened = false;
};

// Appends the batches, as far as the disk allows, and closes the log.
Session RunSession(const std::filesystem::path& path, rocksdb::Env* env) {
  Session session;
  // A small write-ahead log, so that table files are written between the appends too.
  const auto log =
      OpenRocksWriter(path, {.env = env, .statistics = nullptr, .wal_bytes = 16 << 10});
  session.opened = log.ok();
  if (!log.ok()) return session;
  for (const std::size_t count : kBatches) {
    auto pending =
        (*log)->Begin(ScriptedBatch(Position{session.begun}, count), LogSize{session.begun});
    if (!pending.ok()) {
      EXPECT_THAT(pending.status(), StatusIs(StatusCode::kUnavailable, testing::_));
      break;
    }
    session.begun += count;
    const Status status = (*pending)->Wait();
    if (status.ok()) {
      EXPECT_EQ(session.acknowledged + count, session.begun) << "acknowledged after a failure";
      session.acknowledged = session.begun;
    }
  }
  return session;
}

class LogFault : public testing::TestWithParam<std::tuple<bool, bool>> {};

TEST_P(LogFault, LeavesAPrefixWithEverythingAcknowledged) {
  const auto [for_good, lose_power] = GetParam();
  const char* const text = std::getenv("MUSTER_FAULT_STRIDE");
  const std::uint64_t stride = text != nullptr ? std::strtoull(text, nullptr, 10) : 5;
  const TemporaryDirectory directory;
  const std::filesystem::path pristine = directory.path() / "pristine";
  const std::filesystem::path path = directory.path() / "log";
  ASSERT_THAT(RocksLog::Create(pristine), IsOk());
  {
    const auto log = *RocksLog::OpenWriter(pristine);
    ASSERT_THAT((*log->Begin(ScriptedBatch(Position{0}, kRecordsBefore), LogSize{0}))->Wait(),
                IsOk());
  }
  std::uint64_t failing_call = 1;
  for (bool failed = true; failed; failing_call += stride) {
    SCOPED_TRACE("call " + std::to_string(failing_call));
    std::filesystem::remove_all(path);
    std::filesystem::copy(pristine, path, std::filesystem::copy_options::recursive);
    const auto disk = std::make_shared<FaultyFileSystem>(failing_call, for_good);
    const std::unique_ptr<rocksdb::Env> env = rocksdb::NewCompositeEnv(disk);
    const Session session = RunSession(path, env.get());
    failed = disk->failed();
    if (lose_power) disk->LosePower();
    for (const auto open : {&RocksLog::OpenReader, &RocksLog::OpenWriter}) {
      const auto log = open(path);
      ASSERT_THAT(log, IsOk());
      const std::uint64_t size = (*log)->Head().size.value;
      ASSERT_GE(size, session.acknowledged);
      ASSERT_LE(size, session.begun);
      ASSERT_THAT(CheckScript(**log), IsOk());
      if (!failed) {
        ASSERT_EQ(size, session.begun);
      }
    }
    // The log goes on.
    const auto log = RocksLog::OpenWriter(path);
    ASSERT_THAT(log, IsOk());
    const LogSize size = (*log)->Head().size;
    ASSERT_THAT((*(*log)->Begin(ScriptedBatch(Position{size.value}, 2), size))->Wait(), IsOk());
  }
  std::cout << failing_call - stride << " calls" << std::endl;
  EXPECT_GT(failing_call, 50u);
}

std::string NameOf(const testing::TestParamInfo<std::tuple<bool, bool>>& fault) {
  return std::string(std::get<0>(fault.param) ? "ForGood" : "Once") +
         (std::get<1>(fault.param) ? "LosingPower" : "");
}
INSTANTIATE_TEST_SUITE_P(Fails, LogFault, testing::Combine(testing::Bool(), testing::Bool()),
                         NameOf);

}  // namespace
}  // namespace muster
