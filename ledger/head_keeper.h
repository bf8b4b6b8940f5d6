// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// HeadKeeper keeps the head file at most a second behind the log, beside the appends and not in
// their way.
#ifndef MUSTER_LEDGER_HEAD_KEEPER_H_
#define MUSTER_LEDGER_HEAD_KEEPER_H_

#include <filesystem>
#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "ledger/merkle.h"
#include "ledger/status.h"

namespace muster {

// Thread-safety: safe for concurrent use.
class HeadKeeper {
 public:
  // Never less than this between two writes, and never more than this behind.
  static constexpr absl::Duration kInterval = absl::Seconds(1);

  // `written`: what the file vouches for already. `failed` is told, once, if the file cannot be
  // written; the file is then left as it is.
  HeadKeeper(std::filesystem::path file, MerkleFrontier written,
             std::function<void(const Status&)> failed);
  // Stops; what was told last may be unwritten.
  ~HeadKeeper();

  // The log is durable up to here.
  void Advance(const MerkleFrontier& frontier);

 private:
  void Run();

  const std::filesystem::path file_;
  const std::function<void(const Status&)> failed_;
  absl::Mutex mutex_;
  MerkleFrontier frontier_ ABSL_GUARDED_BY(mutex_);
  bool changed_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace muster

#endif  // MUSTER_LEDGER_HEAD_KEEPER_H_
