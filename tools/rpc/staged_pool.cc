// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/rpc/staged_pool.h"

#include <limits>
#include <utility>
#include <vector>

namespace muster {

StagedPool::StagedPool(unsigned threads_max, std::size_t waiting_max)
    : waiting_max_(waiting_max), threads_(threads_max, std::numeric_limits<std::size_t>::max()) {}

bool StagedPool::Submit(Begin task) {
  {
    const absl::MutexLock lock(&mutex_);
    if (waiting_.size() >= waiting_max_) return false;
    waiting_.push_back(std::move(task));
  }
  threads_.Submit([this]() { DoWhatWaits(); });
  return true;
}

void StagedPool::DoWhatWaits() {
  std::deque<Begin> tasks;
  {
    const absl::MutexLock lock(&mutex_);
    tasks.swap(waiting_);
  }
  std::vector<End> begun;
  begun.reserve(tasks.size());
  for (const Begin& begin : tasks) begun.push_back(begin());
  for (const End& end : begun) end();
}

}  // namespace muster
