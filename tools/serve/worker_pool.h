// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// WorkerPool does tasks in a few threads, so that the threads of the connections never wait for
// work.
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_TOOLS_SERVE_WORKER_POOL_H_
#define MUSTER_TOOLS_SERVE_WORKER_POOL_H_

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

namespace muster {

class WorkerPool {
 public:
  using Task = std::function<void()>;

  // Has as many threads as were ever needed, `threads_max` at most; at most `waiting_max` tasks
  // wait.
  WorkerPool(unsigned threads_max, std::size_t waiting_max);
  // Does what waits, and ends.
  ~WorkerPool();

  // False if too many wait: then the task will not be done.
  bool Submit(Task task);

 private:
  void Work();
  bool HasNews() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return ends_ || !waiting_.empty(); }

  const unsigned threads_max_;
  const std::size_t waiting_max_;
  absl::Mutex mutex_;
  std::deque<Task> waiting_ ABSL_GUARDED_BY(mutex_);
  bool ends_ ABSL_GUARDED_BY(mutex_) = false;
  std::size_t idle_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_WORKER_POOL_H_
