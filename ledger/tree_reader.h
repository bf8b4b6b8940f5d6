// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// TreeReader reads the Merkle tree that a log keeps: tiles, roots and proofs for every size that
// the log ever had, in the time of a few tiles.
#ifndef MUSTER_LEDGER_TREE_READER_H_
#define MUSTER_LEDGER_TREE_READER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "ledger/log.h"
#include "ledger/merkle_proof.h"
#include "ledger/position.h"
#include "ledger/sha256.h"
#include "ledger/status.h"
#include "ledger/tile_builder.h"

namespace muster {

// Thread-compatible: keeps the tiles that it has read last.
class TreeReader {
 public:
  // Speaks of the log as it is now. `log` must outlive the reader.
  explicit TreeReader(const Log& log) : log_(log), head_(log.Head()) {}

  const LogHead& head() const { return head_; }

  // The root of the first `size` records. Errors: INVALID_ARGUMENT beyond the head; DATA_LOSS.
  StatusOr<Hash> Root(LogSize size);

  // That the record is in the log of `size`, and that the log of `older` is the beginning of that
  // of `newer`. Each proof is verified before it is given away, the record's own bytes with it, so
  // that damage is told as such. Errors: INVALID_ARGUMENT beyond the head; DATA_LOSS.
  StatusOr<std::vector<Hash>> Inclusion(Position position, LogSize size);
  StatusOr<std::vector<Hash>> Consistency(LogSize older, LogSize newer);

  // The first `width` hashes of a tile of C2SP tlog-tiles: of leaves at level 0, above it of the
  // tiles below. REQUIRES: 0 <= level < 8; 0 < width <= kTileWidth; all of them are complete at the
  // head. Errors: DATA_LOSS.
  StatusOr<std::vector<Hash>> Tile(int level, std::uint64_t index, std::size_t width) const;

 private:
  // The roots of the perfect subtrees within a tile, by their height: of 2^height of its hashes.
  using TileNodes = std::vector<std::vector<Hash>>;

  StatusOr<Hash> Node(TreeNode node);
  StatusOr<const TileNodes*> Nodes(int level, std::uint64_t index);
  StatusOr<std::vector<Hash>> LeavesOfRecords(std::uint64_t first, std::size_t count) const;
  Status CheckSize(LogSize size) const;

  const Log& log_;
  const LogHead head_;
  std::map<std::pair<int, std::uint64_t>, TileNodes> tiles_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_TREE_READER_H_
