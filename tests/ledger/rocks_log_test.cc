// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/rocks_log.h"

#include <gmock/gmock.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <rocksdb/statistics.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "ledger/head_file.h"
#include "ledger/merkle.h"
#include "ledger/rocks_environment.h"
#include "tests/support/log_contents.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class RocksLogTest : public testing::Test {
 protected:
  RocksLogTest() { MUSTER_CHECK(RocksLog::Create(log_path()).ok()); }

  std::filesystem::path log_path() const { return directory_.path() / "log"; }

  TemporaryDirectory directory_;
};

TEST_F(RocksLogTest, CreatesOnlyWhereNothingIs) {
  EXPECT_THAT(RocksLog::Create(log_path()),
              StatusIs(StatusCode::kAlreadyExists, HasSubstr(log_path().string())));
  EXPECT_THAT(RocksLog::Create(directory_.path() / "no" / "such"),
              StatusIs(StatusCode::kUnavailable, HasSubstr("no/such")));
}

TEST_F(RocksLogTest, SaysWhereThereIsNoLog) {
  for (const auto open : {&RocksLog::OpenWriter, &RocksLog::OpenReader}) {
    EXPECT_THAT(open(directory_.path() / "other"),
                StatusIs(StatusCode::kNotFound, HasSubstr("no log in")));
  }
}

TEST_F(RocksLogTest, KeepsEverythingOverReopening) {
  LogContents expected;
  MerkleFrontier frontier;
  for (int session = 0; session < 6; ++session) {
    const auto log = RocksLog::OpenWriter(log_path());
    ASSERT_THAT(log, IsOk());
    EXPECT_EQ(ReadContents(**log)->records, expected.records);
    for (int i = 0; i < 3; ++i) {
      const std::string text = std::to_string(session) + "/" + std::to_string(i);
      ASSERT_THAT(AppendNow(**log, {{text}, {{Table::kChunks, text, text}}}), IsOk());
      expected.records.push_back(text);
      expected.entries.emplace_back("2" + text, text);
      frontier.Add(LeafHash(text));
    }
  }
  expected.root = ToHex(frontier.Root());
  EXPECT_EQ(*ReadContents(**RocksLog::OpenWriter(log_path())), expected);
  EXPECT_EQ(*ReadContents(**RocksLog::OpenReader(log_path())), expected);
}

TEST_F(RocksLogTest, RefusesASecondWriterNamingTheFirst) {
  auto first = RocksLog::OpenWriter(log_path());
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(
      RocksLog::OpenWriter(log_path()),
      StatusIs(StatusCode::kFailedPrecondition, HasSubstr("process " + std::to_string(getpid()))));
  ASSERT_THAT(AppendNow(**first, {{"a"}, {}}), IsOk());
  first->reset();
  EXPECT_THAT(RocksLog::OpenWriter(log_path()), IsOk());
}

TEST_F(RocksLogTest, RefusesToAppendThroughAReader) {
  EXPECT_THAT((*RocksLog::OpenReader(log_path()))->Begin({{"a"}, {}}, LogSize{0}),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("opened for reading")));
}

TEST_F(RocksLogTest, StandsStillBesideItsWriterUntilRefreshed) {
  const auto writer = RocksLog::OpenWriter(log_path());
  ASSERT_THAT(writer, IsOk());
  ASSERT_THAT(AppendNow(**writer, {{"a"}, {{Table::kChunks, "key", "old"}}}), IsOk());
  const auto beside = (*writer)->OpenBeside();
  ASSERT_THAT(beside, IsOk());
  const LogContents before = *ReadContents(**beside);
  ASSERT_THAT(AppendNow(**writer, {{"b"}, {{Table::kChunks, "key", "new"}}}), IsOk());
  EXPECT_EQ(*ReadContents(**beside), before);
  EXPECT_EQ((*beside)->Head().size, LogSize{1});
  EXPECT_THAT((*beside)->Read(Position{0}, LogSize{2}, [](auto...) { return OkStatus(); }),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("log has 1 records")));
  ASSERT_THAT((*beside)->Refresh(), IsOk());
  EXPECT_EQ(*ReadContents(**beside), *ReadContents(**writer));
  EXPECT_EQ((*beside)->Head().root, (*writer)->Head().root);
  EXPECT_THAT((*beside)->Begin({{"c"}, {}}, LogSize{2}),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("for reading")));
  EXPECT_THAT((*beside)->OpenBeside(), StatusIs(StatusCode::kFailedPrecondition, testing::_));
}

