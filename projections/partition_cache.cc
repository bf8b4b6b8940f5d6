// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/partition_cache.h"

#include <algorithm>
#include <utility>

#include "projections/block_tallies.h"

namespace muster {

std::shared_ptr<const Partition> PartitionCache::Whole(const ViewQuery& query) {
  return Find({query.where, {}, std::nullopt}, query, &Partition::Whole);
}

std::shared_ptr<const Partition> PartitionCache::ByKeys(const ViewQuery& query) {
  return Find({query.where, query.by, query.depth}, query, &Partition::ByKeys);
}

std::shared_ptr<const Partition> PartitionCache::Find(const Key& key, const ViewQuery& query,
                                                      Make make) {
  const auto has_key = [&key](const Kept& kept) { return kept.key == key; };
  std::shared_ptr<const Partition> partition;
  {
    const absl::MutexLock lock(&mutex_);
    const auto found = std::find_if(kept_.begin(), kept_.end(), has_key);
    if (found != kept_.end()) {
      partition = found->partition;
      kept_.splice(kept_.begin(), kept_, found);
      if (std::exchange(found->asked_again, true)) return partition;
    }
  }
  const bool asked_again = partition != nullptr;
  partition = asked_again ? AddedUp(std::move(partition)) : Made(make, query);
  const absl::MutexLock lock(&mutex_);
  const auto found = std::find_if(kept_.begin(), kept_.end(), has_key);
  if (found != kept_.end()) {
    found->partition = partition;
  } else {
    kept_.push_front({key, partition, asked_again});
    if (kept_.size() > kKept) kept_.pop_back();
  }
  return partition;
}

std::shared_ptr<const Partition> PartitionCache::Made(Make make, const ViewQuery& query) const {
  auto partition = std::make_shared<Partition>(make(*posts_, facts_.names, query));
  partition->FindCrossings(facts_, *posts_);
  return partition;
}

std::shared_ptr<const Partition> PartitionCache::AddedUp(
    std::shared_ptr<const Partition> partition) const {
  if (facts_.movements().size() < BlockTallies::kMovementsMin ||
      partition->size() > BlockTallies::kGroupsMax) {
    return partition;
  }
  auto blocks = std::make_shared<const BlockTallies>(facts_, *posts_, *partition,
                                                     BlockTallies::RowsOfBlock(facts_));
  if (!blocks->pays()) return partition;
  auto added_up = std::make_shared<Partition>(*partition);
  added_up->SetBlocks(std::move(blocks));
  return added_up;
}

}  // namespace muster
