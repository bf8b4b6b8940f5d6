// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The Merkle tree of RFC 9162, section 2.1, over the stored bytes of the records, as far as an
// append needs it: the roots of the perfect subtrees at the right edge.
#ifndef MUSTER_LEDGER_MERKLE_H_
#define MUSTER_LEDGER_MERKLE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/position.h"
#include "ledger/sha256.h"
#include "ledger/status.h"

namespace muster {

// SHA-256 of 00 and the record's bytes; of 01 and the two children.
Hash LeafHash(std::string_view record);
Hash NodeHash(const Hash& left, const Hash& right);

// Grows a tree leaf by leaf in O(log n) memory. Thread-compatible.
//
// Invariant: subtree_roots_.size() is the number of one bits of size_; the first is the widest.
class MerkleFrontier {
 public:
  MerkleFrontier() = default;

  void Add(const Hash& leaf) {
    Add(leaf, [](int, const Hash&) {});
  }
  // The same. `completed(level, root)` is told of each perfect subtree of 2^level leaves that the
  // leaf completes, but for the leaf itself, the narrowest first.
  template <typename Completed>
  void Add(const Hash& leaf, Completed completed);
  LogSize size() const { return size_; }
  // The root of the tree; of no leaves, the hash of nothing.
  Hash Root() const;

  // For the store: size (8 bytes, big endian) and the subtree roots, widest first.
  std::string Encode() const;
  // Errors: DATA_LOSS if `bytes` is not an encoding.
  static StatusOr<MerkleFrontier> Decode(std::string_view bytes);

 private:
  LogSize size_;
  std::vector<Hash> subtree_roots_;
};

template <typename Completed>
void MerkleFrontier::Add(const Hash& leaf, Completed completed) {
  MUSTER_CHECK(size_.value < UINT64_MAX);
  // As in binary addition: each trailing one bit of the old size is a perfect subtree as wide as
  // the one that is carried, and joins it.
  Hash carried = leaf;
  int level = 0;
  for (std::uint64_t bits = size_.value; (bits & 1) != 0; bits >>= 1) {
    carried = NodeHash(subtree_roots_.back(), carried);
    subtree_roots_.pop_back();
    completed(++level, carried);
  }
  subtree_roots_.push_back(carried);
  ++size_.value;
}

}  // namespace muster

#endif  // MUSTER_LEDGER_MERKLE_H_
