// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What the preset `tsan` must see: tsan_check guarded|unguarded. Two threads count for 50 ms, both
// under a mutex, or one of them without it, which ThreadSanitizer must report.
#include <chrono>
#include <cstdio>
#include <string_view>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace muster {
namespace {

class Counter {
 public:
  void Add() {
    const absl::MutexLock lock(&mutex_);
    ++count_;
  }
  void AddUnguarded() ABSL_NO_THREAD_SAFETY_ANALYSIS { ++count_; }
  void AwaitFirst() {
    const auto counted = [this]() ABSL_NO_THREAD_SAFETY_ANALYSIS { return count_ > 0; };
    const absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&counted));
  }

 private:
  absl::Mutex mutex_;
  int count_ ABSL_GUARDED_BY(mutex_) = 0;
};

template <typename Add>
void CountNowAndThen(Add add) {
  for (int i = 0; i < 50; ++i) {
    add();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

int Check(bool guarded) {
  Counter counter;
  std::thread other([&counter] { CountNowAndThen([&counter] { counter.Add(); }); });
  counter.AwaitFirst();
  CountNowAndThen([&] { guarded ? counter.Add() : counter.AddUnguarded(); });
  other.join();
  std::puts("counted");
  return 0;
}

}  // namespace
}  // namespace muster

int main(int argc, char** argv) {
  return argc == 2 ? muster::Check(std::string_view(argv[1]) == "guarded") : 2;
}
