// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/partition_cache.h"

#include <algorithm>
#include <utility>

#include "projections/dated_sums.h"

namespace muster {

std::shared_ptr<const Partition> PartitionCache::Whole(const ViewQuery& query, Days days) {
  return Find({query.where, {}, std::nullopt}, query, &Partition::Whole, days);
}

std::shared_ptr<const Partition> PartitionCache::ByKeys(const ViewQuery& query, Days days) {
  return Find({query.where, query.by, query.depth}, query, &Partition::ByKeys, days);
}

std::shared_ptr<const Partition> PartitionCache::Find(const Key& key, const ViewQuery& query,
                                                      Make make, Days days) {
  const auto has_key = [&key](const Kept& kept) { return kept.key == key; };
  std::shared_ptr<const Partition> partition;
  {
    const absl::MutexLock lock(&mutex_);
    const auto found = std::find_if(kept_.begin(), kept_.end(), has_key);
    if (found != kept_.end()) {
      partition = found->partition;
      kept_.splice(kept_.begin(), kept_, found);
      if (std::exchange(found->has_tried_sums, true)) return partition;
    }
  }
  const bool with_sums = partition != nullptr || days == Days::kMany;
  if (partition == nullptr) partition = Made(make, query);
  if (with_sums) partition = AddedUp(std::move(partition));
  const absl::MutexLock lock(&mutex_);
  const auto found = std::find_if(kept_.begin(), kept_.end(), has_key);
  if (found != kept_.end()) {
    found->partition = partition;
  } else {
    kept_.push_front({key, partition, with_sums});
    if (kept_.size() > kKept) kept_.pop_back();
  }
  DropOldSums();
  return partition;
}

// Who is asked for again gets new ones.
void PartitionCache::DropOldSums() {
  std::size_t with_sums = 0;
  for (Kept& kept : kept_) {
    if (kept.partition->sums() == nullptr || ++with_sums <= kSumsKept) continue;
    auto plain = std::make_shared<Partition>(*kept.partition);
    plain->SetSums(nullptr);
    kept.partition = std::move(plain);
    kept.has_tried_sums = false;
  }
}

std::shared_ptr<const Partition> PartitionCache::Made(Make make, const ViewQuery& query) const {
  auto partition = std::make_shared<Partition>(make(*posts_, facts_.names, query));
  partition->FindCrossings(facts_, *posts_);
  return partition;
}

std::shared_ptr<const Cells> PartitionCache::MadeCells() {
  {
    const absl::MutexLock lock(&mutex_);
    if (cells_ != nullptr) return cells_;
  }
  auto cells = std::make_shared<const Cells>(facts_, *posts_);
  const absl::MutexLock lock(&mutex_);
  if (cells_ == nullptr) cells_ = std::move(cells);
  return cells_;
}

std::shared_ptr<const Partition> PartitionCache::AddedUp(
    std::shared_ptr<const Partition> partition) {
  if (facts_.movements().size() < DatedSums::kMovementsMin ||
      partition->size() > DatedSums::kGroupsMax) {
    return partition;
  }
  auto sums = std::make_shared<const DatedSums>(facts_, MadeCells(), *partition,
                                                DatedSums::SideFor(facts_, *partition));
  if (!sums->pays()) return partition;
  auto added_up = std::make_shared<Partition>(*partition);
  added_up->SetSums(std::move(sums));
  return added_up;
}

}  // namespace muster
