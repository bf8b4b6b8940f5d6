// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/live_feed.h"

#include <fmt/format.h>

#include <utility>

namespace muster {

// What one listener has been told. Its members are guarded by the feed's mutex.
class LiveFeed::Listener : public HttpStream {
 public:
  Listener(std::shared_ptr<LiveFeed> feed, std::string seen, std::function<bool()> may_go_on)
      : feed_(std::move(feed)), seen_(std::move(seen)), may_go_on_(std::move(may_go_on)) {
    const absl::MutexLock lock(&feed_->mutex_);
    feed_->listeners_.insert(this);
  }
  ~Listener() override {
    const absl::MutexLock lock(&feed_->mutex_);
    feed_->listeners_.erase(this);
  }

  std::optional<std::string> Next(const std::function<void()>& park,
                                  std::function<void()> wake) override {
    const absl::MutexLock lock(&feed_->mutex_);
    if (feed_->closed_ || ended_) return std::nullopt;
    // A copy: by a reference clang loses sight of the mutex.
    const Event newest = feed_->newest_;
    if (seen_ != newest.id) {
      seen_ = newest.id;
      return fmt::format("event: {}\nid: {}\ndata: {}\n\n", newest.name, newest.id, newest.data);
    }
    if (std::exchange(comment_, false)) return ":\n\n";
    park();
    wake_ = std::move(wake);
    return std::string();
  }

  void Wake() {
    if (wake_) std::exchange(wake_, nullptr)();
  }
  void Check() {
    if (ended_ || may_go_on_()) return;
    ended_ = true;
    Wake();
  }
  void Comment() {
    comment_ = true;
    Wake();
  }

 private:
  const std::shared_ptr<LiveFeed> feed_;
  std::string seen_;
  const std::function<bool()> may_go_on_;
  bool ended_ = false;
  // So that the headers are sent before there is any news.
  bool comment_ = true;
  std::function<void()> wake_;
};

std::shared_ptr<LiveFeed> LiveFeed::Make(Event first) {
  return std::shared_ptr<LiveFeed>(new LiveFeed(std::move(first)));
}

LiveFeed::~LiveFeed() = default;

void LiveFeed::Tell(Event event) {
  const absl::MutexLock lock(&mutex_);
  newest_ = std::move(event);
  for (Listener* const listener : listeners_) listener->Wake();
}

void LiveFeed::KeepAlive() {
  const absl::MutexLock lock(&mutex_);
  for (Listener* const listener : listeners_) listener->Comment();
}

void LiveFeed::CheckAll() {
  const absl::MutexLock lock(&mutex_);
  for (Listener* const listener : listeners_) listener->Check();
}

void LiveFeed::Close() {
  const absl::MutexLock lock(&mutex_);
  closed_ = true;
  for (Listener* const listener : listeners_) listener->Wake();
}

std::shared_ptr<HttpStream> LiveFeed::Listen(const std::string& last_event_id,
                                             std::function<bool()> may_go_on) {
  return std::make_shared<Listener>(shared_from_this(), last_event_id, std::move(may_go_on));
}

std::size_t LiveFeed::listeners() const {
  const absl::MutexLock lock(&mutex_);
  return listeners_.size();
}

}  // namespace muster
