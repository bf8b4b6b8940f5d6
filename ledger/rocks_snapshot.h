// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// RocksSnapshot is the log on RocksDB as somebody reads it in the process that writes it: a state
// that stands still while more is written, all tables at the same batch. Refresh moves it on, which
// costs no more than reading the log's state.
//
// Thread-safety: as Log.
#ifndef MUSTER_LEDGER_ROCKS_SNAPSHOT_H_
#define MUSTER_LEDGER_ROCKS_SNAPSHOT_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "ledger/log.h"
#include "ledger/rocks_store.h"

namespace muster {

class RocksSnapshot : public Log {
 public:
  // `store`, which somebody writes to, must outlive it. Errors: DATA_LOSS.
  static StatusOr<std::unique_ptr<Log>> Of(const RocksStore& store);

  LogHead Head() const override { return CurrentState()->head; }
  Status Read(Position from, LogSize until, const RecordVisitor& visit) const override;
  StatusOr<std::optional<std::string>> Get(Table table, std::string_view key) const override;
  Status Scan(Table table, std::string_view prefix, std::string_view from,
              const EntryVisitor& visit) const override;
  StatusOr<std::unique_ptr<Pending>> Begin(LogBatch, LogSize) override { return ReadsOnly(); }
  Status Refresh() override;
  std::optional<StoreFigures> Figures() const override { return store_.Figures(); }
  Status EraseRemoved() override { return ReadsOnly(); }
  StatusOr<std::uint32_t> BackUp(const std::filesystem::path&, const std::string&,
                                 const CopyProgress&) override {
    return ReadsOnly();
  }

 private:
  struct State {
    RocksStore::Snapshot snapshot;
    LogHead head;
  };

  explicit RocksSnapshot(const RocksStore& store) : store_(store) {}
  static Status ReadsOnly() { return FailedPrecondition("the log is open for reading only"); }
  std::shared_ptr<const State> CurrentState() const;

  const RocksStore& store_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<const State> state_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace muster

#endif  // MUSTER_LEDGER_ROCKS_SNAPSHOT_H_
