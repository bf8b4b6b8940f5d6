// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// PartitionCache: the groups of the last queries. Making them costs a look at every post; the next
// question is mostly about the same ones on another day, or in another state of knowledge. For
// groups that are asked for again, the movements are added up once and for all.
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
#include "projections/cells.h"
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
  // For how many days an answer needs the strengths of the groups.
  enum class Days { kFew, kMany };
  // As those of Partition. Sums are made for many days at once, for few when it is asked again.
  std::shared_ptr<const Partition> Whole(const ViewQuery& query, Days days = Days::kFew)
      ABSL_LOCKS_EXCLUDED(mutex_);
  std::shared_ptr<const Partition> ByKeys(const ViewQuery& query, Days days = Days::kFew)
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  static constexpr std::size_t kKept = 8;
  // So many of them have sums, which take some 30 bytes a movement each.
  static constexpr std::size_t kSumsKept = 3;

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
    bool has_tried_sums = false;
  };
  using Make = Partition (*)(const PostMap&, const Names&, const ViewQuery&);
  std::shared_ptr<const Partition> Find(const Key& key, const ViewQuery& query, Make make,
                                        Days days) ABSL_LOCKS_EXCLUDED(mutex_);
  std::shared_ptr<const Partition> Made(Make make, const ViewQuery& query) const;
  // The same groups with their sums, where those pay.
  std::shared_ptr<const Partition> AddedUp(std::shared_ptr<const Partition> partition)
      ABSL_LOCKS_EXCLUDED(mutex_);
  std::shared_ptr<const Cells> MadeCells() ABSL_LOCKS_EXCLUDED(mutex_);
  void DropOldSums() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::shared_ptr<const PostMap> posts_;
  const FactTable& facts_;
  absl::Mutex mutex_;
  // The most recently used first.
  std::list<Kept> kept_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<const Cells> cells_ ABSL_GUARDED_BY(mutex_);  // null until there are sums
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_PARTITION_CACHE_H_
