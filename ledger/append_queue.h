// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// AppendQueue is the group commit: appends get their place in the log one by one, and whoever first
// waits for one of them writes all that have gathered, with one sync, while the next ones gather.
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_LEDGER_APPEND_QUEUE_H_
#define MUSTER_LEDGER_APPEND_QUEUE_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "ledger/log.h"
#include "ledger/merkle.h"
#include "ledger/tile_builder.h"

namespace muster {

// An append that has its place. All but `batch` and `progress` is constant once it is in the queue.
struct QueuedAppend {
  LogBatch batch;                 // empty once it was written
  Position first;                 // of its first record
  MerkleFrontier frontier_after;  // over everything up to and with it
  LogHead head_after;
  std::size_t size_bytes = 0;

  // Belongs to the queue, under its mutex.
  struct Progress {
    bool done = false;
    bool awaited = false;
    Status outcome;
    absl::CondVar changed;
  } progress;
};

class AppendQueue {
 public:
  // Makes a group durable, in order, all or nothing. Called by one thread at a time.
  using WriteGroup = std::function<Status(std::span<const std::shared_ptr<QueuedAppend>>)>;

  // A group is closed when it has this many bytes, so that one sync never has to wait for an
  // unbounded write.
  static constexpr std::size_t kGroupBytesMax = std::size_t{16} << 20;

  // `tree`: of the log as it is.
  AppendQueue(TileBuilder tree, WriteGroup write_group);

  // As Log::Begin.
  StatusOr<std::shared_ptr<QueuedAppend>> Begin(LogBatch batch, LogSize expected_size);

  // Blocks until `append` is durable; writes it itself if nobody is writing. Errors: UNAVAILABLE.
  Status Wait(QueuedAppend& append);

  // Refuses everything from now on, also what has its place already.
  void Poison(const Status& reason);
  bool poisoned() const;

  // What is durable.
  LogHead head() const;
  MerkleFrontier frontier() const;

 private:
  using Group = std::vector<std::shared_ptr<QueuedAppend>>;

  Group TakeGroup() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Finish(const Group& group, const Status& outcome) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void PoisonLocked(const Status& reason) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const WriteGroup write_group_;
  mutable absl::Mutex mutex_;
  TileBuilder begun_ ABSL_GUARDED_BY(mutex_);
  MerkleFrontier durable_ ABSL_GUARDED_BY(mutex_);
  LogHead head_ ABSL_GUARDED_BY(mutex_);  // of durable_
  std::deque<std::shared_ptr<QueuedAppend>> queue_ ABSL_GUARDED_BY(mutex_);
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  Status poison_ ABSL_GUARDED_BY(mutex_);  // OK unless poisoned
};

}  // namespace muster

#endif  // MUSTER_LEDGER_APPEND_QUEUE_H_
