// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/view_cache.h"

#include <algorithm>
#include <utility>

#include "projections/query_check.h"

namespace muster {

ViewCache::Posts ViewCache::PostsAt(LogSize known_at) {
  const std::uint64_t version = set_.registry().TraitsVersion(known_at);
  {
    const absl::MutexLock lock(&mutex_);
    const auto found = std::find_if(posts_.begin(), posts_.end(),
                                    [&](const Posts& entry) { return entry.version == version; });
    if (found != posts_.end()) {
      posts_.splice(posts_.begin(), posts_, found);
      return *found;
    }
  }
  const auto map = std::make_shared<const PostMap>(set_.facts(), set_.registry(), known_at);
  const Posts made = {version, std::make_shared<PartitionCache>(map, set_.facts()),
                      std::make_shared<ShareCache>(set_.facts(), index_, map)};
  const absl::MutexLock lock(&mutex_);
  posts_.push_front(made);
  if (posts_.size() > kKept) posts_.pop_back();
  return made;
}

std::unique_ptr<ViewSession> ViewCache::Borrow(LogSize known_at) {
  ++borrowed_;
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
  Posts posts = PostsAt(known_at);
  return std::make_unique<ViewSession>(set_.facts(), index_, std::move(posts.partitions), position,
                                       std::move(posts.shares));
}

void ViewCache::GiveBack(std::unique_ptr<ViewSession> session) {
  const absl::MutexLock lock(&mutex_);
  sessions_.push_front(std::move(session));
  if (sessions_.size() > kKept) sessions_.pop_back();
}

}  // namespace muster
