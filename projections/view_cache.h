// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// ViewCache: what the last answers derived from the facts, for the next ones.
#ifndef MUSTER_PROJECTIONS_VIEW_CACHE_H_
#define MUSTER_PROJECTIONS_VIEW_CACHE_H_

#include <array>
#include <atomic>
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
  // `set` outlives the cache, and is not changed while it is used.
  explicit ViewCache(const EffectiveSet& set)
      : set_(set), size_(set.size()), counts_(CountOf(set)), index_(set.facts()) {}

  // Whether its sessions at `known_at` still answer rightly, after more was folded into the set.
  // What is folded is known from a later record on, and takes nothing from what was known before;
  // but what was derived by post and reach, and the index of settings, must have all of them.
  bool Holds(LogSize known_at) const { return known_at <= size_ && CountOf(set_) == counts_; }
  // How many sessions it gave.
  std::size_t borrowed() const { return borrowed_; }

  const FactIndex& index() const { return index_; }
  // A session for the lensless facts; one that was given back, or a new one.
  std::unique_ptr<ViewSession> Borrow(LogSize known_at) ABSL_LOCKS_EXCLUDED(mutex_);
  void GiveBack(std::unique_ptr<ViewSession> session) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  // Posts, reaches and settings.
  using Counts = std::array<std::size_t, 3>;
  static Counts CountOf(const EffectiveSet& set) {
    const FactTable& facts = set.facts();
    return {facts.posts.size(), facts.reaches.size(), facts.settings().size()};
  }

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
  const LogSize size_;
  const Counts counts_;
  const FactIndex index_;
  std::atomic<std::size_t> borrowed_ = 0;
  absl::Mutex mutex_;
  // The most recently used first.
  std::list<Posts> posts_ ABSL_GUARDED_BY(mutex_);
  std::list<std::unique_ptr<ViewSession>> sessions_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_VIEW_CACHE_H_
