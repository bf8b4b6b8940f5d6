// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// ShareCache: the share tables of reaches with many settings, made when a second known-at asks for
// one: a single known-at is quicker served alone.
#ifndef MUSTER_PROJECTIONS_SHARE_CACHE_H_
#define MUSTER_PROJECTIONS_SHARE_CACHE_H_

#include <cstddef>
#include <memory>
#include <unordered_map>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "projections/fact_index.h"
#include "projections/fact_table.h"
#include "projections/post_map.h"
#include "projections/share_table.h"

namespace muster {

// Safe for concurrent use.
class ShareCache {
 public:
  // All tables of a cache together: about 150 bytes a row.
  static constexpr std::size_t kRowsMax = std::size_t{1} << 20;

  // The facts, of which the posts are, and their index outlive the cache and are not changed
  // meanwhile.
  ShareCache(const FactTable& facts, const FactIndex& index, std::shared_ptr<const PostMap> posts,
             std::size_t rows_max = kRowsMax)
      : facts_(facts), index_(index), posts_(std::move(posts)), rows_left_(rows_max) {}

  // The table of a reach for a question at `known_at`; nullptr if there is none: nobody asked at
  // another known-at, another thread is making it, it would cost too much, or the tables that are
  // there leave no room. REQUIRES: as ShareTable::Make.
  std::shared_ptr<const ShareTable> Find(ReachId reach, FactPosition known_at)
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Entry {
    FactPosition asked_at = 0;
    bool tried = false;
    std::shared_ptr<const ShareTable> table;
  };

  const FactTable& facts_;
  const FactIndex& index_;
  const std::shared_ptr<const PostMap> posts_;
  absl::Mutex mutex_;
  std::unordered_map<ReachId, Entry> entries_ ABSL_GUARDED_BY(mutex_);
  std::size_t rows_left_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_SHARE_CACHE_H_
