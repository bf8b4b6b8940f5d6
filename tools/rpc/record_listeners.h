// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// RecordListeners: who waits for records to come. Nothing piles up for them: each is told that
// there is more, and reads it when it can.
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_TOOLS_RPC_RECORD_LISTENERS_H_
#define MUSTER_TOOLS_RPC_RECORD_LISTENERS_H_

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include <cstddef>
#include <memory>
#include <set>
#include <vector>

namespace muster {

class RecordListener {
 public:
  virtual ~RecordListener() = default;
  // None may wait for anything.
  virtual void Wake() = 0;   // the log has grown
  virtual void Check() = 0;  // ends it, if it may not listen any more
  virtual void Close() = 0;  // the server stops
};

class RecordListeners {
 public:
  // One that is added after CloseAll is closed at once.
  void Add(const std::shared_ptr<RecordListener>& listener);
  void Remove(const std::shared_ptr<RecordListener>& listener);

  void WakeAll();
  void CheckAll();
  void CloseAll();
  std::size_t size() const;

 private:
  // Told without the lock: they may go away meanwhile.
  std::vector<std::shared_ptr<RecordListener>> All() const;

  mutable absl::Mutex mutex_;
  std::set<std::shared_ptr<RecordListener>> listeners_ ABSL_GUARDED_BY(mutex_);
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_RPC_RECORD_LISTENERS_H_
