// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: no damage to a file of a closed log goes unnoticed. Method: every file of a small log is
// deleted, cut short, or has a byte changed, at many places; then the log is opened and read whole.
// It either says that it is damaged, or reads exactly as before. MUSTER_DAMAGE_STRIDE=1 tries every
// byte.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/rocks_log.h"
#include "ledger/table_check.h"
#include "tests/support/log_contents.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

namespace fs = std::filesystem;

std::string ReadFile(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

void WriteFile(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

class RocksDamage : public testing::Test {
 protected:
  RocksDamage() : log_(directory_.path() / "log") {
    MUSTER_CHECK(RocksLog::Create(log_).ok());
    for (int session = 0; session < 2; ++session) {
      const auto log = *RocksLog::OpenWriter(log_);
      for (int i = 0; i < 5; ++i) {
        const std::string text = std::to_string(session) + " " + std::to_string(i);
        LogBatch batch{{"record " + text, "record again " + text}, {}};
        for (int table = 1; table <= kTableCount; ++table) {
          batch.entries.push_back({static_cast<Table>(table), "key " + text, "value " + text});
        }
        MUSTER_CHECK(AppendNow(*log, std::move(batch)).ok());
      }
    }
    expected_ = *ReadContents(**RocksLog::OpenReader(log_));
    MUSTER_CHECK(expected_.records.size() == 20);
    for (const auto& file : fs::recursive_directory_iterator(log_)) {
      if (file.is_regular_file()) files_.push_back(fs::relative(file.path(), log_));
    }
    std::sort(files_.begin(), files_.end());
    if (const char* stride = std::getenv("MUSTER_DAMAGE_STRIDE"))
      stride_ = std::strtoul(stride, nullptr, 10);
  }

  // Opens a copy in which `damaged` has other bytes (or none), for reading, and now and then for
  // writing.
  void Expect(const fs::path& damaged, const std::string* bytes, const std::string& what) {
    ExpectOf(&RocksLog::OpenReader, damaged, bytes, what + ", read");
    if (tried_ % 7 == 0) ExpectOf(&RocksLog::OpenWriter, damaged, bytes, what + ", written");
  }

  void ExpectOf(StatusOr<std::unique_ptr<Log>> (*open)(const fs::path&), const fs::path& damaged,
                const std::string* bytes, const std::string& what) {
    // Of links, for speed: nothing that opens a log writes into the files that are there.
    const fs::path copy = directory_.path() / "copy";
    fs::remove_all(copy);
    fs::copy(log_, copy, fs::copy_options::recursive | fs::copy_options::create_hard_links);
    fs::remove(copy / damaged);
    if (bytes != nullptr) WriteFile(copy / damaged, *bytes);
    const StatusOr<LogContents> contents = [&]() -> StatusOr<LogContents> {
      MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Log> log, open(copy));
      return ReadContents(*log);
    }();
    ++tried_;
    if (contents.ok()) {
      EXPECT_EQ(*contents, expected_) << damaged << ": " << what;
      return;
    }
    ++noticed_;
    const std::string named = name_the_file_ ? damaged.filename().string() : "";
    EXPECT_THAT(contents.status(), StatusIs(StatusCode::kDataLoss, testing::HasSubstr(named)))
        << damaged << ": " << what;
  }

  // What RocksDB reads when it opens or reads; the others are for people.
  static bool Matters(const fs::path& file) {
    return file.extension() == ".sst" || file == "head" || file == "db/CURRENT" ||
           file.filename().string().substr(0, 8) == "MANIFEST";
  }

  TemporaryDirectory directory_;
  const fs::path log_;
  LogContents expected_;
  std::vector<fs::path> files_;
  std::size_t stride_ = 229;   // a prime, so that the places differ from file to file
  bool name_the_file_ = true;  // what is expected of the message
  int tried_ = 0;
  int noticed_ = 0;
};

TEST_F(RocksDamage, IsNoticedWhereAFileIsMissing) {
  for (const fs::path& file : files_) Expect(file, nullptr, "deleted");
  EXPECT_GT(noticed_, 10);
}

TEST_F(RocksDamage, IsNoticedWhereAFileIsCutShort) {
  for (const fs::path& file : files_) {
    const std::string bytes = ReadFile(log_ / file);
    for (const std::size_t length :
         std::set<std::size_t>{0, 1, bytes.size() / 3, bytes.size() / 2,
                               bytes.size() - std::min<std::size_t>(bytes.size(), 8),
                               bytes.size() - std::min<std::size_t>(bytes.size(), 1)}) {
      if (length >= bytes.size()) continue;
      const std::string cut = bytes.substr(0, length);
      Expect(file, &cut, "cut to " + std::to_string(length));
    }
  }
  EXPECT_GT(noticed_, 40);
}

TEST_F(RocksDamage, IsNoticedWhereAByteIsAltered) {
  std::size_t at = 0;
  for (const fs::path& file : files_) {
    const std::string bytes = ReadFile(log_ / file);
    const std::size_t stride = Matters(file) ? stride_ : 40 * stride_;
    for (; at < bytes.size(); at += stride) {
      std::string altered = bytes;
      altered[at] = static_cast<char>(altered[at] ^ (1 << at % 8));
      Expect(file, &altered, "bit flipped at " + std::to_string(at));
    }
    at -= bytes.size();
  }
  EXPECT_GT(noticed_, tried_ / 4);
  RecordProperty("tried", tried_);
  RecordProperty("noticed", noticed_);
}

TEST_F(RocksDamage, IsNoticedWhereBytesAreAppended) {
  for (const fs::path& file : files_) {
    const std::string longer = ReadFile(log_ / file) + std::string(64, '\x07');
    Expect(file, &longer, "64 bytes longer");
  }
}

// Each table file is whole, so only the manifest can tell, and is named.
TEST_F(RocksDamage, IsNoticedWhereTablesAreExchanged) {
  std::vector<fs::path> tables;
  for (const fs::path& file : files_) {
    if (file.extension() == ".sst") tables.push_back(file);
  }
  ASSERT_GT(tables.size(), 2u);
  name_the_file_ = false;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const fs::path& other = tables[(i + 1) % tables.size()];
    const std::string bytes = ReadFile(log_ / other);
    Expect(tables[i], &bytes, "replaced by " + other.string());
  }
  EXPECT_EQ(noticed_, tried_);
}

