// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// PartitionCache: the groups of the last queries. Making them costs a look at every post; the next
// question is mostly about the same ones on another day, or in another state of knowledge. For
// groups that are asked for again, most of the movements are added up once and for all.
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
#include "projections/fact_table.h"
#include "projections/partition.h"
#include "projections/post_map.h"
#include "projections/view.h"

namespace muster {

// Safe for concurrent use.
class PartitionCache {
 public:
  // `facts`, of which the posts are, outlive the cache and are not changed meanwhile.
  PartitionCache(std::shared_ptr<const PostMap> posts, const FactTable& facts)
      : posts_(std::move(posts)), facts_(facts) {}

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
  struct Kept {
    Key key;
    std::shared_ptr<const Partition> partition;
    bool asked_again = false;
  };
  using Make = Partition (*)(const PostMap&, const Names&, const ViewQuery&);
  std::shared_ptr<const Partition> Find(const Key& key, const ViewQuery& query, Make make)
      ABSL_LOCKS_EXCLUDED(mutex_);
  std::shared_ptr<const Partition> Made(Make make, const ViewQuery& query) const;
  // The same groups with their tallies, where those pay.
  std::shared_ptr<const Partition> AddedUp(std::shared_ptr<const Partition> partition) const;

  const std::shared_ptr<const PostMap> posts_;
  const FactTable& facts_;
  absl::Mutex mutex_;
  // The most recently used first.
  std::list<Kept> kept_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_PARTITION_CACHE_H_
