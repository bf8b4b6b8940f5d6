// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// CallsUnderWay counts calls that have begun and not ended.
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_TOOLS_RPC_CALLS_UNDER_WAY_H_
#define MUSTER_TOOLS_RPC_CALLS_UNDER_WAY_H_

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>
#include <absl/time/time.h>

#include <cstddef>

namespace muster {

class CallsUnderWay {
 public:
  void Begin() {
    const absl::MutexLock lock(&mutex_);
    ++calls_;
  }
  void End() {
    const absl::MutexLock lock(&mutex_);
    --calls_;
  }

  // Waits until there are none, so long at most. Gives those that there still are.
  std::size_t AwaitNone(absl::Duration time) {
    const auto none = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return calls_ == 0; };
    const absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&none), time);
    return calls_;
  }

 private:
  absl::Mutex mutex_;
  std::size_t calls_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_RPC_CALLS_UNDER_WAY_H_
