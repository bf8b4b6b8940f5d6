// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// StagedPool does tasks of two stages, of which the second waits for something that many can wait
// for together (a sync of the disk): a thread begins all tasks that wait, and then ends them, so
// that few threads have many under way.
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_TOOLS_RPC_STAGED_POOL_H_
#define MUSTER_TOOLS_RPC_STAGED_POOL_H_

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include <cstddef>
#include <deque>
#include <functional>

#include "tools/serve/worker_pool.h"

namespace muster {

class StagedPool {
 public:
  using End = std::function<void()>;
  using Begin = std::function<End()>;

  // As WorkerPool.
  StagedPool(unsigned threads_max, std::size_t waiting_max);

  // False if too many wait: then the task will not be done.
  bool Submit(Begin task);

 private:
  void DoWhatWaits();

  const std::size_t waiting_max_;
  absl::Mutex mutex_;
  std::deque<Begin> waiting_ ABSL_GUARDED_BY(mutex_);
  // Its tasks do all that waits; one for each, so that nothing is left.
  WorkerPool threads_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_RPC_STAGED_POOL_H_
