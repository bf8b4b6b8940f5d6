// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The Merkle tree as RFC 9162, section 2.1, defines it, by recursion over the leaves: slow, and
// obviously what the text says.
#ifndef MUSTER_TESTS_SUPPORT_SLOW_MERKLE_H_
#define MUSTER_TESTS_SUPPORT_SLOW_MERKLE_H_

#include <bit>
#include <span>
#include <string>
#include <vector>

#include "ledger/sha256.h"

namespace muster::slow {

// MTH of leaves of which the hashes are given.
inline Hash Root(std::span<const Hash> leaves) {
  if (leaves.empty()) return Sha256("");
  if (leaves.size() == 1) return leaves[0];
  const std::size_t k = std::bit_floor(leaves.size() - 1);
  return Sha256(std::string(1, '\1') + ToBytes(Root(leaves.first(k))) +
                ToBytes(Root(leaves.subspan(k))));
}

// PATH(m, D_n).
inline std::vector<Hash> Path(std::size_t m, std::span<const Hash> leaves) {
  if (leaves.size() == 1) return {};
  const std::size_t k = std::bit_floor(leaves.size() - 1);
  std::vector<Hash> path = m < k ? Path(m, leaves.first(k)) : Path(m - k, leaves.subspan(k));
  path.push_back(Root(m < k ? leaves.subspan(k) : leaves.first(k)));
  return path;
}

// SUBPROOF(m, D_n, b).
inline std::vector<Hash> SubProof(std::size_t m, std::span<const Hash> leaves, bool b) {
  if (m == leaves.size()) return b ? std::vector<Hash>() : std::vector<Hash>{Root(leaves)};
  const std::size_t k = std::bit_floor(leaves.size() - 1);
  std::vector<Hash> proof =
      m <= k ? SubProof(m, leaves.first(k), b) : SubProof(m - k, leaves.subspan(k), false);
  proof.push_back(Root(m <= k ? leaves.subspan(k) : leaves.first(k)));
  return proof;
}

// PROOF(m, D_n); of m = 0, where the text has none, nothing.
inline std::vector<Hash> Proof(std::size_t m, std::span<const Hash> leaves) {
  return m == 0 ? std::vector<Hash>() : SubProof(m, leaves, true);
}

}  // namespace muster::slow

#endif  // MUSTER_TESTS_SUPPORT_SLOW_MERKLE_H_
