// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/rpc/record_listeners.h"

namespace muster {

void RecordListeners::Add(const std::shared_ptr<RecordListener>& listener) {
  bool is_late = false;
  {
    const absl::MutexLock lock(&mutex_);
    listeners_.insert(listener);
    is_late = closed_;
  }
  if (is_late) listener->Close();
}

void RecordListeners::Remove(const std::shared_ptr<RecordListener>& listener) {
  const absl::MutexLock lock(&mutex_);
  listeners_.erase(listener);
}

std::vector<std::shared_ptr<RecordListener>> RecordListeners::All() const {
  const absl::MutexLock lock(&mutex_);
  return {listeners_.begin(), listeners_.end()};
}

void RecordListeners::WakeAll() {
  for (const std::shared_ptr<RecordListener>& listener : All()) listener->Wake();
}

void RecordListeners::CheckAll() {
  for (const std::shared_ptr<RecordListener>& listener : All()) listener->Check();
}

void RecordListeners::CloseAll() {
  {
    const absl::MutexLock lock(&mutex_);
    closed_ = true;
  }
  for (const std::shared_ptr<RecordListener>& listener : All()) listener->Close();
}

std::size_t RecordListeners::size() const {
  const absl::MutexLock lock(&mutex_);
  return listeners_.size();
}

}  // namespace muster
