// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/view_cache.h"

#include <algorithm>

#include "projections/query_check.h"

namespace muster {

std::shared_ptr<const PostMap> ViewCache::PostsAt(LogSize known_at) {
  const std::uint64_t version = set_.registry().TraitsVersion(known_at);
  {
    const absl::MutexLock lock(&mutex_);
    const auto found = std::find_if(posts_.begin(), posts_.end(),
                                    [&](const auto& entry) { return entry.first == version; });
    if (found != posts_.end()) {
      posts_.splice(posts_.begin(), posts_, found);
      return found->second;
    }
  }
  auto posts = std::make_shared<const PostMap>(set_.facts(), set_.registry(), known_at);
  const absl::MutexLock lock(&mutex_);
  posts_.emplace_front(version, posts);
  if (posts_.size() > kKept) posts_.pop_back();
  return posts;
}

std::unique_ptr<ViewSession> ViewCache::Borrow(LogSize known_at) {
  const FactPosition position = FactKnownAt(known_at);
  {
    const absl::MutexLock lock(&mutex_);
    const auto found = std::find_if(sessions_.begin(), sessions_.end(), [&](auto& session) {
      return session->world().known_at() == position;
    });
    if (found != sessions_.end()) {
      std::unique_ptr<ViewSession> session = std::move(*found);
      sessions_.erase(found);
      return session;
    }
  }
  return std::make_unique<ViewSession>(set_.facts(), index_, PostsAt(known_at), position);
}

void ViewCache::GiveBack(std::unique_ptr<ViewSession> session) {
  const absl::MutexLock lock(&mutex_);
  sessions_.push_front(std::move(session));
  if (sessions_.size() > kKept) sessions_.pop_back();
}

}  // namespace muster
