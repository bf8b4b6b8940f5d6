// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/rocks_store.h"

#include <rocksdb/file_system.h>
#include <rocksdb/listener.h>
#include <rocksdb/write_batch.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "ledger/big_endian.h"
#include "ledger/log_backup.h"
#include "ledger/rocks_options.h"
#include "ledger/table_check.h"

namespace muster {
namespace {

constexpr std::string_view kStateKey = "state";
constexpr std::string_view kBatchesKey;  // in every table's column family
constexpr std::size_t kDefaultFamily = 0;
constexpr std::size_t kRecordsFamily = 1;
constexpr std::size_t kFirstTableFamily = 2;
// In the order of Table.
constexpr const char* kFamilyNames[] = {"default", "records",  "reports", "chunks",
                                        "names",   "subjects", "chains",  "tiles"};
static_assert(std::size(kFamilyNames) == kFirstTableFamily + kTableCount);
// A write begins only where this much room is left besides what it takes itself: for the manifest,
// the options and the head file, which are written with it and at the closing.
constexpr std::uint64_t kSpareBytes = 128 << 10;
// What a batch costs for an entry beside its key and value: tag, family and lengths.
constexpr std::size_t kEntryOverheadBytes = 16;

std::size_t FamilyNumber(Table table) {
  const auto number = static_cast<std::size_t>(table);
  MUSTER_CHECK(number >= 1 && number <= kTableCount);
  return kFirstTableFamily + number - 1;
}

rocksdb::Slice SliceOf(std::string_view text) { return {text.data(), text.size()}; }
std::string_view ViewOf(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

rocksdb::ReadOptions ReadingAt(const RocksStore::Snapshot& snapshot) {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot.get();
  return options;
}

// A directory of its own for what RocksDB insists on writing for a secondary instance.
class TemporaryDirectory {
 public:
  static StatusOr<TemporaryDirectory> Make() {
    std::error_code error;
    std::string path =
        (std::filesystem::temp_directory_path(error) / "muster-reader-XXXXXX").string();
    if (error || mkdtemp(path.data()) == nullptr) {
      return Unavailable("cannot make a temporary directory {}: {}", path,
                         error ? error.message() : std::generic_category().message(errno));
    }
    return TemporaryDirectory(std::move(path));
  }
  TemporaryDirectory(TemporaryDirectory&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TemporaryDirectory& operator=(TemporaryDirectory&&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  explicit TemporaryDirectory(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

std::vector<rocksdb::ColumnFamilyDescriptor> Families(const RocksEnvironment& environment) {
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const char* name : kFamilyNames) families.emplace_back(name, FamilyOptions(environment));
  families[FamilyNumber(Table::kSubjects)].options = SubjectFamilyOptions(environment);
  families[FamilyNumber(Table::kReports)].options = ReportFamilyOptions(environment);
  return families;
}

}  // namespace

// Remembers the first error of RocksDB's own writes: flushes, compactions, the manifest.
// Thread-safety: safe for concurrent use; RocksDB calls it from its own threads.
class RocksStore::WriteErrors : public rocksdb::EventListener {
 public:
  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status* error) override {
    absl::MutexLock lock(&mutex_);
    if (first_.ok()) first_ = *error;
  }
  rocksdb::Status first() const {
    absl::MutexLock lock(&mutex_);
    return first_;
  }

 private:
  mutable absl::Mutex mutex_;
  rocksdb::Status first_ ABSL_GUARDED_BY(mutex_);
};

RocksStore::RocksStore() : write_errors_(std::make_shared<WriteErrors>()) {}

StatusOr<std::unique_ptr<RocksStore>> RocksStore::Open(const std::filesystem::path& directory,
                                                       Mode mode,
                                                       const RocksEnvironment& environment) {
  MUSTER_RETURN_IF_ERROR(CheckTables(directory));
  std::unique_ptr<RocksStore> store(new RocksStore());
  rocksdb::DBOptions options = DatabaseOptions(environment);
  options.listeners.push_back(store->write_errors_);
  const std::string name = directory.string();
  rocksdb::DB* db = nullptr;
  rocksdb::Status status;
  if (mode == Mode::kCreate || mode == Mode::kWrite) {
    options.create_if_missing = options.create_missing_column_families = mode == Mode::kCreate;
    options.error_if_exists = mode == Mode::kCreate;
    status = rocksdb::DB::Open(options, name, Families(environment), &store->families_, &db);
  } else {
    if (mode == Mode::kReadOnly) {
      status = rocksdb::DB::OpenForReadOnly(options, name, Families(environment), &store->families_,
                                            &db);
    } else {
      // With a logger of ours nothing is written into it, so it need not outlive the opening.
      MUSTER_ASSIGN_OR_RETURN(const TemporaryDirectory scratch, TemporaryDirectory::Make());
      status = rocksdb::DB::OpenAsSecondary(options, name, scratch.path(), Families(environment),
                                            &store->families_, &db);
    }
  }
  store->db_.reset(db);
  if (!status.ok()) {
    return mode == Mode::kCreate ? StatusOfWrite(status, "cannot make a log")
                                 : StatusOfRead(status, "cannot open the log");
  }
  if (mode == Mode::kCreate) {
    MUSTER_RETURN_IF_ERROR(store->Write({}));
  } else {
    MUSTER_ASSIGN_OR_RETURN(store->batches_, store->ReadBatches());
  }
  return store;
}

RocksStore::~RocksStore() { CloseFamilies(); }

void RocksStore::CloseFamilies() {
  if (db_ == nullptr) return;
  for (rocksdb::ColumnFamilyHandle* family : families_) {
    db_->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }
  families_.clear();
}

rocksdb::ColumnFamilyHandle* RocksStore::Family(Table table) const {
  return families_[FamilyNumber(table)];
}

rocksdb::ColumnFamilyHandle* RocksStore::Records() const { return families_[kRecordsFamily]; }

StatusOr<std::string> RocksStore::ReadState(const Snapshot& at) const {
  StatusOr<std::string> bytes = std::string();
  const rocksdb::Status status =
      db_->Get(ReadingAt(at), families_[kDefaultFamily], SliceOf(kStateKey), &*bytes);
  MUSTER_RETURN_IF_ERROR(StatusOfRead(status, "cannot read the state of the log"));
  if (bytes->size() < kTableCount * kBigEndianBytes) {
    return DataLoss("the state of the log has {} bytes, expected at least {}", bytes->size(),
                    kTableCount * kBigEndianBytes);
  }
  return bytes;
}

StatusOr<RocksStore::Batches> RocksStore::ReadBatches() const {
  MUSTER_ASSIGN_OR_RETURN(const std::string state, ReadState(nullptr));
  Batches batches = {};
  for (std::size_t i = 0; i < kTableCount; ++i) {
    batches[i] =
        *DecodeBigEndian(std::string_view(state).substr(i * kBigEndianBytes, kBigEndianBytes));
  }
  return batches;
}

StatusOr<MerkleFrontier> RocksStore::ReadFrontier(const Snapshot& at) const {
  MUSTER_ASSIGN_OR_RETURN(const std::string state, ReadState(at));
  return MerkleFrontier::Decode(std::string_view(state).substr(kTableCount * kBigEndianBytes));
}

StatusOr<std::uint64_t> RocksStore::ReadBatchesOf(std::size_t table) const {
  std::string bytes;
  const rocksdb::Status status =
      db_->Get({}, families_[kFirstTableFamily + table], SliceOf(kBatchesKey), &bytes);
  if (status.IsNotFound()) return std::uint64_t{0};
  MUSTER_RETURN_IF_ERROR(StatusOfRead(status, "cannot read the number of batches"));
  const std::optional<std::uint64_t> number = DecodeBigEndian(bytes);
  if (!number) {
    return DataLoss("the number of batches of {} has {} bytes, expected {}",
                    kFamilyNames[kFirstTableFamily + table], bytes.size(), kBigEndianBytes);
  }
  return *number;
}

Status RocksStore::CheckBatches() const {
  for (std::size_t i = 0; i < kTableCount; ++i) {
    MUSTER_ASSIGN_OR_RETURN(const std::uint64_t batches, ReadBatchesOf(i));
    if (batches != batches_[i]) {
      return DataLoss("column family {} is at batch {}, expected {}",
                      kFamilyNames[kFirstTableFamily + i], batches, batches_[i]);
    }
  }
  return OkStatus();
}

RocksStore::Snapshot RocksStore::TakeSnapshot() const {
  return {db_->GetSnapshot(),
          [this](const rocksdb::Snapshot* snapshot) { db_->ReleaseSnapshot(snapshot); }};
}

std::uint64_t RocksStore::FirstWalNeeded() const {
  std::uint64_t number = 0;
  return db_->GetIntProperty(rocksdb::DB::Properties::kMinLogNumberToKeep, &number) ? number : 0;
}

// A damaged table that RocksDB reads past is to blame, if there is one.
Status RocksStore::MissingRecord(Position position) const {
  const rocksdb::Status tables = db_->VerifyChecksum();
  if (tables.ok()) return DataLoss("record {} is missing", position.value);
  return DataLoss("record {} is missing; {}", position.value, tables.ToString());
}

Status RocksStore::ReadRecords(Position from, LogSize until, const Log::RecordVisitor& visit,
                               const Snapshot& at) const {
  if (from.value >= until.value) return OkStatus();
  if (until.value - from.value == 1) {
    rocksdb::PinnableSlice record;
    const rocksdb::Status status =
        db_->Get(ReadingAt(at), Records(), EncodeBigEndian(from.value), &record);
    if (status.IsNotFound()) return MissingRecord(from);
    MUSTER_RETURN_IF_ERROR(StatusOfRead(status, fmt::format("cannot read record {}", from.value)));
    return visit(from, ViewOf(record));
  }
  const std::string end_key = EncodeBigEndian(until.value);
  const rocksdb::Slice end = end_key;
  rocksdb::ReadOptions options = ReadingAt(at);
  options.iterate_upper_bound = &end;
  const std::unique_ptr<rocksdb::Iterator> record(db_->NewIterator(options, Records()));
  record->Seek(EncodeBigEndian(from.value));
  for (; from.value < until.value; ++from.value, record->Next()) {
    if (!record->Valid()) {
      MUSTER_RETURN_IF_ERROR(
          StatusOfRead(record->status(), fmt::format("cannot read record {}", from.value)));
      return MissingRecord(from);
    }
    if (DecodeBigEndian(ViewOf(record->key())) != from.value) return MissingRecord(from);
    MUSTER_RETURN_IF_ERROR(visit(from, ViewOf(record->value())));
  }
  return OkStatus();
}

StatusOr<std::optional<std::string>> RocksStore::Get(Table table, std::string_view key,
                                                     const Snapshot& at) const {
  MUSTER_CHECK(!key.empty());
  std::string value;
  const rocksdb::Status status = db_->Get(ReadingAt(at), Family(table), SliceOf(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  MUSTER_RETURN_IF_ERROR(StatusOfRead(status, "cannot read from the log"));
  return std::optional<std::string>(std::move(value));
}

Status RocksStore::Scan(Table table, std::string_view prefix, std::string_view from,
                        const Log::EntryVisitor& visit, const Snapshot& at) const {
  // The smallest key but the empty one, which is not an entry.
  constexpr std::string_view kFirstKey("\0", 1);
  const std::unique_ptr<rocksdb::Iterator> entry(db_->NewIterator(ReadingAt(at), Family(table)));
  for (entry->Seek(SliceOf(std::max({prefix, from, kFirstKey}))); entry->Valid(); entry->Next()) {
    const std::string_view key = ViewOf(entry->key());
    if (key.substr(0, prefix.size()) != prefix) break;
    MUSTER_RETURN_IF_ERROR(visit(key, ViewOf(entry->value())));
  }
  return StatusOfRead(entry->status(), "cannot read from the log");
}

Status RocksStore::Write(std::span<const std::shared_ptr<QueuedAppend>> appends) {
  std::size_t size_bytes = 1024;
  for (const std::shared_ptr<QueuedAppend>& append : appends) {
    size_bytes += append->size_bytes + (8 + kEntryOverheadBytes) * append->batch.records.size() +
                  kEntryOverheadBytes * append->batch.entries.size();
  }
  rocksdb::WriteBatch batch(size_bytes);
  Batches written = {};  // 1 for each table that is
  rocksdb::Status status;
  const auto take = [&status](rocksdb::Status next) {
    if (status.ok()) status = std::move(next);
  };
  for (const std::shared_ptr<QueuedAppend>& append : appends) {
    std::uint64_t position = append->first.value;
    for (const std::string& record : append->batch.records) {
      take(batch.Put(Records(), EncodeBigEndian(position++), record));
    }
    for (const TableEntry& entry : append->batch.entries) {
      rocksdb::ColumnFamilyHandle* const family = Family(entry.table);
      written[FamilyNumber(entry.table) - kFirstTableFamily] = 1;
      take(entry.value ? batch.Put(family, entry.key, *entry.value)
                       : batch.Delete(family, entry.key));
    }
  }
  const MerkleFrontier frontier =
      appends.empty() ? MerkleFrontier() : appends.back()->frontier_after;
  std::string state;
  for (std::size_t i = 0; i < kTableCount; ++i) {
    const std::string batches = EncodeBigEndian(batches_[i] + written[i]);
    state.append(batches);
    if (written[i] != 0) {
      take(batch.Put(families_[kFirstTableFamily + i], SliceOf(kBatchesKey), batches));
    }
  }
  state.append(frontier.Encode());
  take(batch.Put(families_[kDefaultFamily], SliceOf(kStateKey), state));
  rocksdb::WriteOptions options;
  options.sync = true;
  if (status.ok()) {
    MUSTER_RETURN_IF_ERROR(CheckSpace(batch.GetDataSize()));
    status = db_->Write(options, &batch);
  }
  MUSTER_RETURN_IF_ERROR(StatusOfWrite(status, "cannot write to the log"));
  for (std::size_t i = 0; i < kTableCount; ++i) batches_[i] += written[i];
  return OkStatus();
}

Status RocksStore::CheckSpace(std::uint64_t batch_bytes) const {
  std::uint64_t free = 0;
  const rocksdb::IOStatus asked =
      db_->GetFileSystem()->GetFreeSpace(db_->GetName(), rocksdb::IOOptions(), &free, nullptr);
  // A file system that cannot tell refuses when it is full.
  if (!asked.ok()) return OkStatus();
  const std::uint64_t needed = 2 * batch_bytes + kSpareBytes;
  if (free >= needed) return OkStatus();
  return Unavailable(
      "no space left on device: {} has {} bytes free, and {} are needed; nothing was "
      "appended",
      db_->GetName(), free, needed);
}

StoreFigures RocksStore::Figures() const {
  using Properties = rocksdb::DB::Properties;
  const auto sum = [this](const std::string& property) {
    std::uint64_t number = 0;
    return db_->GetAggregatedIntProperty(property, &number) ? number : 0;
  };
  const auto one = [this](const std::string& property) {
    std::uint64_t number = 0;
    return db_->GetIntProperty(Records(), property, &number) ? number : 0;
  };
  StoreFigures figures;
  // All tables share one cache.
  figures.block_cache_bytes = one(Properties::kBlockCacheUsage);
  figures.memtable_bytes = sum(Properties::kCurSizeAllMemTables);
  figures.table_bytes = sum(Properties::kLiveSstFilesSize);
  figures.pending_compaction_bytes = sum(Properties::kEstimatePendingCompactionBytes);
  figures.running_compactions = one(Properties::kNumRunningCompactions);
  figures.is_stalled =
      one(Properties::kIsWriteStopped) != 0 || one(Properties::kActualDelayedWriteRate) != 0;
  return figures;
}

Status RocksStore::EraseRemoved() {
  // The write-ahead logs go once what they hold is in table files; these are then written anew
  // without what was removed.
  MUSTER_RETURN_IF_ERROR(
      StatusOfWrite(db_->Flush(rocksdb::FlushOptions(), families_), "cannot write the tables"));
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  return StatusOfWrite(db_->CompactRange(options, Family(Table::kChunks), nullptr, nullptr),
                       "cannot write the documents anew");
}

StatusOr<std::uint32_t> RocksStore::BackUp(const std::filesystem::path& directory,
                                           const HeadFile& head, const std::string& label,
                                           const CopyProgress& progress) {
  return AddLogBackup(directory, *db_, head, label, progress);
}

Status RocksStore::FlushAndClose() {
  rocksdb::FlushOptions options;
  const rocksdb::Status flushed = db_->Flush(options, families_);
  CloseFamilies();
  const rocksdb::Status closed = db_->Close();
  db_.reset();
  MUSTER_RETURN_IF_ERROR(StatusOfWrite(flushed, "cannot write the log's tables"));
  MUSTER_RETURN_IF_ERROR(StatusOfWrite(closed, "cannot close the log"));
  return StatusOfWrite(write_errors_->first(), "a write of the log's tables failed");
}

}  // namespace muster