TEST_F(RocksLogTest, SharesSyncsAmongManyThreads) {
  constexpr std::uint64_t kThreads = 64;
  constexpr std::uint64_t kAppendsEach = 20;
  const auto statistics = rocksdb::CreateDBStatistics();
  {
    const auto log = OpenRocksWriter(log_path(), {.env = nullptr, .statistics = statistics});
    ASSERT_THAT(log, IsOk());
    statistics->Reset();
    absl::Mutex order;
    std::atomic<int> failures = 0;
    std::vector<std::string> begun;
    std::vector<std::thread> threads;
    for (std::uint64_t thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        for (std::uint64_t i = 0; i < kAppendsEach; ++i) {
          std::string record = std::to_string(thread) + "." + std::to_string(i);
          std::unique_ptr<Log::Pending> pending;
          {
            absl::MutexLock lock(&order);
            pending = *(*log)->Begin({{record}, {}}, LogSize{begun.size()});
            begun.push_back(std::move(record));
          }
          failures += !pending->Wait().ok();
          failures += (*log)->Head().size < pending->head_after().size;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(failures, 0);
    EXPECT_EQ(ReadContents(**log)->records, begun);
    const std::uint64_t syncs = statistics->getTickerCount(rocksdb::WAL_FILE_SYNCED);
    EXPECT_GE(syncs, kAppendsEach);
    EXPECT_LT(syncs, kThreads * kAppendsEach / 4);
  }
  EXPECT_EQ((*RocksLog::OpenReader(log_path()))->Head().size, LogSize{kThreads * kAppendsEach});
}

TEST_F(RocksLogTest, SyncsEachAppendBeforeItIsAcknowledged) {
  const auto statistics = rocksdb::CreateDBStatistics();
  const auto log = OpenRocksWriter(log_path(), {.env = nullptr, .statistics = statistics});
  ASSERT_THAT(log, IsOk());
  statistics->Reset();
  for (std::uint64_t i = 1; i <= 10; ++i) {
    ASSERT_THAT(AppendNow(**log, {{"a"}, {}}), IsOk());
    EXPECT_EQ(statistics->getTickerCount(rocksdb::WAL_FILE_SYNCED), i);
  }
}

TEST_F(RocksLogTest, LeavesAnEmptyWriteAheadLogWhenClosed) {
  {
    const auto log = RocksLog::OpenWriter(log_path());
    ASSERT_THAT(AppendNow(**log, {{"a", "b"}, {}}), IsOk());
  }
  for (const auto& file : std::filesystem::directory_iterator(log_path() / "db")) {
    if (file.path().extension() != ".log") continue;
    EXPECT_EQ(file.file_size(), 0u) << file.path();
  }
}

// The stored format. It changes only with the version in the ledger's FORMAT file.
TEST_F(RocksLogTest, StoresTheseKeysAndValues) {
  using namespace std::string_literals;
  {
    const auto log = RocksLog::OpenWriter(log_path());
    ASSERT_THAT(AppendNow(**log, {{"zero", "one"}, {{Table::kReports, "r", "report"}}}), IsOk());
    ASSERT_THAT(AppendNow(**log, {{"two"},
                                  {{Table::kChunks, "c", "chunk"},
                                   {Table::kNames, "n", "name"},
                                   {Table::kSubjects, "s", "subject"},
                                   {Table::kChains, "h", "chain"}}}),
                IsOk());
  }
  const std::vector<std::string> names = {"default", "records",  "reports", "chunks",
                                          "names",   "subjects", "chains",  "tiles"};
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const std::string& name : names) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status =
      rocksdb::DB::OpenForReadOnly({}, (log_path() / "db").string(), families, &handles, &opened);
  ASSERT_TRUE(status.ok()) << status.ToString();
  const std::unique_ptr<rocksdb::DB> db(opened);
  std::vector<std::pair<std::string, std::string>> found;
  for (std::size_t i = 0; i < handles.size(); ++i) {
    const std::unique_ptr<rocksdb::Iterator> entry(db->NewIterator({}, handles[i]));
    for (entry->SeekToFirst(); entry->Valid(); entry->Next()) {
      found.emplace_back(names[i] + ":" + entry->key().ToString(), entry->value().ToString());
    }
    ASSERT_TRUE(entry->status().ok());
  }
  for (rocksdb::ColumnFamilyHandle* const handle : handles) {
    EXPECT_TRUE(db->DestroyColumnFamilyHandle(handle).ok());
  }
  const std::string no_batch = "\0\0\0\0\0\0\0\0"s;
  const std::string one_batch = "\0\0\0\0\0\0\0\1"s;
  const std::string three_records = "\0\0\0\0\0\0\0\3"s;
  const std::string subtrees =
      ToBytes(NodeHash(LeafHash("zero"), LeafHash("one"))) + ToBytes(LeafHash("two"));
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"default:state", one_batch + one_batch + one_batch + one_batch + one_batch + no_batch +
                            three_records + subtrees},
      {"records:\0\0\0\0\0\0\0\0"s, "zero"},
      {"records:\0\0\0\0\0\0\0\1"s, "one"},
      {"records:\0\0\0\0\0\0\0\2"s, "two"},
      {"reports:", one_batch},
      {"reports:r", "report"},
      {"chunks:", one_batch},
      {"chunks:c", "chunk"},
      {"names:", one_batch},
      {"names:n", "name"},
      {"subjects:", one_batch},
      {"subjects:s", "subject"},
      {"chains:", one_batch},
      {"chains:h", "chain"}};
  EXPECT_EQ(found, expected);
}

