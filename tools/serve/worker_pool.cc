// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/worker_pool.h"

#include <utility>

namespace muster {

WorkerPool::WorkerPool(unsigned threads_max, std::size_t waiting_max)
    : threads_max_(threads_max), waiting_max_(waiting_max) {}

WorkerPool::~WorkerPool() {
  std::vector<std::thread> threads;
  {
    const absl::MutexLock lock(&mutex_);
    ends_ = true;
    threads.swap(threads_);
  }
  for (std::thread& thread : threads) thread.join();
}

bool WorkerPool::Submit(Task task) {
  const absl::MutexLock lock(&mutex_);
  if (ends_ || waiting_.size() >= waiting_max_) return false;
  waiting_.push_back(std::move(task));
  if (waiting_.size() > idle_ && threads_.size() < threads_max_) {
    threads_.emplace_back([this]() { Work(); });
  }
  return true;
}

void WorkerPool::Work() {
  while (true) {
    Task task;
    {
      const absl::MutexLock lock(&mutex_);
      ++idle_;
      mutex_.Await(absl::Condition(this, &WorkerPool::HasNews));
      --idle_;
      if (waiting_.empty()) return;
      task = std::move(waiting_.front());
      waiting_.pop_front();
    }
    task();
  }
}

}  // namespace muster
