// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// FollowedLedger is a ledger that is read while another process may append to it: it takes note of
// what is added, and answers from states that hold still.
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_TOOLS_SERVE_FOLLOWED_LEDGER_H_
#define MUSTER_TOOLS_SERVE_FOLLOWED_LEDGER_H_

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <thread>

#include "ledger/log.h"
#include "ledger/status.h"
#include "tools/cli/opened_ledger.h"

namespace muster {

class FollowedLedger {
 public:
  static constexpr std::chrono::milliseconds kInterval{200};

  // Opens the ledger in `directory` and its views. Errors: those of Ledger::Open and Views::Open.
  static StatusOr<std::unique_ptr<FollowedLedger>> Open(const std::filesystem::path& directory);
  ~FollowedLedger();

  // Looks for more every kInterval from now on, in a thread of its own. `tell` is given each new
  // head, and what is wrong when the ledger cannot be followed. To be called once.
  struct News {
    LogHead head;
    Status status;  // not OK: `head` is the last one that is known
  };
  using Listener = std::function<void(const News&)>;
  void Follow(Listener tell);

  // What the answers speak of. Does not wait for anything.
  News Now() const;
  const std::filesystem::path& directory() const { return directory_; }
  const std::string& origin() const { return opened_.ledger->origin(); }

  // Calls `answer` while the ledger and its views stand still; several at once.
  void Answer(const std::function<void(const OpenedLedger&)>& answer) const;

 private:
  FollowedLedger(std::filesystem::path directory, OpenedLedger opened,
                 std::shared_ptr<Views> views);
  void Run();
  void Look();
  Status CatchUp() ABSL_EXCLUSIVE_LOCKS_REQUIRED(state_);

  const std::filesystem::path directory_;
  const OpenedLedger opened_;
  const std::shared_ptr<Views> views_;  // those of `opened_`, to bring up to date
  Listener tell_;                       // set before there is a follower
  mutable absl::Mutex state_;           // held for reading by who answers
  mutable absl::Mutex news_mutex_ ABSL_ACQUIRED_AFTER(state_);
  News news_ ABSL_GUARDED_BY(news_mutex_);
  absl::Mutex stop_;
  bool stopped_ ABSL_GUARDED_BY(stop_) = false;
  std::thread follower_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_FOLLOWED_LEDGER_H_
