// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// TileBuilder grows the Merkle tree over the records, and says what of it the log keeps: tiles of
// height 8, as C2SP tlog-tiles has them, so that a proof of any size reads a few of them.
//
// Table::kTiles holds, under a byte for the level and an index (8 bytes, big endian):
//   level 0      the hashes of the leaves [256 index, 256 index + 256), 8192 bytes
//   level l > 0  the root of the perfect subtree over the records [256^l index, 256^l (index + 1)),
//                32 bytes
// each as soon as it is complete, and in the batch that completes it. The leaf hashes of the last
// level-0 tile, while it is not complete, are not kept: they are those of at most 255 records.
#ifndef MUSTER_LEDGER_TILE_BUILDER_H_
#define MUSTER_LEDGER_TILE_BUILDER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/log.h"
#include "ledger/merkle.h"
#include "ledger/sha256.h"

namespace muster {

inline constexpr int kTileHeight = 8;
inline constexpr std::uint64_t kTileWidth = std::uint64_t{1} << kTileHeight;

// The key in Table::kTiles. REQUIRES: 0 <= level < 8.
std::string TileKey(int level, std::uint64_t index);

// Thread-compatible.
//
// Invariant: leaves_ has the hashes of the last frontier_.size() % kTileWidth leaves.
class TileBuilder {
 public:
  // A tree of no leaves.
  TileBuilder() = default;
  // REQUIRES: `leaves` are those of the incomplete tile: frontier.size() % kTileWidth of them.
  TileBuilder(MerkleFrontier frontier, std::vector<Hash> leaves);

  // Adds to `entries` what the leaf completes.
  void Add(const Hash& leaf, std::vector<TableEntry>& entries);

  const MerkleFrontier& frontier() const { return frontier_; }

 private:
  MerkleFrontier frontier_;
  std::vector<Hash> leaves_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_TILE_BUILDER_H_
