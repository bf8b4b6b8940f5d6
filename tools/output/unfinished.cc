// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/output/unfinished.h"

#include <semaphore.h>

#include <atomic>
#include <csignal>
#include <set>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace muster {
namespace {

// What a handler may do is little: it wakes a thread, which removes.
std::atomic<int> caught_signal = 0;
sem_t caught;

extern "C" void OnEndingSignal(int signal) {
  caught_signal = signal;
  sem_post(&caught);
}

// Never destroyed: the thread may run while the process ends.
class Registry {
 public:
  static Registry& Get() {
    static Registry* const registry = new Registry();
    return *registry;
  }

  void Add(const std::filesystem::path& path) {
    const absl::MutexLock lock(&mutex_);
    paths_.insert(path);
  }
  void Remove(const std::filesystem::path& path) {
    const absl::MutexLock lock(&mutex_);
    paths_.erase(path);
  }

 private:
  Registry() {
    sem_init(&caught, 0, 0);
    std::thread([this] { AwaitSignal(); }).detach();
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
      struct sigaction action = {};
      sigaction(signal, nullptr, &action);
      // Ignored, as under nohup, it stays so.
      if (action.sa_handler != SIG_DFL) continue;
      action.sa_handler = OnEndingSignal;
      action.sa_flags = SA_RESTART;
      sigaction(signal, &action, nullptr);
    }
  }

  void AwaitSignal() {
    while (sem_wait(&caught) != 0) {
    }
    // Nothing is finished any more from here on.
    mutex_.Lock();
    for (const std::filesystem::path& path : paths_) {
      std::error_code ignored;
      std::filesystem::remove_all(path, ignored);
    }
    // Ends as it would have ended.
    std::signal(caught_signal, SIG_DFL);
    std::raise(caught_signal);
    mutex_.Unlock();
  }

  absl::Mutex mutex_;
  std::set<std::filesystem::path> paths_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

Unfinished::Unfinished(std::filesystem::path path) : path_(std::move(path)) {
  Registry::Get().Add(path_);
}

Unfinished::~Unfinished() { Registry::Get().Remove(path_); }

}  // namespace muster
