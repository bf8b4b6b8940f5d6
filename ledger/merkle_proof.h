// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Merkle proofs after RFC 9162: that a record is in a log (section 2.1.3), and that one log is the
// beginning of another (section 2.1.4). Arithmetic only; where the nodes are kept is the caller's
// business. Proofs and sizes to be verified may come from anybody.
//
// Thread-safety: pure functions, as far as the reader of nodes is one.
#ifndef MUSTER_LEDGER_MERKLE_PROOF_H_
#define MUSTER_LEDGER_MERKLE_PROOF_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "ledger/position.h"
#include "ledger/sha256.h"
#include "ledger/status.h"

namespace muster {

// A perfect subtree: the leaves [index * 2^level, (index + 1) * 2^level).
struct TreeNode {
  int level = 0;
  std::uint64_t index = 0;
  friend bool operator==(const TreeNode&, const TreeNode&) = default;
};

// Gives the root of a subtree that lies in the tree whole.
using NodeReader = std::function<StatusOr<Hash>(TreeNode)>;

// No proof for a size below 2^64 has more hashes.
inline constexpr std::size_t kProofHashesMax = 65;

// The root of the first `size` leaves; of none, the hash of nothing. Errors: those of `read`.
StatusOr<Hash> TreeRoot(LogSize size, const NodeReader& read);

// Hashes from the leaf's sibling up. REQUIRES: position < size. Errors: those of `read`.
StatusOr<std::vector<Hash>> InclusionProof(Position position, LogSize size, const NodeReader& read);

// Empty if `older` is nothing or everything. REQUIRES: older <= newer. Errors: those of `read`.
StatusOr<std::vector<Hash>> ConsistencyProof(LogSize older, LogSize newer, const NodeReader& read);

// Whether `proof` shows that the leaf stands at `position` of the tree of this size and root.
bool ProvesInclusion(const Hash& leaf, Position position, LogSize size, const Hash& root,
                     std::span<const Hash> proof);

// Whether `proof` shows that the tree of the older size and root is the beginning of the newer one.
// No records are the beginning of everything; of the same size, the roots must be equal; in both
// cases the proof must be empty.
bool ProvesConsistency(LogSize older, const Hash& older_root, LogSize newer, const Hash& newer_root,
                       std::span<const Hash> proof);

}  // namespace muster

#endif  // MUSTER_LEDGER_MERKLE_PROOF_H_
