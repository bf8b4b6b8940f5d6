// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/wal_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "ledger/rocks_log.h"
#include "tests/support/live_copy.h"
#include "tests/support/log_contents.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// A log that was copied while its writer had it open: as after a loss of power, with a write-ahead
// log.
class WalCheck : public testing::Test {
 protected:
  WalCheck() : crashed_(directory_.path() / "crashed") {
    const fs::path live = directory_.path() / "live";
    MUSTER_CHECK(RocksLog::Create(live).ok());
    const auto log = *RocksLog::OpenWriter(live);
    for (const std::size_t size : {20, 3000, 40000, 10, 10, 60000, 500, 1, 33000, 7}) {
      records_.push_back(std::string(size, static_cast<char>('a' + records_.size())));
      MUSTER_CHECK(AppendNow(*log, {{records_.back()}, {}}).ok());
    }
    CopyLive(live, crashed_);
    for (const auto& file : fs::directory_iterator(crashed_ / "db")) {
      if (file.path().extension() == ".log" && file.file_size() > 0) wal_ = file.path();
    }
    MUSTER_CHECK(!wal_.empty());
    std::ifstream in(wal_, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(in), {});
  }

  StatusOr<std::vector<std::string>> ReadWith(const std::string& wal) {
    std::ofstream(wal_, std::ios::binary | std::ios::trunc) << wal;
    MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Log> log, RocksLog::OpenReader(crashed_));
    MUSTER_ASSIGN_OR_RETURN(LogContents contents, ReadContents(*log));
    return contents.records;
  }

  TemporaryDirectory directory_;
  const fs::path crashed_;
  fs::path wal_;
  std::string bytes_;
  std::vector<std::string> records_;
};

TEST_F(WalCheck, FindsNothingInAWholeLog) {
  ASSERT_GT(bytes_.size(), 130000u);
  EXPECT_EQ(FindDamageInWal(bytes_), std::nullopt);
  EXPECT_EQ(FindDamageInWal(""), std::nullopt);
  EXPECT_THAT(ReadWith(bytes_), IsOkAndHolds(records_));
}

TEST_F(WalCheck, BearsWithALogThatBreaksOff) {
  for (std::size_t length = 0; length < bytes_.size(); length += 97) {
    ASSERT_EQ(FindDamageInWal(std::string_view(bytes_).substr(0, length)), std::nullopt) << length;
  }
  const auto records = ReadWith(bytes_.substr(0, bytes_.size() - 1));
  ASSERT_THAT(records, IsOk());
  EXPECT_EQ(*records, std::vector<std::string>(records_.begin(), records_.end() - 1));
}

TEST_F(WalCheck, FindsEveryAlteredByteBeforeTheLastWrite) {
  std::string altered = bytes_;
  // The last write is a small one; all before it was followed by another.
  const std::size_t last_write = bytes_.size() - 400;
  for (std::size_t at = 0; at < last_write; at += at % 7 == 0 ? 1 : 53) {
    altered[at] = static_cast<char>(altered[at] ^ 0x10);
    const auto found = FindDamageInWal(altered);
    // The zeros at the end of a block are not read.
    if (!found) {
      EXPECT_GT(at % 32768, 32768u - 7u) << at;
    } else {
      EXPECT_LE(*found, at);
    }
    altered[at] = bytes_[at];
  }
}

TEST_F(WalCheck, IsWhatKeepsAWriteFromBeingDroppedSilently) {
  int noticed = 0;
  int dropped = 0;
  for (std::size_t at = 0; at < bytes_.size(); at += 1499) {
    std::string altered = bytes_;
    altered[at] = static_cast<char>(altered[at] ^ 0x40);
    const auto records = ReadWith(altered);
    if (!records.ok()) {
      ++noticed;
      EXPECT_THAT(records.status(),
                  StatusIs(StatusCode::kDataLoss, HasSubstr(wal_.filename().string())));
      continue;
    }
    // The last one cannot be told from a write that was cut off.
    ASSERT_GE(records->size() + 1, records_.size()) << at;
    EXPECT_TRUE(std::equal(records->begin(), records->end(), records_.begin()));
    dropped += records->size() < records_.size();
  }
  EXPECT_GT(noticed, 50);
  EXPECT_LE(dropped, 1);
}

TEST_F(WalCheck, NoticesALengthThatSwallowsTheRest) {
  // The length of the first piece, made longer than the file: to RocksDB, a write that was cut off.
  std::string altered = bytes_.substr(0, 8000);
  altered[5] = '\x7f';
  EXPECT_EQ(FindDamageInWal(altered), 0u);
  EXPECT_THAT(ReadWith(altered),
              StatusIs(StatusCode::kDataLoss, HasSubstr("damaged at byte 0 of 8000")));
}

// What RocksDB itself notices, without saying where: damage in the last write.
TEST_F(WalCheck, NamesTheFileThatRocksDbDoesNot) {
  const fs::path damaged = directory_.path() / "damaged";
  for (const auto& file : fs::directory_iterator(crashed_ / "db")) {
    const std::string name = file.path().filename().string();
    const bool manifest = name.starts_with("MANIFEST");
    if (!manifest && file.path() != wal_) continue;
    std::ifstream in(file.path(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    int noticed = 0;
    for (std::size_t at = manifest ? 0 : bytes.size() - 250; at < bytes.size(); at += 31) {
      std::string altered = bytes;
      altered[at] = static_cast<char>(altered[at] ^ 0x10);
      for (const auto open : {&RocksLog::OpenReader, &RocksLog::OpenWriter}) {
        fs::remove_all(damaged);
        fs::copy(crashed_, damaged, fs::copy_options::recursive);
        std::ofstream(damaged / "db" / name, std::ios::binary | std::ios::trunc) << altered;
        const auto opened = open(damaged);
        if (opened.ok()) continue;  // as if it had been cut off there
        ++noticed;
        ASSERT_THAT(opened.status(), StatusIs(StatusCode::kDataLoss, HasSubstr(name))) << at;
      }
    }
    EXPECT_GT(noticed, 10) << name;
  }
}

}  // namespace
}  // namespace muster
