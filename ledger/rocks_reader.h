// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// RocksReader is the log on RocksDB as a reader has it, beside a writer or without one.
//
// It reads from an instance that never changes, and Refresh opens another one. To let a secondary
// instance catch up instead (TryCatchUpWithPrimary) was rejected: it goes on answering with a key's
// old value after the writer has moved the new one from its write-ahead log to a table file
// (RocksDB issue 14444).
#ifndef MUSTER_LEDGER_ROCKS_READER_H_
#define MUSTER_LEDGER_ROCKS_READER_H_

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "ledger/log.h"
#include "ledger/rocks_store.h"

namespace muster {

class RocksReader : public Log {
 public:
  // As RocksLog::OpenReader.
  static StatusOr<std::unique_ptr<Log>> Open(const std::filesystem::path& directory);

  LogHead Head() const override;
  Status Read(Position from, LogSize until, const RecordVisitor& visit) const override;
  StatusOr<std::optional<std::string>> Get(Table table, std::string_view key) const override;
  Status Scan(Table table, std::string_view prefix, std::string_view from,
              const EntryVisitor& visit) const override;
  StatusOr<std::unique_ptr<Pending>> Begin(LogBatch batch, LogSize expected_size) override;
  Status Refresh() override;
  std::optional<StoreFigures> Figures() const override { return CurrentView()->store->Figures(); }
  Status EraseRemoved() override { return FailedPrecondition("the log is open for reading only"); }
  StatusOr<std::uint32_t> BackUp(const std::filesystem::path&, const std::string&,
                                 const CopyProgress&) override {
    return FailedPrecondition("the log is open for reading only");
  }

 private:
  // A state of the log, whole and checked.
  struct View {
    std::unique_ptr<RocksStore> store;
    LogHead head;
    std::string signature;  // of the files it was read from
  };

  RocksReader(std::filesystem::path directory, std::shared_ptr<const View> view);

  static StatusOr<std::shared_ptr<const View>> OpenView(const std::filesystem::path& directory);
  std::shared_ptr<const View> CurrentView() const;

  const std::filesystem::path directory_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<const View> view_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace muster

#endif  // MUSTER_LEDGER_ROCKS_READER_H_
