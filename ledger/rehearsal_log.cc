// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/rehearsal_log.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace muster {
namespace {

class DonePending : public Log::Pending {
 public:
  explicit DonePending(LogHead head) : head_(head) {}
  LogHead head_after() const override { return head_; }
  Status Wait() override { return OkStatus(); }

 private:
  const LogHead head_;
};

Status FileError(std::string_view what) {
  return Unavailable("cannot {} a temporary file: {}", what, std::strerror(errno));
}

}  // namespace

StatusOr<std::unique_ptr<RehearsalLog>> RehearsalLog::On(const Log& base) {
  File file(std::tmpfile());
  if (file == nullptr) return FileError("make");
  return std::unique_ptr<RehearsalLog>(new RehearsalLog(base, std::move(file)));
}

LogHead RehearsalLog::Head() const {
  const absl::MutexLock lock(&mutex_);
  return {LogSize{base_size_.value + ends_.size()}, {}};
}

StatusOr<std::string> RehearsalLog::ReadRecord(std::uint64_t number) const {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  {
    const absl::MutexLock lock(&mutex_);
    begin = number == 0 ? 0 : ends_[number - 1];
    end = ends_[number];
  }
  std::string bytes(end - begin, '\0');
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t count = pread(fileno(file_.get()), bytes.data() + done, bytes.size() - done,
                                static_cast<off_t>(begin + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return FileError("read");
    done += static_cast<std::size_t>(count);
  }
  return bytes;
}

Status RehearsalLog::Read(Position from, LogSize until, const RecordVisitor& visit) const {
  if (const LogSize size = Head().size; until > size) {
    return InvalidArgument("log has {} records, asked for {}", size.value, until.value);
  }
  if (from.value < base_size_.value) {
    MUSTER_RETURN_IF_ERROR(base_.Read(from, std::min(until, base_size_), visit));
    from.value = base_size_.value;
  }
  for (; from.value < until.value; ++from.value) {
    MUSTER_ASSIGN_OR_RETURN(const std::string bytes, ReadRecord(from.value - base_size_.value));
    MUSTER_RETURN_IF_ERROR(visit(from, bytes));
  }
  return OkStatus();
}

StatusOr<std::optional<std::string>> RehearsalLog::Get(Table table, std::string_view key) const {
  {
    const absl::MutexLock lock(&mutex_);
    const auto entries = entries_.find(table);
    if (entries != entries_.end()) {
      const auto found = entries->second.find(key);
      if (found != entries->second.end()) return found->second;
    }
  }
  return base_.Get(table, key);
}

Status RehearsalLog::Scan(Table table, std::string_view prefix, std::string_view from,
                          const EntryVisitor& visit) const {
  std::map<std::string, std::optional<std::string>> merged;
  {
    const absl::MutexLock lock(&mutex_);
    const auto entries = entries_.find(table);
    if (entries != entries_.end()) {
      for (auto entry = entries->second.lower_bound(std::max(prefix, from));
           entry != entries->second.end() && entry->first.starts_with(prefix); ++entry) {
        merged.insert(*entry);
      }
    }
  }
  if (merged.empty()) return base_.Scan(table, prefix, from, visit);
  MUSTER_RETURN_IF_ERROR(base_.Scan(
      table, prefix, from, [&merged](std::string_view key, std::string_view value) -> Status {
        merged.emplace(key, value);
        return OkStatus();
      }));
  for (const auto& [key, value] : merged) {
    if (value) MUSTER_RETURN_IF_ERROR(visit(key, *value));
  }
  return OkStatus();
}

StatusOr<std::unique_ptr<Log::Pending>> RehearsalLog::Begin(LogBatch batch, LogSize expected_size) {
  const absl::MutexLock lock(&mutex_);
  const LogSize size{base_size_.value + ends_.size()};
  if (size != expected_size) {
    return Aborted("log has {} records, expected {}", size.value, expected_size.value);
  }
  for (const std::string& record : batch.records) {
    if (std::fwrite(record.data(), 1, record.size(), file_.get()) != record.size()) {
      return FileError("write");
    }
    ends_.push_back((ends_.empty() ? 0 : ends_.back()) + record.size());
  }
  if (std::fflush(file_.get()) != 0) return FileError("write");
  for (TableEntry& entry : batch.entries) {
    // What admission keeps in memory of a subject is all that it asks for.
    if (entry.table == Table::kSubjects) continue;
    if (entry.table == Table::kChunks && entry.value) entry.value->clear();
    entries_[entry.table].insert_or_assign(std::move(entry.key), std::move(entry.value));
  }
  const LogHead head{LogSize{base_size_.value + ends_.size()}, {}};
  return std::unique_ptr<Pending>(std::make_unique<DonePending>(head));
}

StatusOr<std::uint32_t> RehearsalLog::BackUp(const std::filesystem::path&, const std::string&,
                                             const CopyProgress&) {
  return FailedPrecondition("a rehearsal is not kept");
}

}  // namespace muster
