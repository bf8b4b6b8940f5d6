// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// StateStore keeps the folded state of a log in a RocksDB directory, beside the log. It is
// disposable: what is missing, damaged, of another format or of another log is as if it were not
// there.
#ifndef MUSTER_PROJECTIONS_STATE_STORE_H_
#define MUSTER_PROJECTIONS_STATE_STORE_H_

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
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

// Durability: a state is saved with its position in one synced batch; a crash leaves the last saved
// one, or none if the log had more than doubled since. Thread-compatible.
class StateStore {
 public:
  // Opens the store in `directory`; for writing, makes it if it is not there, anew if it is
  // damaged. A reader beside a live writer sees what was saved when it opened. Errors: UNAVAILABLE.
  static StatusOr<std::unique_ptr<StateStore>> Open(const std::filesystem::path& directory,
                                                    bool write);
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
  Status WritePiece(rocksdb::WriteBatch& batch);
  Status StatusOfSaving(const rocksdb::Status& status) const;
  StateStore(std::filesystem::path directory, bool write, std::unique_ptr<Database> database);

  std::filesystem::path directory_;
  bool write_ = false;
  std::unique_ptr<Database> database_;  // null for a reader where there is nothing
  // What is saved: the log's size, and the checksums of the blocks by table.
  std::optional<LogSize> saved_size_;
  StateCounts saved_counts_{};
  std::array<std::vector<std::uint64_t>, kStateTables> checksums_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_STATE_STORE_H_
