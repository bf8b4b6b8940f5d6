// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: whichever call of the disk fails, no acknowledged append is lost and none is there in part.
// Method: a session of appends is run again and again, and each time the next of its calls fails,
// once or for good; then the unsynced bytes are lost or kept, and the log is opened on a sound
// disk. Apart from that, a disk that fills up is one on which nothing fails but appends.
//
// MUSTER_FAULT_STRIDE=1 fails every call; otherwise every few.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/env.h>
#include <sys/mount.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "ledger/rocks_environment.h"
#include "ledger/rocks_log.h"
#include "tests/crash/faulty_file_system.h"
#include "tests/crash/script.h"
#include "tests/support/log_contents.h"
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

class LogFault : public testing::TestWithParam<std::tuple<Fault, bool>> {};

TEST_P(LogFault, LeavesAPrefixWithEverythingAcknowledged) {
  const auto [fault, lose_power] = GetParam();
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
    const auto disk = std::make_shared<FaultyFileSystem>(failing_call, fault);
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

std::string NameOf(const testing::TestParamInfo<std::tuple<Fault, bool>>& fault) {
  constexpr const char* kNames[] = {"Once", "ForGood", "Full"};
  return std::string(kNames[static_cast<int>(std::get<0>(fault.param))]) +
         (std::get<1>(fault.param) ? "LosingPower" : "");
}
INSTANTIATE_TEST_SUITE_P(
    Fails, LogFault,
    testing::Combine(testing::Values(Fault::kOnce, Fault::kForGood, Fault::kFull), testing::Bool()),
    NameOf);

TEST(LogSpace, IsAskedForBeforeAnythingIsWritten) {
  const TemporaryDirectory directory;
  const std::filesystem::path path = directory.path() / "log";
  ASSERT_THAT(RocksLog::Create(path), IsOk());
  const auto disk = std::make_shared<FaultyFileSystem>(0, Fault::kOnce);
  const std::unique_ptr<rocksdb::Env> env = rocksdb::NewCompositeEnv(disk);
  {
    const auto log = OpenRocksWriter(path, {.env = env.get(), .statistics = nullptr});
    ASSERT_THAT(log, IsOk());
    disk->set_free_bytes(1 << 20);
    ASSERT_THAT(AppendNow(**log, {{"a"}, {}}), IsOk());
    const std::uint64_t calls = disk->calls();
    for (int i = 0; i < 2; ++i) {
      const std::vector<std::string> records(20, std::string(60000, 'b'));
      EXPECT_THAT(AppendNow(**log, {records, {}}),
                  StatusIs(StatusCode::kUnavailable,
                           testing::AllOf(testing::HasSubstr("no space left on device"),
                                          testing::HasSubstr("nothing was appended"))));
    }
    EXPECT_EQ(disk->calls(), calls);
  }
  const auto log = RocksLog::OpenWriter(path);
  ASSERT_THAT(AppendNow(**log, {{"c"}, {}}), IsOk());
  EXPECT_EQ(ReadContents(**log)->records, (std::vector<std::string>{"a", "c"}));
}

// A file system of its own, of 3 MB.
class SmallDisk {
 public:
  SmallDisk() : mounted_(mount("tmpfs", path().c_str(), "tmpfs", 0, "size=3m") == 0) {}
  ~SmallDisk() {
    if (mounted_) umount(path().c_str());
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  bool mounted() const { return mounted_; }
  const std::filesystem::path& path() const { return directory_.path(); }
  // Leaves this much room, if there is more.
  void Fill(std::uint64_t left) const {
    const std::uint64_t free = std::filesystem::space(path()).available;
    if (free > left) std::ofstream(path() / "fill") << std::string(free - left, 'f');
  }
  void Empty() const { std::filesystem::remove(path() / "fill"); }

 private:
  const TemporaryDirectory directory_;
  const bool mounted_;
};

// With and without being told beforehand how much room there is.
TEST(LogSpace, RunsOutWithoutHarmOnARealDisk) {
  const SmallDisk small;
  if (!small.mounted()) GTEST_SKIP() << "cannot mount a small file system: " << strerror(errno);
  const std::filesystem::path path = small.path() / "log";
  ASSERT_THAT(RocksLog::Create(path), IsOk());
  const auto disk = std::make_shared<FaultyFileSystem>(0, Fault::kOnce);
  disk->set_free_bytes(1 << 30);
  const std::unique_ptr<rocksdb::Env> blind = rocksdb::NewCompositeEnv(disk);
  std::vector<std::string> expected;
  int refused = 0;
  int appended = 0;
  for (std::uint64_t left = 0; left < 400 << 10; left += 4 << 10) {
    SCOPED_TRACE(std::to_string(left) + " bytes left");
    small.Fill(left);
    {
      const bool told = left % (8 << 10) == 0;
      const auto log =
          OpenRocksWriter(path, {.env = told ? nullptr : blind.get(), .statistics = nullptr});
      const std::string record(60000, static_cast<char>('a' + left % 23));
      const Status status = log.ok() ? AppendNow(**log, {{record}, {}}).status() : log.status();
      if (status.ok()) {
        ++appended;
        expected.push_back(record);
      } else {
        ++refused;
        EXPECT_THAT(status,
                    StatusIs(StatusCode::kUnavailable, testing::ContainsRegex("[Nn]o space")));
      }
    }
    EXPECT_EQ(ReadContents(**RocksLog::OpenReader(path))->records, expected);
    small.Empty();
    expected.push_back("free " + std::to_string(left));
    ASSERT_THAT(AppendNow(**RocksLog::OpenWriter(path), {{expected.back()}, {}}), IsOk());
  }
  EXPECT_GT(refused, 20);
  EXPECT_GT(appended, 20);
}

}  // namespace
}  // namespace muster
