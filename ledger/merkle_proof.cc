// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/merkle_proof.h"

#include <algorithm>
#include <bit>
#include <optional>

#include "ledger/merkle.h"

namespace muster {
namespace {

// Leaves [begin, end), as they come up when a tree is split as its definition has it: `begin` is a
// multiple of the width of every perfect subtree among them.
struct LeafRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;

  std::uint64_t width() const { return end - begin; }
  // Where the right child begins. REQUIRES: width() > 1.
  std::uint64_t middle() const { return begin + std::bit_floor(width() - 1); }
};

// REQUIRES: range.width() > 0.
StatusOr<Hash> RootOf(LeafRange range, const NodeReader& read) {
  std::vector<Hash> subtrees;  // the perfect ones, widest first
  for (std::uint64_t at = range.begin; at < range.end;) {
    const int level = static_cast<int>(std::bit_width(range.end - at)) - 1;
    MUSTER_ASSIGN_OR_RETURN(const Hash root, read(TreeNode{level, at >> level}));
    subtrees.push_back(root);
    at += std::uint64_t{1} << level;
  }
  Hash root = subtrees.back();
  for (auto left = subtrees.rbegin() + 1; left != subtrees.rend(); ++left) {
    root = NodeHash(*left, root);
  }
  return root;
}

bool IsOdd(std::uint64_t number) { return (number & 1) != 0; }

// The last node of a level that has no sibling there is its own parent: goes up to the level at
// which it has one.
void SkipMissingSiblings(std::uint64_t& node, std::uint64_t& last) {
  while (!IsOdd(node) && node != 0) {
    node >>= 1;
    last >>= 1;
  }
}

}  // namespace

StatusOr<Hash> TreeRoot(LogSize size, const NodeReader& read) {
  if (size.value == 0) return Sha256("");
  return RootOf({0, size.value}, read);
}

StatusOr<std::vector<Hash>> InclusionProof(Position position, LogSize size,
                                           const NodeReader& read) {
  MUSTER_CHECK(Holds(size, position));
  std::vector<Hash> proof;
  LeafRange range{0, size.value};
  while (range.width() > 1) {
    LeafRange sibling = range;
    if (position.value < range.middle()) {
      sibling.begin = range.end = range.middle();
    } else {
      sibling.end = range.begin = range.middle();
    }
    MUSTER_ASSIGN_OR_RETURN(const Hash root, RootOf(sibling, read));
    proof.push_back(root);
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

StatusOr<std::vector<Hash>> ConsistencyProof(LogSize older, LogSize newer, const NodeReader& read) {
  MUSTER_CHECK(older <= newer);
  std::vector<Hash> proof;
  if (older.value == 0 || older == newer) return proof;
  LeafRange range{0, newer.value};
  while (range.end != older.value) {
    LeafRange sibling = range;
    const std::uint64_t middle = range.middle();
    if (older.value <= middle) {
      sibling.begin = range.end = middle;
    } else {
      sibling.end = range.begin = middle;
    }
    MUSTER_ASSIGN_OR_RETURN(const Hash root, RootOf(sibling, read));
    proof.push_back(root);
  }
  // The verifier knows the root of the older tree itself, but not that of a part of it.
  if (range.begin > 0) {
    MUSTER_ASSIGN_OR_RETURN(const Hash root, RootOf(range, read));
    proof.push_back(root);
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

bool ProvesInclusion(const Hash& leaf, Position position, LogSize size, const Hash& root,
                     std::span<const Hash> proof) {
  if (!Holds(size, position) || proof.size() > kProofHashesMax) return false;
  std::uint64_t node = position.value;
  std::uint64_t last = size.value - 1;
  Hash hash = leaf;
  for (const Hash& sibling : proof) {
    if (last == 0) return false;
    if (IsOdd(node) || node == last) {
      hash = NodeHash(sibling, hash);
      SkipMissingSiblings(node, last);
    } else {
      hash = NodeHash(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == root;
}

bool ProvesConsistency(LogSize older, const Hash& older_root, LogSize newer, const Hash& newer_root,
                       std::span<const Hash> proof) {
  if (older > newer || proof.size() > kProofHashesMax) return false;
  if (older == newer) return proof.empty() && older_root == newer_root;
  if (older.value == 0) return proof.empty() && older_root == Sha256("");
  std::uint64_t node = older.value - 1;
  std::uint64_t last = newer.value - 1;
  while (IsOdd(node)) {
    node >>= 1;
    last >>= 1;
  }
  // Where the older tree is a perfect one, its root is where the proof begins.
  Hash old_hash = older_root;
  if (!std::has_single_bit(older.value)) {
    if (proof.empty()) return false;
    old_hash = proof.front();
    proof = proof.subspan(1);
  }
  Hash new_hash = old_hash;
  for (const Hash& sibling : proof) {
    if (last == 0) return false;
    if (IsOdd(node) || node == last) {
      old_hash = NodeHash(sibling, old_hash);
      new_hash = NodeHash(sibling, new_hash);
      SkipMissingSiblings(node, last);
    } else {
      new_hash = NodeHash(new_hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && old_hash == older_root && new_hash == newer_root;
}

}  // namespace muster
