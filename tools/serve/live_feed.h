// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// LiveFeed tells whoever listens of the newest state, as server-sent events (HTML, section 9.2).
// Who is slow misses what was overtaken, never the newest: nothing piles up.
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_TOOLS_SERVE_LIVE_FEED_H_
#define MUSTER_TOOLS_SERVE_LIVE_FEED_H_

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "tools/serve/http_message.h"

namespace muster {

class LiveFeed : public std::enable_shared_from_this<LiveFeed> {
 public:
  struct Event {
    std::string name;  // "head"
    std::string id;    // what a listener that comes back says it has seen
    std::string data;  // a line
  };

  // `first`: what somebody is told who listens from now on.
  static std::shared_ptr<LiveFeed> Make(Event first);
  ~LiveFeed();

  // Tells all, at once.
  void Tell(Event event);
  // Sends a comment to all that have been told everything, so that connections which nobody reads
  // any more are noticed, and those that something on the way would cut for silence are not.
  void KeepAlive();
  // Ends the bodies of those who may not listen any more.
  void CheckAll();
  // Ends all bodies, and those to come.
  void Close();

  // A body for one listener, who is told the newest event unless it has seen it already.
  // `may_go_on` must not wait for anything, nor ask the feed.
  std::shared_ptr<HttpStream> Listen(const std::string& last_event_id,
                                     std::function<bool()> may_go_on);

  std::size_t listeners() const;

 private:
  class Listener;
  explicit LiveFeed(Event first) : newest_(std::move(first)) {}

  mutable absl::Mutex mutex_;
  Event newest_ ABSL_GUARDED_BY(mutex_);
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  std::set<Listener*> listeners_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_LIVE_FEED_H_
