// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/rocks_options.h"

#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>

#include <cstdarg>
#include <memory>
#include <string>

#include "ledger/big_endian.h"

namespace muster {
namespace {

// Of the filters of report ids: in memory, enough for a million reports between two flushes; in
// table files, for each report.
constexpr double kReportFilterBytes = 2 << 20;
constexpr double kReportFilterBits = 10;

// A table file that is missing is looked for a second time under the name that LevelDB would have
// given it, and RocksDB reports that one.
std::string DescribeError(const rocksdb::Status& status) {
  std::string text = status.ToString();
  for (std::size_t at = text.find(".ldb"); at != std::string::npos; at = text.find(".ldb", at)) {
    text.replace(at, 4, ".sst");
  }
  return text;
}

// A key without the position at its end.
class WithoutPosition : public rocksdb::SliceTransform {
 public:
  const char* Name() const override { return "muster.without_position"; }
  bool InDomain(const rocksdb::Slice& key) const override { return key.size() > kBigEndianBytes; }
  rocksdb::Slice Transform(const rocksdb::Slice& key) const override {
    return {key.data(), key.size() - kBigEndianBytes};
  }
};

class SilentLogger : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

}  // namespace

rocksdb::DBOptions DatabaseOptions(const RocksEnvironment& environment) {
  rocksdb::DBOptions options;
  if (environment.env != nullptr) options.env = environment.env;
  options.statistics = environment.statistics;
  options.paranoid_checks = true;
  // Every acknowledged write was synced, so only a write that was cut off may be incomplete, and it
  // is the last. This mode drops an incomplete end and refuses any other damage; RocksDB's own
  // choice, kPointInTimeRecovery, would silently drop all that follows a damaged write.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  // All column families are written to table files together, so that no loss of the end of the
  // manifest or of the write-ahead log can leave one of them ahead of another: a reader that lacks
  // the middle of one table lacks records, which RocksStore::Check finds.
  options.atomic_flush = true;
  // By the size of the write-ahead log that they share, not when the memory of one is full: if the
  // disk does not take the next write-ahead log then, version 7.8 keeps references to the others
  // (DBImpl::ScheduleFlushes), and ends the process at closing (an assertion on last_ref).
  options.max_total_wal_size = environment.wal_bytes;
  // Keeps every table file open: opening checks that all are there, in their sizes, and a reader
  // beside a writer keeps files that the writer has replaced.
  options.max_open_files = -1;
  // Of its own choice it starts 16 threads for that in each column family, which takes longer than
  // opening the few files of a log.
  options.max_file_opening_threads = 1;
  options.skip_stats_update_on_db_open = true;
  // What goes wrong comes back as a status. A file of messages beside it would be one more to fail:
  // on a full disk version 7.8 goes on writing it after an error, and ends the process (an
  // assertion of WritableFileWriter).
  options.info_log = std::make_shared<SilentLogger>();
  return options;
}

rocksdb::ColumnFamilyOptions FamilyOptions(const RocksEnvironment& environment) {
  rocksdb::ColumnFamilyOptions options;
  // Never full, even where the write-ahead log grows on because the flush of the one before it is
  // not done yet.
  options.write_buffer_size = 16 * environment.wal_bytes;
  options.paranoid_file_checks = true;
  return options;
}

rocksdb::ColumnFamilyOptions SubjectFamilyOptions(const RocksEnvironment& environment) {
  rocksdb::ColumnFamilyOptions options = FamilyOptions(environment);
  // What comes new of a subject stands right behind what came of it before: remembering where that
  // is spares a search among all others, which took a good part of the time of an append.
  options.memtable_insert_with_hint_prefix_extractor = std::make_shared<const WithoutPosition>();
  return options;
}

rocksdb::ColumnFamilyOptions ReportFamilyOptions(const RocksEnvironment& environment) {
  rocksdb::ColumnFamilyOptions options = FamilyOptions(environment);
  // Every append asks whether its report is there, and nearly always it is not.
  options.memtable_whole_key_filtering = true;
  options.memtable_prefix_bloom_size_ratio = kReportFilterBytes / double(options.write_buffer_size);
  rocksdb::BlockBasedTableOptions table;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kReportFilterBits));
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

Status StatusOfRead(const rocksdb::Status& status, std::string_view what) {
  if (status.ok()) return OkStatus();
  const bool refused = status.IsIOError() && !status.IsPathNotFound();
  const bool passing = status.IsBusy() || status.IsTryAgain() || status.IsTimedOut() ||
                       status.IsIncomplete() || status.IsShutdownInProgress() ||
                       status.IsAborted() || status.IsMemoryLimit();
  return ErrorOf(refused || passing ? StatusCode::kUnavailable : StatusCode::kDataLoss, "{}: {}",
                 what, DescribeError(status));
}

Status StatusOfWrite(const rocksdb::Status& status, std::string_view what) {
  if (status.ok()) return OkStatus();
  return Unavailable("{}: {}", what, DescribeError(status));
}

}  // namespace muster
