// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/memory_log.h"

#include <algorithm>

namespace muster {

class MemoryLog::MemoryPending : public Log::Pending {
 public:
  MemoryPending(MemoryLog& log, LogHead head_after, std::uint64_t number)
      : log_(log), head_after_(head_after), number_(number) {}

  LogHead head_after() const override { return head_after_; }
  Status Wait() override { return log_.Apply(number_); }

 private:
  MemoryLog& log_;
  const LogHead head_after_;
  const std::uint64_t number_;  // from 1, in the order of Begin
};

LogHead MemoryLog::Head() const {
  absl::MutexLock lock(&mutex_);
  return head_;
}

// The visitors run without the lock, on copies, since they may read the log themselves.
Status MemoryLog::Read(Position from, LogSize until, const RecordVisitor& visit) const {
  std::vector<std::string> records;
  {
    absl::MutexLock lock(&mutex_);
    if (until > head_.size) {
      return InvalidArgument("log has {} records, asked for {}", head_.size.value, until.value);
    }
    for (std::uint64_t i = from.value; i < until.value; ++i) records.push_back(records_[i]);
  }
  for (const std::string& record : records) {
    MUSTER_RETURN_IF_ERROR(visit(from, record));
    ++from.value;
  }
  return OkStatus();
}

StatusOr<std::optional<std::string>> MemoryLog::Get(Table table, std::string_view key) const {
  absl::MutexLock lock(&mutex_);
  const auto found = entries_.find(std::pair(table, std::string(key)));
  if (found == entries_.end()) return std::optional<std::string>();
  return std::optional<std::string>(found->second);
}

Status MemoryLog::Scan(Table table, std::string_view prefix, std::string_view from,
                       const EntryVisitor& visit) const {
  std::vector<std::pair<std::string, std::string>> found;
  {
    absl::MutexLock lock(&mutex_);
    const std::string first(std::max(prefix, from));
    for (auto entry = entries_.lower_bound(std::pair(table, first)); entry != entries_.end();
         ++entry) {
      const auto& [entry_table, key] = entry->first;
      if (entry_table != table || key.compare(0, prefix.size(), prefix) != 0) break;
      found.emplace_back(key, entry->second);
    }
  }
  for (const auto& [key, value] : found) MUSTER_RETURN_IF_ERROR(visit(key, value));
  return OkStatus();
}

StatusOr<std::unique_ptr<Log::Pending>> MemoryLog::Begin(LogBatch batch, LogSize expected_size) {
  for (const std::string& record : batch.records) {
    if (record.size() > kRecordBytesMax) {
      return ResourceExhausted("record has {} bytes, at most {} are possible", record.size(),
                               kRecordBytesMax);
    }
  }
  absl::MutexLock lock(&mutex_);
  if (broken_) return Unavailable("the log was broken by a test");
  const MerkleFrontier& frontier = tree_.frontier();
  if (frontier.size() != expected_size) {
    return Aborted("log has {} records, expected {}", frontier.size().value, expected_size.value);
  }
  for (const std::string& record : batch.records) tree_.Add(LeafHash(record), batch.entries);
  const LogHead head_after{frontier.size(), frontier.Root()};
  begun_.emplace_back(std::move(batch), head_after);
  const std::uint64_t number = applied_ + begun_.size();
  return std::unique_ptr<Pending>(std::make_unique<MemoryPending>(*this, head_after, number));
}

void MemoryLog::Break() {
  absl::MutexLock lock(&mutex_);
  broken_ = true;
  begun_.clear();
}

void MemoryLog::Overwrite(Position position, std::string bytes) {
  absl::MutexLock lock(&mutex_);
  MUSTER_CHECK(position.value < records_.size());
  records_[position.value] = std::move(bytes);
}

Status MemoryLog::Apply(std::uint64_t count) {
  absl::MutexLock lock(&mutex_);
  while (applied_ < count && !begun_.empty()) {
    LogBatch& batch = begun_.front().first;
    for (std::string& record : batch.records) records_.push_back(std::move(record));
    for (TableEntry& entry : batch.entries) {
      const std::pair key(entry.table, std::move(entry.key));
      if (entry.value) {
        entries_[key] = *std::move(entry.value);
      } else {
        entries_.erase(key);
      }
    }
    head_ = begun_.front().second;
    begun_.pop_front();
    ++applied_;
  }
  if (applied_ < count) return Unavailable("the log was broken by a test");
  return OkStatus();
}

}  // namespace muster