TEST_F(RocksLogTest, RefusesFewerRecordsThanTheHeadFileVouchesFor) {
  const std::filesystem::path earlier = directory_.path() / "earlier";
  {
    const auto log = RocksLog::OpenWriter(log_path());
    ASSERT_THAT(AppendNow(**log, {{"a"}, {}}), IsOk());
  }
  std::filesystem::copy(log_path(), earlier, std::filesystem::copy_options::recursive);
  {
    const auto log = RocksLog::OpenWriter(log_path());
    ASSERT_THAT(AppendNow(**log, {{"b"}, {}}), IsOk());
  }
  // A head file without the manifest's digest, as a crash leaves it.
  HeadFile head = *HeadFile::Read(log_path() / "head");
  head.manifest.reset();
  ASSERT_THAT(head.Write(earlier / "head"), IsOk());
  for (const auto open : {&RocksLog::OpenReader, &RocksLog::OpenWriter}) {
    EXPECT_THAT(open(earlier),
                StatusIs(StatusCode::kDataLoss,
                         AllOf(HasSubstr("log has 1 records"), HasSubstr("vouches for 2"),
                               HasSubstr(ToHex(head.frontier.Root())))));
  }
}

TEST_F(RocksLogTest, RefusesOtherRecordsThanTheHeadFileVouchesFor) {
  for (const std::string name : {"other", "longer"}) {
    ASSERT_THAT(RocksLog::Create(directory_.path() / name), IsOk());
    const auto log = RocksLog::OpenWriter(directory_.path() / name);
    ASSERT_THAT(AppendNow(**log, {{"x"}, {}}), IsOk());
    if (name == "longer") {
      ASSERT_THAT(AppendNow(**log, {{"y"}, {}}), IsOk());
    }
  }
  HeadFile head = *HeadFile::Read(directory_.path() / "other" / "head");
  head.manifest.reset();
  head.frontier = MerkleFrontier();
  head.frontier.Add(LeafHash("a"));
  for (const char* name : {"other", "longer"}) {
    ASSERT_THAT(head.Write(directory_.path() / name / "head"), IsOk());
    EXPECT_THAT(RocksLog::OpenReader(directory_.path() / name),
                StatusIs(StatusCode::kDataLoss, HasSubstr("root")));
  }
}

TEST_F(RocksLogTest, KeepsTheHeadFileUpWithTheAppends) {
  const auto log = RocksLog::OpenWriter(log_path());
  ASSERT_THAT(AppendNow(**log, {{"a"}, {}}), IsOk());
  LogSize vouched;
  for (int tries = 0; tries < 100 && vouched == LogSize{0}; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    vouched = HeadFile::Read(log_path() / "head")->frontier.size();
  }
  EXPECT_EQ(vouched, LogSize{1});
}

