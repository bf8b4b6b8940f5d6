// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// PartitionCache: the groups of the last queries. Making them costs a look at every post; the next
// question is mostly about the same ones on another day, or in another state of knowledge.
#ifndef MUSTER_PROJECTIONS_PARTITION_CACHE_H_
#define MUSTER_PROJECTIONS_PARTITION_CACHE_H_

#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "projections/names.h"
#include "projections/partition.h"
#include "projections/post_map.h"
#include "projections/view.h"

namespace muster {

// Safe for concurrent use.
class PartitionCache {
 public:
  // `names` outlives the cache.
  PartitionCache(std::shared_ptr<const PostMap> posts, const Names& names)
      : posts_(std::move(posts)), names_(names) {}

  const std::shared_ptr<const PostMap>& posts() const { return posts_; }
  // As those of Partition.
  std::shared_ptr<const Partition> Whole(const ViewQuery& query) ABSL_LOCKS_EXCLUDED(mutex_);
  std::shared_ptr<const Partition> ByKeys(const ViewQuery& query) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  static constexpr std::size_t kKept = 8;

  // What a partition is made from.
  struct Key {
    std::vector<Condition> where;
    std::vector<std::string> by;  // of a whole: none
    std::optional<int> depth;
    friend bool operator==(const Key&, const Key&) = default;
  };
  using Make = Partition (*)(const PostMap&, const Names&, const ViewQuery&);
  std::shared_ptr<const Partition> Find(const Key& key, const ViewQuery& query, Make make)
      ABSL_LOCKS_EXCLUDED(mutex_);

  const std::shared_ptr<const PostMap> posts_;
  const Names& names_;
  absl::Mutex mutex_;
  // The most recently used first.
  std::list<std::pair<Key, std::shared_ptr<const Partition>>> kept_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_PARTITION_CACHE_H_
