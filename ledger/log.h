// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Log is the append-only sequence of records, with the tables that are written together with them.
//
// It is the seam to the storage engine: RocksLog keeps it on the local disk. It knows records only
// as bytes. Positions start at 0 and have no gaps.
//
// Thread-safety: safe for concurrent use.
// Durability: when an append is acknowledged, its batch survives a crash of the process and of the
// machine, whole; a batch that is not acknowledged is there whole or not at all.
#ifndef MUSTER_LEDGER_LOG_H_
#define MUSTER_LEDGER_LOG_H_

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/position.h"
#include "ledger/sha256.h"
#include "ledger/status.h"

namespace muster {

// The tables beside the records. Their values are the ledger's business; the log only keeps them
// atomically with the records that they belong to. Numbers are part of the stored format.
enum class Table : std::uint8_t {
  kReports = 1,   // report id -> what is kept of the report
  kChunks = 2,    // document digest and chunk number -> bytes
  kNames = 3,     // registrations, releases: what a later event may name
  kSubjects = 4,  // who, day and position -> what admission looks up by them
  kChains = 5,    // first member and position of a later one -> nothing
  kTiles = 6,     // the Merkle tree (tile_builder.h); written by the log itself
};
inline constexpr int kTableCount = 6;

struct TableEntry {
  Table table;
  std::string key;
  std::optional<std::string> value;  // nullopt removes the key
};

// What one append writes, all or nothing.
struct LogBatch {
  std::vector<std::string> records;  // serialised, in order
  std::vector<TableEntry> entries;
};

// How much there is, and the root of the Merkle tree over it.
struct LogHead {
  LogSize size;
  Hash root{};
};

// A record has at most this many bytes (the limit of an entry in C2SP tlog-tiles).
inline constexpr std::size_t kRecordBytesMax = 65535;

// What the storage engine says of itself, for whoever watches it.
struct StoreFigures {
  std::uint64_t block_cache_bytes = 0;
  std::uint64_t memtable_bytes = 0;
  std::uint64_t table_bytes = 0;               // of the table files that are in use
  std::uint64_t pending_compaction_bytes = 0;  // that compactions have before them
  std::uint64_t running_compactions = 0;
  bool is_stalled = false;  // writes wait until there is room
};

// Is told, now and then, how many bytes of files were copied, and how many there are to copy.
using CopyProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

class Log {
 public:
  // Called in order; a status other than OK ends the reading and is returned from it.
  using RecordVisitor = std::function<Status(Position, std::string_view bytes)>;
  using EntryVisitor = std::function<Status(std::string_view key, std::string_view value)>;

  virtual ~Log() = default;

  // Everything acknowledged so far; for a reader beside a writer, what was there when it last
  // refreshed.
  virtual LogHead Head() const = 0;

  // Reads the records of [from, until). Errors: DATA_LOSS if one is missing or damaged, naming it;
  // INVALID_ARGUMENT if `until` is beyond the head.
  virtual Status Read(Position from, LogSize until, const RecordVisitor& visit) const = 0;

  // The value of a key, or nullopt. Errors: DATA_LOSS.
  virtual StatusOr<std::optional<std::string>> Get(Table table, std::string_view key) const = 0;

  // Visits the entries whose keys begin with `prefix`, from the first not below `from` on, by the
  // bytes of their keys. Errors: DATA_LOSS.
  virtual Status Scan(Table table, std::string_view prefix, std::string_view from,
                      const EntryVisitor& visit) const = 0;

  // An append that was given its place in the log and is under way. Safe for concurrent use.
  class Pending {
   public:
    virtual ~Pending() = default;
    // The log's head once this append is in it; known at once.
    virtual LogHead head_after() const = 0;
    // Blocks until the append is durable. Errors: UNAVAILABLE if the store refused it; then it, and
    // every later append to this object, is not in the log: open the ledger anew.
    virtual Status Wait() = 0;
  };

  // Gives `batch` its place behind everything begun before. Appends become durable in the order in
  // which they were begun; those that wait at the same time share a sync.
  //
  // Errors: ABORTED if everything begun is not `expected_size` records long; RESOURCE_EXHAUSTED if
  // a record has more than kRecordBytesMax bytes; FAILED_PRECONDITION if the log was opened for
  // reading; UNAVAILABLE after a failed append. On any error nothing was appended.
  virtual StatusOr<std::unique_ptr<Pending>> Begin(LogBatch batch, LogSize expected_size) = 0;

  // For a reader: takes note of what the writer has added since. OK and no effect for a writer.
  virtual Status Refresh() = 0;

  // For a writer: a log for reading what is acknowledged in this one, which must outlive it. It
  // stands still, until it is refreshed. Errors: FAILED_PRECONDITION of a log of another kind;
  // DATA_LOSS.
  virtual StatusOr<std::unique_ptr<Log>> OpenBeside() const {
    return FailedPrecondition("nobody can read beside this log");
  }

  // Nullopt of a log that has no such figures.
  virtual std::optional<StoreFigures> Figures() const { return std::nullopt; }

  // For a writer: erases from the store's files what was removed from the tables before. What is
  // still read by others, and what a disk keeps of files that are gone, is beyond it. Errors:
  // FAILED_PRECONDITION if the log was opened for reading; UNAVAILABLE.
  virtual Status EraseRemoved() = 0;

  // For a writer: adds a backup of everything acknowledged to those in `directory`, with a label of
  // one line (log_backup.h), and gives its number. `progress` may be null. Errors:
  // FAILED_PRECONDITION if the log was opened for reading, or has no files; those of AddLogBackup.
  virtual StatusOr<std::uint32_t> BackUp(const std::filesystem::path& directory,
                                         const std::string& label,
                                         const CopyProgress& progress) = 0;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_LOG_H_
