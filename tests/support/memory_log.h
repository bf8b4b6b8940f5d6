// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// MemoryLog is a log without a store behind it, for tests of what stands on a log.
//
// Thread-safety: safe for concurrent use. Durability: none.
#ifndef MUSTER_TESTS_SUPPORT_MEMORY_LOG_H_
#define MUSTER_TESTS_SUPPORT_MEMORY_LOG_H_

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "ledger/log.h"
#include "ledger/merkle.h"
#include "ledger/tile_builder.h"

namespace muster {

class MemoryLog : public Log {
 public:
  LogHead Head() const override;
  Status Read(Position from, LogSize until, const RecordVisitor& visit) const override;
  StatusOr<std::optional<std::string>> Get(Table table, std::string_view key) const override;
  Status Scan(Table table, std::string_view prefix, std::string_view from,
              const EntryVisitor& visit) const override;
  StatusOr<std::unique_ptr<Pending>> Begin(LogBatch batch, LogSize expected_size) override;
  Status Refresh() override { return OkStatus(); }
  Status EraseRemoved() override { return OkStatus(); }
  StatusOr<std::uint32_t> BackUp(const std::filesystem::path&, const std::string&,
                                 const CopyProgress&) override {
    return FailedPrecondition("a log in memory has no files");
  }

  // From now on the store refuses every append, also those that are under way.
  void Break();

  // Puts other bytes in the place of a record, as a damaged disk would.
  // REQUIRES: the log holds `position`.
  void Overwrite(Position position, std::string bytes);

 private:
  class MemoryPending;
  using Tables = std::map<std::pair<Table, std::string>, std::string, std::less<>>;

  // Puts the first `count` appends that were ever begun into the log, as far as they are not yet.
  Status Apply(std::uint64_t count);

  mutable absl::Mutex mutex_;
  std::vector<std::string> records_ ABSL_GUARDED_BY(mutex_);
  Tables entries_ ABSL_GUARDED_BY(mutex_);
  LogHead head_ ABSL_GUARDED_BY(mutex_) = {LogSize{0}, MerkleFrontier().Root()};
  // Begun and not yet in the log, in order, each with the head after it.
  std::deque<std::pair<LogBatch, LogHead>> begun_ ABSL_GUARDED_BY(mutex_);
  std::uint64_t applied_ ABSL_GUARDED_BY(mutex_) = 0;  // appends, as against begun_
  TileBuilder tree_ ABSL_GUARDED_BY(mutex_);           // over everything begun
  bool broken_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace muster

#endif  // MUSTER_TESTS_SUPPORT_MEMORY_LOG_H_
