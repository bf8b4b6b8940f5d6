// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/view_cache.h"

#include <algorithm>

#include "projections/query_check.h"

namespace muster {

std::shared_ptr<PartitionCache> ViewCache::PartitionsAt(LogSize known_at) {
  const std::uint64_t version = set_.registry().TraitsVersion(known_at);
  {
    const absl::MutexLock lock(&mutex_);
    const auto found = std::find_if(partitions_.begin(), partitions_.end(),
                                    [&](const auto& entry) { return entry.first == version; });
    if (found != partitions_.end()) {
      partitions_.splice(partitions_.begin(), partitions_, found);
      return found->second;
    }
  }
  auto partitions = std::make_shared<PartitionCache>(
      std::make_shared<const PostMap>(set_.facts(), set_.registry(), known_at), set_.facts());
  const absl::MutexLock lock(&mutex_);
  partitions_.emplace_front(version, partitions);
  if (partitions_.size() > kKept) partitions_.pop_back();
  return partitions;
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
  return std::make_unique<ViewSession>(set_.facts(), index_, PartitionsAt(known_at), position);
}

void ViewCache::GiveBack(std::unique_ptr<ViewSession> session) {
  const absl::MutexLock lock(&mutex_);
  sessions_.push_front(std::move(session));
  if (sessions_.size() > kKept) sessions_.pop_back();
}

}  // namespace muster
