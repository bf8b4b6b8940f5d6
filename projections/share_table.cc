// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/share_table.h"

#include <algorithm>
#include <utility>

namespace muster {

ShareTable::ShareTable(std::size_t ranks, const std::vector<Row>& rows,
                       const std::vector<std::vector<Block>>& blocks)
    : rows_(rows.size()), starts_(ranks + 1), block_starts_(1) {
  for (const Row& row : rows) ++starts_[row.rank + 1];
  for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
  std::vector<std::size_t> next = starts_;
  for (const Row& row : rows) rows_[next[row.rank]++] = row;
  for (std::uint32_t i = 0; i < rows_.size(); ++i) {
    if (rows_[i].open) open_.push_back(i);
  }
  for (const std::vector<Block>& states : blocks) {
    for (const Block& state : states) {
      block_from_.push_back(state.from);
      block_sums_.push_back(state.sums);
    }
    block_starts_.push_back(block_from_.size());
  }
}

const ShareTable::Row* ShareTable::Find(SettingRank rank, FactPosition known_at) const {
  for (std::size_t i = starts_[rank + 1]; i > starts_[rank]; --i) {
    const Row& row = rows_[i - 1];
    if (row.known.from < known_at) return known_at <= row.known.until ? &row : nullptr;
  }
  return nullptr;
}

const std::array<ShareSum, 2>* ShareTable::FindBlock(std::size_t block,
                                                     FactPosition known_at) const {
  const auto at = [this](std::size_t i) {
    return block_from_.begin() + static_cast<std::ptrdiff_t>(block_starts_[i]);
  };
  const auto after = std::lower_bound(at(block), at(block + 1), known_at);
  return after == at(block)
             ? nullptr
             : &block_sums_[static_cast<std::size_t>(after - block_from_.begin()) - 1];
}

std::vector<SettingRank> ShareTable::OpenAt(FactPosition known_at) const {
  std::vector<SettingRank> open;
  for (const std::uint32_t i : open_) {
    if (rows_[i].known.Holds(known_at)) open.push_back(rows_[i].rank);
  }
  return open;
}

KnownShares::KnownShares(std::shared_ptr<const ShareTable> table, FactPosition known_at)
    : table_(std::move(table)), known_at_(known_at), open_(table_->OpenAt(known_at)) {
  before_.reserve(table_->blocks() + 1);
  before_.emplace_back();
  for (std::size_t block = 0; block < table_->blocks(); ++block) {
    std::array<ShareSum, 2> sums = before_.back();
    if (const auto* const known = table_->FindBlock(block, known_at)) {
      for (const ShareOwner owner : {kForeign, kOwn}) sums[owner].Add((*known)[owner]);
    }
    before_.push_back(sums);
  }
}

ShareSum KnownShares::SumUpTo(SettingRank end, ShareOwner owner) const {
  if (!before_setting_.empty()) return before_setting_[end][owner];
  const SettingRank block = end / ShareTable::kBlockRanks;
  ShareSum sum = before_[block][owner];
  for (SettingRank rank = block * ShareTable::kBlockRanks; rank < end; ++rank) {
    const ShareTable::Row* const row = table_->Find(rank, known_at_);
    if (row != nullptr && !row->open) sum.Add(row->Of(owner));
  }
  return sum;
}

void KnownShares::AddUpSettings() {
  before_setting_.resize(table_->ranks() + 1);
  for (SettingRank rank = 0; rank < table_->ranks(); ++rank) {
    std::array<ShareSum, 2>& sums = before_setting_[rank + 1];
    sums = before_setting_[rank];
    const ShareTable::Row* const row = table_->Find(rank, known_at_);
    if (row == nullptr || row->open) continue;
    for (const ShareOwner owner : {kForeign, kOwn}) sums[owner].Add(row->Of(owner));
  }
}

ShareSum KnownShares::Sum(SettingRank begin, SettingRank end, ShareOwner owner) {
  if (++sums_ == kSumsByBlocks) AddUpSettings();
  ShareSum sum = SumUpTo(end, owner);
  sum.Add(SumUpTo(begin, owner), -1);
  return sum;
}

}  // namespace muster
