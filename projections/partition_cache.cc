// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/partition_cache.h"

#include <algorithm>

namespace muster {

std::shared_ptr<const Partition> PartitionCache::Whole(const ViewQuery& query) {
  return Find({query.where, {}, std::nullopt}, query, &Partition::Whole);
}

std::shared_ptr<const Partition> PartitionCache::ByKeys(const ViewQuery& query) {
  return Find({query.where, query.by, query.depth}, query, &Partition::ByKeys);
}

std::shared_ptr<const Partition> PartitionCache::Find(const Key& key, const ViewQuery& query,
                                                      Make make) {
  {
    const absl::MutexLock lock(&mutex_);
    const auto found = std::find_if(kept_.begin(), kept_.end(),
                                    [&](const auto& entry) { return entry.first == key; });
    if (found != kept_.end()) {
      kept_.splice(kept_.begin(), kept_, found);
      return found->second;
    }
  }
  auto partition = std::make_shared<const Partition>(make(*posts_, names_, query));
  const absl::MutexLock lock(&mutex_);
  kept_.emplace_front(key, partition);
  if (kept_.size() > kKept) kept_.pop_back();
  return partition;
}

}  // namespace muster
