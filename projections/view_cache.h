// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// ViewCache: what the last answers derived from the facts, for the next ones.
#ifndef MUSTER_PROJECTIONS_VIEW_CACHE_H_
#define MUSTER_PROJECTIONS_VIEW_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "projections/effective_set.h"
#include "projections/fact_index.h"
#include "projections/partition_cache.h"
#include "projections/share_cache.h"
#include "projections/view_session.h"

namespace muster {

// Safe for concurrent use.
class ViewCache {
 public:
  // `set` outlives the cache and is not changed meanwhile.
  explicit ViewCache(const EffectiveSet& set) : set_(set), index_(set.facts()) {}

  const FactIndex& index() const { return index_; }
  // A session for the lensless facts; one that was given back, or a new one.
  std::unique_ptr<ViewSession> Borrow(LogSize known_at) ABSL_LOCKS_EXCLUDED(mutex_);
  void GiveBack(std::unique_ptr<ViewSession> session) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  // Of each kind. So the shares of all posts together have at most four times ShareCache::kRowsMax
  // rows, if registrations were amended; otherwise at most that.
  static constexpr std::size_t kKept = 4;

  // The posts of the set's facts as they are at some known-ats, and what was derived of them.
  struct Posts {
    std::uint64_t version = 0;
    std::shared_ptr<PartitionCache> partitions;
    std::shared_ptr<ShareCache> shares;
  };
  Posts PostsAt(LogSize known_at) ABSL_LOCKS_EXCLUDED(mutex_);

  const EffectiveSet& set_;
  const FactIndex index_;
  absl::Mutex mutex_;
  // The most recently used first.
  std::list<Posts> posts_ ABSL_GUARDED_BY(mutex_);
  std::list<std::unique_ptr<ViewSession>> sessions_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_VIEW_CACHE_H_
