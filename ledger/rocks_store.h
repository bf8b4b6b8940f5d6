// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// RocksStore is the RocksDB database of a log: its column families, keys and options, and reading
// from it.
//
//   column family  key                      value
//   default        "state"                  for each table the number of its batches, 8 bytes, big
//                                           endian; encoding of the Merkle frontier (merkle.h)
//   records        position, 8 bytes, big endian   record
//   reports ... chains   (Table, log.h)     as the ledger wants
//   tiles          (tile_builder.h)         what is kept of the Merkle tree
//
// In every table the empty key holds the number of write batches that wrote to it so far (8 bytes,
// big endian). A state of the database in which that is not the number in "state" is no state that
// the log was ever in.
//
// Thread-safety: const methods are safe for concurrent use.
#ifndef MUSTER_LEDGER_ROCKS_STORE_H_
#define MUSTER_LEDGER_ROCKS_STORE_H_

#include <rocksdb/db.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/append_queue.h"
#include "ledger/head_file.h"
#include "ledger/log.h"
#include "ledger/rocks_environment.h"

namespace muster {

class RocksStore {
 public:
  enum class Mode {
    kCreate,     // make it; it must not exist
    kWrite,      // the only one that writes, apart from kCreate
    kReadOnly,   // while nobody writes
    kSecondary,  // beside a writer: a state of the recent past, which does not change any more
  };

  // Errors: DATA_LOSS, naming what is damaged or missing; UNAVAILABLE.
  static StatusOr<std::unique_ptr<RocksStore>> Open(const std::filesystem::path& directory,
                                                    Mode mode, const RocksEnvironment& environment);
  ~RocksStore();
  RocksStore(const RocksStore&) = delete;
  RocksStore& operator=(const RocksStore&) = delete;

  // Whether everything fits together, and with what `floor` vouches for: the numbers of batches
  // agree, the frontier has the size of the records, the records that were not compacted yet have
  // no gaps, and from the floor on they hash to the frontier. Errors: DATA_LOSS, saying what
  // differs.
  Status Check(const HeadFile& floor) const;

  // A state that stays as it is now for those who read at it. The store must outlive it.
  using Snapshot = std::shared_ptr<const rocksdb::Snapshot>;
  Snapshot TakeSnapshot() const;

  // Each reads what is there now, or at a snapshot that is not null.
  //
  // The frontier over all records. Errors: DATA_LOSS.
  StatusOr<MerkleFrontier> ReadFrontier(const Snapshot& at = nullptr) const;
  // As in Log; `until` is not checked against a head.
  Status ReadRecords(Position from, LogSize until, const Log::RecordVisitor& visit,
                     const Snapshot& at = nullptr) const;
  StatusOr<std::optional<std::string>> Get(Table table, std::string_view key,
                                           const Snapshot& at = nullptr) const;
  Status Scan(Table table, std::string_view prefix, std::string_view from,
              const Log::EntryVisitor& visit, const Snapshot& at = nullptr) const;

  // What the write-ahead logs with lower numbers held is in the table files that this instance
  // knows; 0 if that cannot be told.
  std::uint64_t FirstWalNeeded() const;

  // Writes appends as one batch, synced. Not safe beside itself. Errors: UNAVAILABLE; if there is
  // clearly no space for them, nothing was written, and it says so.
  Status Write(std::span<const std::shared_ptr<QueuedAppend>> appends);

  // Writes everything in memory into table files, so that the write-ahead log is empty, and closes
  // the database. Nothing else may be called after it. Errors: UNAVAILABLE, also if RocksDB failed
  // to write at any time since the opening, even if it recovered: it does not say whether it then
  // synced again what it had failed to sync.
  Status FlushAndClose();

  // As Log::Figures.
  StoreFigures Figures() const;

  // As Log::EraseRemoved.
  Status EraseRemoved();

  // As Log::BackUp; `head` is what it vouches for.
  StatusOr<std::uint32_t> BackUp(const std::filesystem::path& directory, const HeadFile& head,
                                 const std::string& label, const CopyProgress& progress);

 private:
  class WriteErrors;
  // A number for each table.
  using Batches = std::array<std::uint64_t, kTableCount>;

  RocksStore();

  rocksdb::ColumnFamilyHandle* Family(Table table) const;
  rocksdb::ColumnFamilyHandle* Records() const;
  // The records below this are in table files.
  StatusOr<LogSize> SizeInFiles() const;
  StatusOr<std::string> ReadState(const Snapshot& at) const;
  StatusOr<Batches> ReadBatches() const;
  StatusOr<std::uint64_t> ReadBatchesOf(std::size_t table) const;
  // DATA_LOSS, naming a damaged table if there is one. Reads all of them.
  Status MissingRecord(Position position) const;
  Status CheckBatches() const;
  Status CheckTail(const HeadFile& floor, const MerkleFrontier& frontier) const;
  // Whether the disk has room for a batch, in the write-ahead log and then in table files. Errors:
  // UNAVAILABLE.
  Status CheckSpace(std::uint64_t batch_bytes) const;
  void CloseFamilies();

  const std::shared_ptr<WriteErrors> write_errors_;
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;  // default, records, then the tables
  Batches batches_ = {};                                // that wrote to each table
};

}  // namespace muster

#endif  // MUSTER_LEDGER_ROCKS_STORE_H_
