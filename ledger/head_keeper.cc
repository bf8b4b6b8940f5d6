// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/head_keeper.h"

#include <utility>

#include "ledger/head_file.h"

namespace muster {

HeadKeeper::HeadKeeper(std::filesystem::path file, MerkleFrontier written,
                       std::function<void(const Status&)> failed)
    : file_(std::move(file)),
      failed_(std::move(failed)),
      frontier_(std::move(written)),
      thread_([this] { Run(); }) {}

HeadKeeper::~HeadKeeper() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void HeadKeeper::Advance(const MerkleFrontier& frontier) {
  absl::MutexLock lock(&mutex_);
  frontier_ = frontier;
  changed_ = true;
}

void HeadKeeper::Run() {
  const auto due = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return changed_ || stopping_; };
  const auto stopping = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_; };
  while (true) {
    HeadFile head;
    {
      absl::MutexLock lock(&mutex_);
      // The first append after a pause is written at once, those after it a second later.
      mutex_.Await(absl::Condition(&due));
      if (stopping_) return;
      changed_ = false;
      head.frontier = frontier_;
    }
    if (const Status status = head.Write(file_); !status.ok()) {
      failed_(status);
      return;
    }
    absl::MutexLock lock(&mutex_);
    if (mutex_.AwaitWithTimeout(absl::Condition(&stopping), kInterval)) return;
  }
}

}  // namespace muster
