// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: a backup gives back the ledger that it was made of, or says what is wrong with it. Method:
// ledgers of a few reports on the disk; every file of their backups deleted, cut short, or with a
// byte changed at some places. MUSTER_DAMAGE_STRIDE=1 tries every byte.
#include "ledger/ledger_backup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/ledger_directory.h"
#include "ledger/rocks_log.h"
#include "tests/support/ledger_case.h"
#include "tests/support/log_contents.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/yaml_draft.h"

namespace muster {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::SizeIs;

std::string BytesOf(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

void PutBytes(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

std::vector<fs::path> FilesBelow(const fs::path& directory) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

class LedgerBackupTest : public testing::Test {
 protected:
  LedgerBackupTest() : ledger_(directory_.path() / "ledger"), backups_(directory_.path() / "to") {
    MUSTER_CHECK(Ledger::Create(ledger_, "test.example/backup").ok());
  }

  std::unique_ptr<Ledger> OpenForWriting(const fs::path& ledger) {
    return *Ledger::Open(ledger, {.write = true});
  }
  std::unique_ptr<Ledger> OpenForWriting() { return OpenForWriting(ledger_); }

  // A report with a document of its own.
  static void AppendTo(Ledger& ledger, const std::string& title) {
    const ReportDraft draft =
        DraftFromYaml(Report(title, "- mission: {id: " + title + ", host: HTI}",
                             "The mission " + title + " is set up."));
    const auto result = ledger.Append({&draft, 1}, {.recorded_by = "test"});
    ASSERT_THAT(result, IsOk());
    ASSERT_TRUE(result->refusals.empty());
  }

  static LogContents ContentsOf(const fs::path& ledger) {
    return *ReadContents(**RocksLog::OpenReader(LogDirectory(ledger)));
  }

  fs::path RestoredPlace() { return directory_.path() / ("restored" + std::to_string(++places_)); }

  // A damaged backup is refused, and leaves nothing; or the damage was harmless.
  void ExpectFoundOrHarmless(const fs::path& file, const std::string& bytes,
                             const LogContents& expected, const std::string& what) {
    const std::string before = BytesOf(file);
    PutBytes(file, bytes);
    const fs::path place = RestoredPlace();
    const auto restored = RestoreLedger(backups_, std::nullopt, place);
    if (restored.ok()) {
      EXPECT_EQ(ContentsOf(place), expected) << what;
      fs::remove_all(place);
    } else {
      EXPECT_FALSE(fs::exists(place)) << what;
      ++found_;
    }
    PutBytes(file, before);
  }

  const TemporaryDirectory directory_;
  const fs::path ledger_;
  const fs::path backups_;
  int places_ = 0;
  int found_ = 0;
};

TEST_F(LedgerBackupTest, ALedgerIsRestoredWholeAndGoesOn) {
  {
    const auto ledger = OpenForWriting();
    AppendTo(*ledger, "A");
    ASSERT_THAT(ledger->BackUp(backups_), IsOk());
    AppendTo(*ledger, "B");
    ASSERT_THAT(ledger->BackUp(backups_), IsOk());
  }
  const auto list = ListLedgerBackups(backups_);
  ASSERT_THAT(list, IsOk());
  ASSERT_THAT(*list, SizeIs(2));
  EXPECT_EQ((*list)[0].head.size, LogSize{1});
  EXPECT_EQ((*list)[1].head.size, LogSize{2});

  const fs::path place = RestoredPlace();
  ASSERT_THAT(RestoreLedger(backups_, std::nullopt, place), IsOk());
  EXPECT_EQ(ContentsOf(place), ContentsOf(ledger_));
  EXPECT_EQ(BytesOf(KeyFile(place)), BytesOf(KeyFile(ledger_)));
  AppendTo(*OpenForWriting(place), "C");
  AppendTo(*OpenForWriting(), "C");
  EXPECT_EQ(ContentsOf(place).entries.size(), ContentsOf(ledger_).entries.size());

  const fs::path first = RestoredPlace();
  ASSERT_THAT(RestoreLedger(backups_, 1, first), IsOk());
  EXPECT_THAT(ContentsOf(first).records, SizeIs(1));
}

TEST_F(LedgerBackupTest, OnlyTheWriterBacksUp) {
  EXPECT_THAT((*Ledger::Open(ledger_))->BackUp(backups_),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("reading only")));
  LedgerCase memory;
  EXPECT_THAT(memory.ledger().BackUp(backups_),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("memory")));
}

TEST_F(LedgerBackupTest, ABackupBesideAppendsHoldsAPrefixWithEverythingAcknowledged) {
  const auto ledger = OpenForWriting();
  std::atomic<bool> done = false;
  std::atomic<std::uint64_t> acknowledged = 0;
  std::thread appends([&] {
    for (int i = 0; !done; ++i) {
      AppendTo(*ledger, "M" + std::to_string(i));
      ++acknowledged;
    }
  });
  std::vector<std::uint64_t> at_least;
  for (int i = 0; i < 4; ++i) {
    at_least.push_back(acknowledged);
    EXPECT_THAT(ledger->BackUp(backups_), IsOk());
  }
  done = true;
  appends.join();
  const LogContents all = *ReadContents(**RocksLog::OpenReader(LogDirectory(ledger_)));
  for (std::uint32_t number = 1; number <= at_least.size(); ++number) {
    const fs::path place = RestoredPlace();
    ASSERT_THAT(RestoreLedger(backups_, number, place), IsOk());
    const LogContents restored = ContentsOf(place);
    ASSERT_GE(restored.records.size(), at_least[number - 1]);
    ASSERT_LE(restored.records.size(), all.records.size());
    EXPECT_TRUE(std::equal(restored.records.begin(), restored.records.end(), all.records.begin()));
  }
}

TEST_F(LedgerBackupTest, DamageToABackupIsFoundOrHarmless) {
  {
    const auto ledger = OpenForWriting();
    AppendTo(*ledger, "A");
    ASSERT_THAT(ledger->BackUp(backups_), IsOk());
    AppendTo(*ledger, "B");
    ASSERT_THAT(ledger->BackUp(backups_), IsOk());
  }
  const LogContents expected = ContentsOf(ledger_);
  std::size_t stride = 6007;
  if (const char* wanted = std::getenv("MUSTER_DAMAGE_STRIDE")) stride = std::stoul(wanted);
  std::size_t tried = 0;
  for (const fs::path& file : FilesBelow(backups_)) {
    const std::string bytes = BytesOf(file);
    const std::string name = file.lexically_relative(backups_).string();
    ExpectFoundOrHarmless(file, "", expected, name + " emptied");
    ExpectFoundOrHarmless(file, bytes.substr(0, bytes.size() / 2), expected, name + " cut");
    tried += 2;
    for (std::size_t at = tried % 7; at < bytes.size(); at += stride) {
      std::string flipped = bytes;
      flipped[at] = static_cast<char>(flipped[at] ^ (1 << at % 8));
      ExpectFoundOrHarmless(file, flipped, expected, name + " altered at " + std::to_string(at));
      ++tried;
    }
  }
  // Harmless is what only the first backup has, and what says when a backup was made.
  EXPECT_GT(found_, static_cast<int>(tried / 2)) << tried;
}

TEST_F(LedgerBackupTest, ATimeThatCannotBeWrittenIsDamage) {
  ASSERT_THAT(OpenForWriting()->BackUp(backups_), IsOk());
  const fs::path description = backups_ / "log" / "meta" / "1";
  const std::string bytes = BytesOf(description);
  const std::string rest = bytes.substr(bytes.find('\n'));
  for (const char* last : {"253402300799", "-62167219200"}) {
    PutBytes(description, last + rest);
    EXPECT_THAT(ListLedgerBackups(backups_), IsOk()) << last;
  }
  for (const char* past : {"253402300800", "-62167219201", "17958112141322"}) {
    PutBytes(description, past + rest);
    EXPECT_THAT(
        ListLedgerBackups(backups_),
        StatusIs(StatusCode::kDataLoss, HasSubstr(fmt::format("it was made {} seconds", past))));
  }
}

TEST_F(LedgerBackupTest, ALogOfOtherRecordsIsNotWhatWasBackedUp) {
  {
    const auto ledger = OpenForWriting();
    AppendTo(*ledger, "A");
    ASSERT_THAT(ledger->BackUp(backups_), IsOk());
  }
  // Another ledger's backup under the same number, with the head and the files of this one.
  const fs::path other = directory_.path() / "other";
  ASSERT_THAT(Ledger::Create(other, "test.example/other"), IsOk());
  const fs::path other_backups = directory_.path() / "other_to";
  {
    const auto ledger = OpenForWriting(other);
    AppendTo(*ledger, "B");
    ASSERT_THAT(ledger->BackUp(other_backups), IsOk());
  }
  const fs::path meta = fs::path("log") / "meta" / "1";
  std::string mine = BytesOf(backups_ / meta);
  std::string theirs = BytesOf(other_backups / meta);
  const auto note = [](const std::string& text) {
    const std::size_t begin = text.find("metadata ");
    return std::pair(begin, text.find('\n', begin) - begin);
  };
  const auto [to, length] = note(theirs);
  const auto [from, count] = note(mine);
  theirs.replace(to, length, mine.substr(from, count));
  PutBytes(other_backups / meta, theirs);
  fs::remove_all(other_backups / "files");
  fs::copy(backups_ / "files", other_backups / "files", fs::copy_options::recursive);
  EXPECT_THAT(RestoreLedger(other_backups, std::nullopt, RestoredPlace()),
              StatusIs(StatusCode::kDataLoss, HasSubstr("root")));
}

}  // namespace
}  // namespace muster
