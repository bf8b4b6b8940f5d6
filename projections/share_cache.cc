// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/share_cache.h"

#include <optional>
#include <utility>

namespace muster {

std::shared_ptr<const ShareTable> ShareCache::Find(ReachId reach, FactPosition known_at) {
  std::size_t rows_max = 0;
  {
    const absl::MutexLock lock(&mutex_);
    Entry& entry = entries_.try_emplace(reach, Entry{known_at, false, nullptr}).first->second;
    if (entry.tried || entry.asked_at == known_at) return entry.table;
    entry.tried = true;
    rows_max = rows_left_;
  }
  std::optional<ShareTable> made = ShareTable::Make(facts_, index_, *posts_, reach, rows_max);
  if (!made) return nullptr;
  auto table = std::make_shared<const ShareTable>(*std::move(made));
  const absl::MutexLock lock(&mutex_);
  // Another may have taken the room meanwhile.
  if (table->size() > rows_left_) return nullptr;
  rows_left_ -= table->size();
  entries_[reach].table = table;
  return table;
}

}  // namespace muster
