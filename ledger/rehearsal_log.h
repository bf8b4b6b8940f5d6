// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Rehearsal log: a log that takes appends on top of another without changing it, so that what many
// appends would be refused for is known before the first is made.
#ifndef MUSTER_LEDGER_REHEARSAL_LOG_H_
#define MUSTER_LEDGER_REHEARSAL_LOG_H_

#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "ledger/log.h"
#include "ledger/status.h"

namespace muster {

// Good for admission on it (Ledger::OnLog), and no more: it has no Merkle tree, and of documents it
// keeps that they are there. The new records are in a temporary file, 8 bytes of each in memory.
//
// Thread-safety: as Log.
class RehearsalLog : public Log {
 public:
  // `base` must outlive it. Errors: UNAVAILABLE if no temporary file can be made.
  static StatusOr<std::unique_ptr<RehearsalLog>> On(const Log& base);

  LogHead Head() const override;
  Status Read(Position from, LogSize until, const RecordVisitor& visit) const override;
  StatusOr<std::optional<std::string>> Get(Table table, std::string_view key) const override;
  Status Scan(Table table, std::string_view prefix, std::string_view from,
              const EntryVisitor& visit) const override;
  StatusOr<std::unique_ptr<Pending>> Begin(LogBatch batch, LogSize expected_size) override;
  Status Refresh() override { return OkStatus(); }
  Status EraseRemoved() override { return OkStatus(); }
  StatusOr<std::uint32_t> BackUp(const std::filesystem::path& directory, const std::string& label,
                                 const CopyProgress& progress) override;

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  using File = std::unique_ptr<std::FILE, CloseFile>;
  // nullopt: taken away.
  using Entries = std::map<std::string, std::optional<std::string>, std::less<>>;

  RehearsalLog(const Log& base, File file)
      : base_(base), base_size_(base.Head().size), file_(std::move(file)) {}
  StatusOr<std::string> ReadRecord(std::uint64_t number) const;

  const Log& base_;
  const LogSize base_size_;
  const File file_;
  mutable absl::Mutex mutex_;
  std::vector<std::uint64_t> ends_ ABSL_GUARDED_BY(mutex_);  // of the new records, in the file
  std::map<Table, Entries> entries_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace muster

#endif  // MUSTER_LEDGER_REHEARSAL_LOG_H_
