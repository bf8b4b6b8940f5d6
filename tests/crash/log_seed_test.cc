// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: whatever a disk does to a session of appends, the log that is found afterwards is a prefix
// with everything acknowledged, or its opening names what is damaged. Method: everything follows
// from a seed: what is appended, in how many sessions; which call of the disk fails, once, for
// good, or for want of space; what a loss of power then leaves of what was not synced, whole, torn
// or garbled; whether a bit is flipped somewhere afterwards.
//
// MUSTER_FAULT_SEED is the first seed, MUSTER_FAULT_SEEDS their number. RocksDB's threads make some
// calls in another order from run to run: a seed that fails may have to be tried a few times.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/env.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "ledger/head_file.h"
#include "ledger/rocks_environment.h"
#include "ledger/rocks_files.h"
#include "ledger/rocks_log.h"
#include "ledger/wal_check.h"
#include "tests/crash/faulty_file_system.h"
#include "tests/crash/script.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kRecordsBefore = 3;

std::string seed_in_hand;
void NameSeed(int signal) {
  const auto written = write(STDERR_FILENO, seed_in_hand.data(), seed_in_hand.size());
  _exit(written < 0 ? 2 : 128 + signal);
}

std::uint64_t NumberFrom(const char* variable, std::uint64_t otherwise) {
  const char* const text = std::getenv(variable);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

struct Seeded {
  explicit Seeded(std::uint64_t seed) : random(seed) {
    sessions = 1 + random() % 2;
    // Small ones, so that table files are written between the appends too. With less, an append
    // would fill the memory of a table, which it never does otherwise (rocks_options.cc).
    wal_bytes = std::size_t{16384} << random() % 7;
    failing_call = random() % 8 == 0 ? 0 : 1 + random() % 160;
    fault = static_cast<Fault>(random() % 3);
    power = static_cast<Power>(random() % 4);
    flips = random() % 4 == 0;
  }
  enum class Power { kStays, kIsLost, kTears, kGarbles };

  std::mt19937_64 random;
  std::uint64_t sessions;
  std::size_t wal_bytes;
  std::uint64_t failing_call;
  Fault fault;
  Power power;
  bool flips;
};

struct Appended {
  std::uint64_t acknowledged = kRecordsBefore;
  std::uint64_t begun = kRecordsBefore;
};

// What came of a seed.
enum Outcome { kEverything, kPrefix, kRefused, kLastWriteFlipped };
constexpr int kOutcomes = 4;

class LogSeed {
 public:
  LogSeed(const fs::path& pristine, const fs::path& path, std::uint64_t seed)
      : path_(path), seeded_(seed) {
    fs::remove_all(path);
    fs::copy(pristine, path, fs::copy_options::recursive);
  }

  // Records what is wrong as failures of the test.
  Outcome Run() {
    const auto disk = std::make_shared<FaultyFileSystem>(seeded_.failing_call, seeded_.fault);
    {
      const std::unique_ptr<rocksdb::Env> env = rocksdb::NewCompositeEnv(disk);
      for (std::uint64_t i = 0; i < seeded_.sessions; ++i) RunSession(env.get());
    }
    switch (seeded_.power) {
      case Seeded::Power::kStays:
        break;
      case Seeded::Power::kIsLost:
        disk->LosePower();
        break;
      case Seeded::Power::kTears:
      case Seeded::Power::kGarbles:
        disk->LosePower(seeded_.random, seeded_.power == Seeded::Power::kGarbles);
        break;
    }
    if (seeded_.flips) FlipBit();
    return Check();
  }

 private:
  void RunSession(rocksdb::Env* env) {
    const auto log =
        OpenRocksWriter(path_, {.env = env, .statistics = nullptr, .wal_bytes = seeded_.wal_bytes});
    if (!log.ok()) return;
    // After a failure there may be less than was begun.
    appended_.begun = (*log)->Head().size.value;
    EXPECT_GE(appended_.begun, appended_.acknowledged);
    const std::uint64_t batches = 1 + seeded_.random() % 8;
    for (std::uint64_t i = 0; i < batches; ++i) {
      const std::size_t count = 1 + seeded_.random() % 50;
      auto pending =
          (*log)->Begin(ScriptedBatch(Position{appended_.begun}, count), LogSize{appended_.begun});
      if (!pending.ok()) break;
      appended_.begun += count;
      if ((*pending)->Wait().ok()) appended_.acknowledged = appended_.begun;
    }
  }

  void FlipBit() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(path_)) {
      if (entry.is_regular_file() && entry.file_size() > 0) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    flipped_ = files[seeded_.random() % files.size()];
    const std::uint64_t at = seeded_.random() % fs::file_size(flipped_);
    std::fstream file(flipped_, std::ios::binary | std::ios::in | std::ios::out);
    file.seekg(static_cast<std::streamoff>(at));
    const int byte = file.get();
    file.seekp(static_cast<std::streamoff>(at));
    file.put(static_cast<char>(byte ^ (1 << seeded_.random() % 8)));
  }

  // A flip in the last write looks as if that write had been torn. Only the head file knows better,
  // once it vouches for it.
  bool LosesTheLastWrite() const {
    if (flipped_.extension() != ".log") return false;
    std::ifstream in(flipped_, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    return WholeBytesOfWal(bytes) < bytes.size() && !FindDamageInWal(bytes);
  }

  Outcome Check() {
    const bool loses = LosesTheLastWrite();
    const auto reader = RocksLog::OpenReader(path_);
    if (!reader.ok()) {
      const Status& refusal = reader.status();
      EXPECT_TRUE(seeded_.flips || seeded_.power == Seeded::Power::kGarbles) << refusal;
      EXPECT_THAT(refusal, StatusIs(StatusCode::kDataLoss, testing::_));
      if (seeded_.flips && seeded_.power != Seeded::Power::kGarbles) {
        EXPECT_THAT(refusal.ToString(), testing::HasSubstr(flipped_.filename().string()));
      }
      return kRefused;
    }
    const std::uint64_t size = (*reader)->Head().size.value;
    EXPECT_LE(size, appended_.begun);
    const Status whole = CheckScript(**reader);
    if (whole.code() == StatusCode::kDataLoss && seeded_.flips) {
      EXPECT_THAT(whole.ToString(), testing::HasSubstr(flipped_.filename().string()));
      return kRefused;
    }
    EXPECT_THAT(whole, IsOk());
    if (loses && size < appended_.acknowledged) {
      const auto head = HeadFile::Read(HeadFileOf(path_));
      EXPECT_THAT(head, IsOk());
      EXPECT_GE(size, head->frontier.size().value);
      return kLastWriteFlipped;
    }
    EXPECT_GE(size, appended_.acknowledged);
    GoOn(size);
    return size == appended_.begun ? kEverything : kPrefix;
  }

  // The log takes further records, and keeps them.
  void GoOn(std::uint64_t size) const {
    {
      const auto log = RocksLog::OpenWriter(path_);
      // What only a writer reads may be what was flipped.
      if (!log.ok() && seeded_.flips && log.status().code() == StatusCode::kDataLoss) return;
      ASSERT_THAT(log, IsOk());
      ASSERT_EQ((*log)->Head().size.value, size);
      const Status appended =
          (*(*log)->Begin(ScriptedBatch(Position{size}, 2), LogSize{size}))->Wait();
      // Nor has anybody read what only a compaction does.
      if (!appended.ok() && seeded_.flips) {
        EXPECT_THAT(appended.ToString(), testing::HasSubstr(flipped_.filename().string()));
        return;
      }
      ASSERT_THAT(appended, IsOk());
    }
    const auto log = RocksLog::OpenReader(path_);
    ASSERT_THAT(log, IsOk());
    EXPECT_THAT(CheckScript(**log), IsOk());
  }

  const fs::path path_;
  Seeded seeded_;
  Appended appended_;
  fs::path flipped_;
};

TEST(LogSeeds, LeaveAPrefixWithEverythingAcknowledgedOrNameTheDamage) {
  const std::uint64_t first = NumberFrom("MUSTER_FAULT_SEED", std::random_device()() % 1000000000);
  const std::uint64_t count = NumberFrom("MUSTER_FAULT_SEEDS", 200);
  std::cout << "MUSTER_FAULT_SEED=" << first << " MUSTER_FAULT_SEEDS=" << count << std::endl;
  std::signal(SIGABRT, &NameSeed);
  std::signal(SIGSEGV, &NameSeed);
  const TemporaryDirectory directory;
  const fs::path pristine = directory.path() / "pristine";
  ASSERT_THAT(RocksLog::Create(pristine), IsOk());
  {
    const auto log = *RocksLog::OpenWriter(pristine);
    ASSERT_THAT((*log->Begin(ScriptedBatch(Position{0}, kRecordsBefore), LogSize{0}))->Wait(),
                IsOk());
  }
  std::uint64_t outcomes[kOutcomes] = {};
  std::uint64_t failures = 0;
  for (std::uint64_t seed = first; seed < first + count && failures < 20; ++seed) {
    seed_in_hand = fmt::format("MUSTER_FAULT_SEED={} MUSTER_FAULT_SEEDS=1 does this\n", seed);
    SCOPED_TRACE(seed_in_hand);
    const int parts_before =
        testing::UnitTest::GetInstance()->current_test_info()->result()->total_part_count();
    ++outcomes[LogSeed(pristine, directory.path() / "log", seed).Run()];
    failures +=
        testing::UnitTest::GetInstance()->current_test_info()->result()->total_part_count() >
        parts_before;
    if ((seed - first + 1) % 1000 == 0) std::cout << seed - first + 1 << " seeds" << std::endl;
  }
  std::cout << fmt::format(
                   "{} whole, {} a prefix with all acknowledged, {} refused, {} without the last "
                   "write, in which a bit was flipped",
                   outcomes[kEverything], outcomes[kPrefix], outcomes[kRefused],
                   outcomes[kLastWriteFlipped])
            << std::endl;
  // Of many.
  if (count >= 100) {
    EXPECT_GT(outcomes[kEverything], count / 4);
    EXPECT_GT(outcomes[kPrefix], 0u);
    EXPECT_GT(outcomes[kRefused], 0u);
  }
}

}  // namespace
}  // namespace muster
