// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/append_queue.h"

#include <utility>

namespace muster {

AppendQueue::AppendQueue(TileBuilder tree, WriteGroup write_group)
    : write_group_(std::move(write_group)),
      begun_(std::move(tree)),
      durable_(begun_.frontier()),
      head_{durable_.size(), durable_.Root()} {}

StatusOr<std::shared_ptr<QueuedAppend>> AppendQueue::Begin(LogBatch batch, LogSize expected_size) {
  // Leaves are hashed before the lock is taken: it is most of the work, and depends on nothing.
  std::vector<Hash> leaves;
  leaves.reserve(batch.records.size());
  auto append = std::make_shared<QueuedAppend>();
  for (const std::string& record : batch.records) {
    if (record.size() > kRecordBytesMax) {
      return ResourceExhausted("record {} has {} bytes, at most {} are possible",
                               expected_size.value + leaves.size(), record.size(), kRecordBytesMax);
    }
    leaves.push_back(LeafHash(record));
    append->size_bytes += record.size();
  }
  for (const TableEntry& entry : batch.entries) {
    MUSTER_CHECK(!entry.key.empty());
    append->size_bytes += entry.key.size() + (entry.value ? entry.value->size() : 0);
  }
  append->batch = std::move(batch);
  append->first = Position{expected_size.value};

  absl::MutexLock lock(&mutex_);
  if (!poison_.ok()) return poison_;
  const MerkleFrontier& frontier = begun_.frontier();
  if (frontier.size() != expected_size) {
    return Aborted("log has {} records, expected {}", frontier.size().value, expected_size.value);
  }
  const std::size_t entries_before = append->batch.entries.size();
  for (const Hash& leaf : leaves) begun_.Add(leaf, append->batch.entries);
  append->frontier_after = frontier;
  append->head_after = {frontier.size(), frontier.Root()};
  for (std::size_t i = entries_before; i < append->batch.entries.size(); ++i) {
    append->size_bytes +=
        append->batch.entries[i].key.size() + append->batch.entries[i].value->size();
  }
  queue_.push_back(append);
  return append;
}

Status AppendQueue::Wait(QueuedAppend& append) {
  absl::MutexLock lock(&mutex_);
  append.progress.awaited = true;
  while (!append.progress.done) {
    if (writing_) {
      append.progress.changed.Wait(&mutex_);
      continue;
    }
    // An append that is neither done nor being written is in the queue, so the group is not empty.
    writing_ = true;
    const Group group = TakeGroup();
    mutex_.Unlock();
    const Status outcome = write_group_(group);
    // Whoever keeps the append to wait for it keeps no records.
    for (const std::shared_ptr<QueuedAppend>& written : group) written->batch = {};
    mutex_.Lock();
    writing_ = false;
    Finish(group, outcome);
  }
  return append.progress.outcome;
}

AppendQueue::Group AppendQueue::TakeGroup() {
  Group group;
  std::size_t size_bytes = 0;
  while (!queue_.empty() && (group.empty() || size_bytes < kGroupBytesMax)) {
    size_bytes += queue_.front()->size_bytes;
    group.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return group;
}

void AppendQueue::Finish(const Group& group, const Status& outcome) {
  if (outcome.ok()) {
    durable_ = group.back()->frontier_after;
    head_ = group.back()->head_after;
  } else {
    PoisonLocked(outcome);
  }
  // Who writes the next group is woken first: the disk is what everybody waits for.
  for (const std::shared_ptr<QueuedAppend>& next : queue_) {
    if (!next->progress.awaited) continue;
    next->progress.changed.Signal();
    break;
  }
  for (const std::shared_ptr<QueuedAppend>& append : group) {
    append->progress.done = true;
    append->progress.outcome = outcome.ok() ? outcome : poison_;
    append->progress.changed.SignalAll();
  }
}

void AppendQueue::Poison(const Status& reason) {
  absl::MutexLock lock(&mutex_);
  PoisonLocked(reason);
}

void AppendQueue::PoisonLocked(const Status& reason) {
  if (!poison_.ok()) return;
  poison_ = Unavailable("the log takes no more appends: {}", Message(reason));
  for (const std::shared_ptr<QueuedAppend>& append : queue_) {
    append->progress.done = true;
    append->progress.outcome = poison_;
    append->progress.changed.SignalAll();
  }
  queue_.clear();
}

bool AppendQueue::poisoned() const {
  absl::MutexLock lock(&mutex_);
  return !poison_.ok();
}

LogHead AppendQueue::head() const {
  absl::MutexLock lock(&mutex_);
  return head_;
}

MerkleFrontier AppendQueue::frontier() const {
  absl::MutexLock lock(&mutex_);
  return durable_;
}

}  // namespace muster