// The one bit of a table file with which RocksDB would end the process (table_check.h).
TEST_F(RocksDamage, IsNoticedWhereATableSaysThatItsPropertiesHaveAHashIndex) {
  int tables = 0;
  for (const fs::path& file : files_) {
    if (file.extension() != ".sst" || tables == 3) continue;
    ++tables;
    const std::string bytes = ReadFile(log_ / file);
    ASSERT_THAT(CheckTable(log_ / file), IsOk());
    const fs::path copy = directory_.path() / file.filename();
    WriteFile(copy, bytes);
    std::fstream bits(copy, std::ios::binary | std::ios::in | std::ios::out);
    const auto put = [&bits](std::size_t at, char byte) {
      bits.seekp(static_cast<std::streamoff>(at));
      bits.put(byte).flush();
    };
    std::vector<std::size_t> faults;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      put(at, static_cast<char>(bytes[at] ^ 0x80));
      const bool is_fault = !CheckTable(copy).ok();
      put(at, bytes[at]);
      if (!is_fault) continue;
      faults.push_back(at);
      std::string altered = bytes;
      altered[at] = static_cast<char>(altered[at] ^ 0x80);
      Expect(file, &altered, "bit flipped at " + std::to_string(at));
    }
    EXPECT_EQ(faults.size(), 1u) << file;
  }
  EXPECT_EQ(tables, 3);
  EXPECT_EQ(noticed_, tried_);
}

}  // namespace
}  // namespace muster
