// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/merkle.h"

#include <array>
#include <bit>
#include <cstring>

#include "ledger/big_endian.h"

namespace muster {
namespace {

constexpr std::size_t kHashBytes = sizeof(Hash);

std::string_view View(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace

Hash LeafHash(std::string_view record) { return Sha256(std::string_view("\0", 1), record); }

Hash NodeHash(const Hash& left, const Hash& right) {
  std::array<char, 1 + 2 * kHashBytes> node;
  node[0] = 1;
  std::memcpy(node.data() + 1, left.data(), kHashBytes);
  std::memcpy(node.data() + 1 + kHashBytes, right.data(), kHashBytes);
  return Sha256({node.data(), node.size()});
}

Hash MerkleFrontier::Root() const {
  if (subtree_roots_.empty()) return Sha256("");
  auto subtree = subtree_roots_.rbegin();
  Hash root = *subtree;
  for (++subtree; subtree != subtree_roots_.rend(); ++subtree) root = NodeHash(*subtree, root);
  return root;
}

std::string MerkleFrontier::Encode() const {
  std::string bytes;
  bytes.reserve(kBigEndianBytes + kHashBytes * subtree_roots_.size());
  bytes += EncodeBigEndian(size_.value);
  for (const Hash& root : subtree_roots_) bytes += View(root);
  return bytes;
}

StatusOr<MerkleFrontier> MerkleFrontier::Decode(std::string_view bytes) {
  if (bytes.size() < kBigEndianBytes) {
    return DataLoss("Merkle frontier has {} bytes, expected at least {}", bytes.size(),
                    kBigEndianBytes);
  }
  MerkleFrontier frontier;
  frontier.size_.value = *DecodeBigEndian(bytes.substr(0, kBigEndianBytes));
  const auto subtrees = static_cast<std::size_t>(std::popcount(frontier.size_.value));
  if (bytes.size() != kBigEndianBytes + kHashBytes * subtrees) {
    return DataLoss("Merkle frontier of {} records has {} bytes, expected {}", frontier.size_.value,
                    bytes.size(), kBigEndianBytes + kHashBytes * subtrees);
  }
  for (std::size_t i = 0; i < subtrees; ++i) {
    frontier.subtree_roots_.push_back(
        HashFromBytes(bytes.substr(kBigEndianBytes + kHashBytes * i, kHashBytes)));
  }
  return frontier;
}

}  // namespace muster
