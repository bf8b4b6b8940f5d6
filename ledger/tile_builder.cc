// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/tile_builder.h"

#include <utility>

#include "ledger/big_endian.h"

namespace muster {

std::string TileKey(int level, std::uint64_t index) {
  std::string key(1, static_cast<char>(level));
  return key += EncodeBigEndian(index);
}

TileBuilder::TileBuilder(MerkleFrontier frontier, std::vector<Hash> leaves)
    : frontier_(std::move(frontier)), leaves_(std::move(leaves)) {
  MUSTER_CHECK(leaves_.size() == frontier_.size().value % kTileWidth);
}

void TileBuilder::Add(const Hash& leaf, std::vector<TableEntry>& entries) {
  const std::uint64_t position = frontier_.size().value;
  frontier_.Add(leaf, [&entries, position](int level, const Hash& root) {
    if (level % kTileHeight != 0) return;
    entries.push_back(
        {Table::kTiles, TileKey(level / kTileHeight, position >> level), ToBytes(root)});
  });
  leaves_.push_back(leaf);
  if (leaves_.size() < kTileWidth) return;
  std::string tile;
  tile.reserve(kTileWidth * sizeof(Hash));
  for (const Hash& hash : leaves_) tile.append(hash.begin(), hash.end());
  entries.push_back({Table::kTiles, TileKey(0, position / kTileWidth), std::move(tile)});
  leaves_.clear();
}

}  // namespace muster
