// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// StateStore keeps the folded state of a log in a RocksDB directory, beside the log. It is
// disposable: what is missing, damaged, of another format or of another log is as if it were not
// there.
#ifndef MUSTER_PROJECTIONS_STATE_STORE_H_
#define MUSTER_PROJECTIONS_STATE_STORE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/status.h"
#include "projections/effective_set.h"
#include "projections/state_codec.h"

namespace rocksdb {
class Status;
class WriteBatch;
}  // namespace rocksdb

namespace muster {

struct StateHead;

// Most posts and movements are in files of columns beside the database (state_columns.h); the
// others, and what ended rows since, are in the database, so that saving after a small append
// writes little.
//
// Durability: a state is saved with its position in one synced batch, after the columns; a crash
// leaves the last saved one, or none if the log had more than doubled since. Thread-compatible.
class StateStore {
 public:
  // How many posts or movements may be beside the columns before all are moved into them: that
  // takes a sync of each file.
  static constexpr std::size_t kRowsBeside = 8192;

  // Opens the store in `directory`; for writing, makes it if it is not there, anew if it is
  // damaged. A reader beside a live writer sees what was saved when it opened. Errors: UNAVAILABLE.
  static StatusOr<std::unique_ptr<StateStore>> Open(const std::filesystem::path& directory,
                                                    bool write,
                                                    std::size_t rows_beside = kRowsBeside);
  ~StateStore();

  // The saved state, if it is whole, of this format, and of a log that `ledger` continues. Errors:
  // those of `ledger`.
  StatusOr<std::optional<EffectiveSet>> Load(const Ledger& ledger);

  // Saves what changed since the last Load or Save. Errors: UNAVAILABLE; those of `ledger`.
  // REQUIRES: opened for writing.
  Status Save(const Ledger& ledger, EffectiveSet& set);

  // Forgets everything. Without effect for a reader, which must then not call Load.
  Status Discard();

 private:
  struct Database;
  // By table: those of the blocks, 0 where there is none, and those of the pages of the columns.
  struct Checksums {
    std::array<std::vector<std::uint64_t>, kStateTables> blocks;
    std::array<std::vector<std::uint64_t>, kStateTables> pages;
    std::uint64_t Sum() const;
  };
  // What is to be written, by table.
  struct Dirty {
    std::array<std::set<std::size_t>, kStateTables> blocks;
    std::array<std::set<std::size_t>, kStateTables> pages;
  };
  bool LoadTable(const StateHead& head, int table, StateDecoder& decoder,
                 Checksums& checksums) const;
  StateCounts NextColumns(const StateCounts& counts) const;
  Dirty FindDirty(const StateCounts& counts, const StateCounts& columns,
                  const EffectiveSet::ClosedRows& closed) const;
  Status SaveChanges(const Ledger& ledger, const EffectiveSet& set,
                     const EffectiveSet::ClosedRows& closed);
  void Forget();
  Status WritePiece(rocksdb::WriteBatch& batch);
  Status StatusOfSaving(const rocksdb::Status& status) const;
  StateStore(std::filesystem::path directory, bool write, std::size_t rows_beside,
             std::unique_ptr<Database> database);

  std::filesystem::path directory_;
  bool write_ = false;
  std::size_t rows_beside_ = kRowsBeside;
  std::unique_ptr<Database> database_;  // null for a reader where there is nothing
  // What is saved: the log's size, the rows of each table, how many of them are in columns, and the
  // checksums.
  std::optional<LogSize> saved_size_;
  StateCounts saved_counts_{};
  StateCounts columns_{};
  Checksums checksums_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_STATE_STORE_H_