TEST_F(RocksLogTest, WritesNothingBelowTheLogWhenReading) {
  {
    const auto log = RocksLog::OpenWriter(log_path());
    ASSERT_THAT(AppendNow(**log, {{"a"}, {{Table::kNames, "n", "v"}}}), IsOk());
  }
  const auto listing = [this] {
    std::vector<std::string> files;
    for (const auto& file : std::filesystem::recursive_directory_iterator(log_path())) {
      files.push_back(fmt::format("{} {} {}", file.path().string(),
                                  file.is_directory() ? 0 : file.file_size(),
                                  file.last_write_time().time_since_epoch().count()));
    }
    std::sort(files.begin(), files.end());
    return files;
  };
  const std::vector<std::string> before = listing();
  {
    const auto reader = RocksLog::OpenReader(log_path());
    ASSERT_THAT(reader, IsOk());
    EXPECT_EQ(ReadContents(**reader)->records, (std::vector<std::string>{"a"}));
    EXPECT_THAT((*reader)->Refresh(), IsOk());
  }
  EXPECT_EQ(listing(), before);
}

// Gives up the rights that permissions do not bind, reads the log, and ends the process: 0 if all
// is right.
[[noreturn]] void ReadWithoutRights(const std::filesystem::path& log) {
  if (geteuid() == 0 && (setgroups(0, nullptr) != 0 || setgid(65534) != 0 || setuid(65534) != 0))
    _exit(2);
  if (RocksLog::OpenWriter(log).status().code() != StatusCode::kUnavailable) _exit(3);
  const auto reader = RocksLog::OpenReader(log);
  if (!reader.ok()) {
    std::cerr << reader.status() << std::endl;
    _exit(4);
  }
  const StatusOr<LogContents> contents = ReadContents(**reader);
  _exit(contents.ok() && contents->records == std::vector<std::string>{"a"} ? 0 : 5);
}

TEST_F(RocksLogTest, CanBeReadWhereItCannotBeWritten) {
  // The child begins anew: RocksDB's threads do not live through a fork.
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  ASSERT_THAT(AppendNow(**RocksLog::OpenWriter(log_path()), {{"a"}, {}}), IsOk());
  using std::filesystem::perms;
  const perms write = perms::owner_write | perms::group_write | perms::others_write;
  std::vector<std::filesystem::path> paths = {log_path()};
  for (const auto& file : std::filesystem::recursive_directory_iterator(log_path())) {
    paths.push_back(file.path());
  }
  for (const auto& path : paths) {
    std::filesystem::permissions(path, write, std::filesystem::perm_options::remove);
    std::filesystem::permissions(path, perms::others_read | perms::others_exec,
                                 std::filesystem::perm_options::add);
  }
  std::filesystem::permissions(directory_.path(), perms::others_exec,
                               std::filesystem::perm_options::add);
  EXPECT_EXIT(ReadWithoutRights(log_path()), testing::ExitedWithCode(0), "");
  for (const auto& path : paths) {
    std::filesystem::permissions(path, perms::owner_write, std::filesystem::perm_options::add);
  }
}

TEST_F(RocksLogTest, ShowsAReaderWhatWasThereWhenItLastRefreshed) {
  const auto writer = RocksLog::OpenWriter(log_path());
  ASSERT_THAT(AppendNow(**writer, {{"a"}, {{Table::kNames, "n", "1"}}}), IsOk());
  const auto reader = RocksLog::OpenReader(log_path());
  ASSERT_THAT(reader, IsOk());
  EXPECT_EQ(ReadContents(**reader)->records, (std::vector<std::string>{"a"}));
  ASSERT_THAT(AppendNow(**writer, {{"b"}, {{Table::kNames, "n", "2"}}}), IsOk());
  EXPECT_EQ((*reader)->Head().size, LogSize{1});
  EXPECT_THAT((*reader)->Get(Table::kNames, "n"),
              IsOkAndHolds(testing::Optional(std::string("1"))));
  ASSERT_THAT((*reader)->Refresh(), IsOk());
  EXPECT_EQ(*ReadContents(**reader), *ReadContents(**writer));
}

}  // namespace
}  // namespace muster
