// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/tree_reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/merkle.h"

namespace muster {
namespace {

constexpr std::size_t kHashBytes = sizeof(Hash);
// A proof touches two tiles a level at most.
constexpr std::size_t kTilesKept = 16;

std::string NameOf(int level, std::uint64_t index) {
  return fmt::format("tile {} of level {} of the Merkle tree", index, level);
}

// A tile above level 0 is kept hash by hash, under keys that differ in their last byte.
StatusOr<std::vector<Hash>> ReadHashes(const Log& log, int level, std::uint64_t tile,
                                       std::size_t width) {
  std::string prefix = TileKey(level, tile * kTileWidth);
  prefix.pop_back();
  std::vector<Hash> hashes;
  MUSTER_RETURN_IF_ERROR(log.Scan(Table::kTiles, prefix, prefix,
                                  [&](std::string_view key, std::string_view value) -> Status {
                                    if (hashes.size() == width) return OkStatus();
                                    if (key != TileKey(level, tile * kTileWidth + hashes.size()) ||
                                        value.size() != kHashBytes) {
                                      return DataLoss("{} is damaged", NameOf(level, tile));
                                    }
                                    hashes.push_back(HashFromBytes(value));
                                    return OkStatus();
                                  }));
  if (hashes.size() < width) {
    return DataLoss("{} has {} hashes, expected {}", NameOf(level, tile), hashes.size(), width);
  }
  return hashes;
}

}  // namespace

Status TreeReader::CheckSize(LogSize size) const {
  if (size <= head_.size) return OkStatus();
  return InvalidArgument("the log has {} records, not {}", head_.size.value, size.value);
}

StatusOr<std::vector<Hash>> TreeReader::LeavesOfRecords(std::uint64_t first,
                                                        std::size_t count) const {
  std::vector<Hash> leaves;
  leaves.reserve(count);
  MUSTER_RETURN_IF_ERROR(log_.Read(Position{first}, LogSize{first + count},
                                   [&leaves](Position, std::string_view record) {
                                     leaves.push_back(LeafHash(record));
                                     return OkStatus();
                                   }));
  return leaves;
}

StatusOr<std::vector<Hash>> TreeReader::Tile(int level, std::uint64_t index,
                                             std::size_t width) const {
  MUSTER_CHECK(width > 0 && width <= kTileWidth);
  if (level > 0) return ReadHashes(log_, level, index, width);
  const std::uint64_t first = index * kTileWidth;
  if (head_.size.value / kTileWidth == index) return LeavesOfRecords(first, width);
  MUSTER_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                          log_.Get(Table::kTiles, TileKey(0, index)));
  if (!bytes || bytes->size() != kTileWidth * kHashBytes) {
    return DataLoss("{} is {}", NameOf(0, index), bytes ? "damaged" : "missing");
  }
  std::vector<Hash> hashes;
  hashes.reserve(width);
  for (std::size_t i = 0; i < width; ++i) {
    hashes.push_back(HashFromBytes(std::string_view(*bytes).substr(i * kHashBytes, kHashBytes)));
  }
  return hashes;
}

StatusOr<const TreeReader::TileNodes*> TreeReader::Nodes(int level, std::uint64_t index) {
  const auto kept = tiles_.find({level, index});
  if (kept != tiles_.end()) return &kept->second;
  // As much of it as is complete at the head.
  const std::uint64_t complete = head_.size.value >> (kTileHeight * level);
  const auto width = static_cast<std::size_t>(
      std::min(kTileWidth, complete - std::min(complete, index * kTileWidth)));
  MUSTER_CHECK(width > 0);
  MUSTER_ASSIGN_OR_RETURN(std::vector<Hash> hashes, Tile(level, index, width));
  TileNodes nodes;
  nodes.push_back(std::move(hashes));
  while (nodes.back().size() > 1) {
    const std::vector<Hash>& below = nodes.back();
    std::vector<Hash> row;
    row.reserve(below.size() / 2);
    for (std::size_t i = 0; i + 1 < below.size(); i += 2) {
      row.push_back(NodeHash(below[i], below[i + 1]));
    }
    nodes.push_back(std::move(row));
  }
  if (tiles_.size() >= kTilesKept) tiles_.clear();
  return &tiles_.emplace(std::pair(level, index), std::move(nodes)).first->second;
}

StatusOr<Hash> TreeReader::Node(TreeNode node) {
  const int level = node.level / kTileHeight;
  const int height = node.level % kTileHeight;
  const std::uint64_t tile = node.index >> (kTileHeight - height);
  MUSTER_ASSIGN_OR_RETURN(const TileNodes* const nodes, Nodes(level, tile));
  const std::uint64_t first = tile << (kTileHeight - height);
  return (*nodes)[static_cast<std::size_t>(height)][node.index - first];
}

StatusOr<Hash> TreeReader::Root(LogSize size) {
  MUSTER_RETURN_IF_ERROR(CheckSize(size));
  if (size == head_.size) return head_.root;
  return TreeRoot(size, [this](TreeNode node) { return Node(node); });
}

StatusOr<std::vector<Hash>> TreeReader::Inclusion(Position position, LogSize size) {
  MUSTER_RETURN_IF_ERROR(CheckSize(size));
  if (!Holds(size, position)) {
    return InvalidArgument("there is no record {} among the first {}", position.value, size.value);
  }
  MUSTER_ASSIGN_OR_RETURN(
      std::vector<Hash> proof,
      InclusionProof(position, size, [this](TreeNode node) { return Node(node); }));
  MUSTER_ASSIGN_OR_RETURN(const Hash root, Root(size));
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Hash> leaf, LeavesOfRecords(position.value, 1));
  if (!ProvesInclusion(leaf.front(), position, size, root, proof)) {
    return DataLoss("record {} does not hash to the root of the log of {} records", position.value,
                    size.value);
  }
  return proof;
}

StatusOr<std::vector<Hash>> TreeReader::Consistency(LogSize older, LogSize newer) {
  MUSTER_RETURN_IF_ERROR(CheckSize(newer));
  if (older > newer) {
    return InvalidArgument("a log of {} records is not the beginning of one of {}", older.value,
                           newer.value);
  }
  MUSTER_ASSIGN_OR_RETURN(
      std::vector<Hash> proof,
      ConsistencyProof(older, newer, [this](TreeNode node) { return Node(node); }));
  MUSTER_ASSIGN_OR_RETURN(const Hash older_root, Root(older));
  MUSTER_ASSIGN_OR_RETURN(const Hash newer_root, Root(newer));
  if (!ProvesConsistency(older, older_root, newer, newer_root, proof)) {
    return DataLoss("the Merkle tree over {} records is not the beginning of that over {}",
                    older.value, newer.value);
  }
  return proof;
}

}  // namespace muster
