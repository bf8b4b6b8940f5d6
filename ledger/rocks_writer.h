// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// RocksWriter is the log on RocksDB as its one writer has it.
#ifndef MUSTER_LEDGER_ROCKS_WRITER_H_
#define MUSTER_LEDGER_ROCKS_WRITER_H_

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

#include "ledger/append_queue.h"
#include "ledger/head_keeper.h"
#include "ledger/rocks_environment.h"
#include "ledger/rocks_store.h"
#include "ledger/write_lock.h"

namespace muster {

class RocksWriter : public Log {
 public:
  // As RocksLog::OpenWriter.
  static StatusOr<std::unique_ptr<Log>> Open(const std::filesystem::path& directory,
                                             const RocksEnvironment& environment);
  // Closes the log cleanly, unless an append failed.
  ~RocksWriter() override;

  LogHead Head() const override { return queue_.head(); }
  Status Read(Position from, LogSize until, const RecordVisitor& visit) const override;
  StatusOr<std::optional<std::string>> Get(Table table, std::string_view key) const override;
  Status Scan(Table table, std::string_view prefix, std::string_view from,
              const EntryVisitor& visit) const override;
  StatusOr<std::unique_ptr<Pending>> Begin(LogBatch batch, LogSize expected_size) override;
  Status Refresh() override { return OkStatus(); }
  StatusOr<std::unique_ptr<Log>> OpenBeside() const override;
  std::optional<StoreFigures> Figures() const override { return store_->Figures(); }
  Status EraseRemoved() override { return store_->EraseRemoved(); }
  StatusOr<std::uint32_t> BackUp(const std::filesystem::path& directory, const std::string& label,
                                 const CopyProgress& progress) override;

 private:
  class RocksPending;

  RocksWriter(std::filesystem::path directory, WriteLock lock, std::unique_ptr<RocksStore> store,
              TileBuilder tree);

  const std::filesystem::path directory_;
  const WriteLock lock_;
  const std::unique_ptr<RocksStore> store_;
  AppendQueue queue_;
  std::optional<HeadKeeper> head_keeper_;  // after queue_, which it may poison
};

}  // namespace muster

#endif  // MUSTER_LEDGER_ROCKS_WRITER_H_
