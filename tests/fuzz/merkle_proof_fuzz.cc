// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The arithmetic of proofs, with sizes up to 2^64 - 1. The first bytes are two sizes, the rest the
// hashes. Proofs made for a small tree of these sizes verify, and no other hash will do.
#include <algorithm>
#include <string>
#include <vector>

#include "ledger/big_endian.h"
#include "ledger/merkle.h"
#include "ledger/merkle_proof.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/support/slow_merkle.h"

namespace muster {
namespace {

constexpr std::uint64_t kSmallTree = 70;

std::uint64_t TakeNumber(std::string_view* bytes) {
  const std::string_view taken = bytes->substr(0, std::min(kBigEndianBytes, bytes->size()));
  bytes->remove_prefix(taken.size());
  return DecodeBigEndian(std::string(kBigEndianBytes - taken.size(), '\0') + std::string(taken))
      .value_or(0);
}

void CheckSmallTree(std::uint64_t first, std::uint64_t second, std::string_view bytes) {
  const std::uint64_t newer = 1 + std::max(first, second) % kSmallTree;
  const std::uint64_t older = std::min(first, second) % (newer + 1);
  const std::uint64_t position = std::min(older, newer - 1);
  std::vector<Hash> leaves(newer);
  for (std::uint64_t i = 0; i < newer; ++i) {
    leaves[i] = LeafHash(std::to_string(i) + std::string(bytes.substr(0, 8)));
  }
  const Hash root = slow::Root(leaves);
  const Hash old_root = slow::Root(std::span(leaves).first(older));
  std::vector<Hash> path = slow::Path(position, leaves);
  MUSTER_CHECK(ProvesInclusion(leaves[position], Position{position}, LogSize{newer}, root, path));
  std::vector<Hash> growth = slow::Proof(older, leaves);
  MUSTER_CHECK(ProvesConsistency(LogSize{older}, old_root, LogSize{newer}, root, growth));
  const std::size_t byte = bytes.empty() ? 0 : static_cast<unsigned char>(bytes[0]);
  for (std::vector<Hash>* const proof : {&path, &growth}) {
    if (proof->empty()) continue;
    (*proof)[byte % proof->size()][byte % sizeof(Hash)] ^= 1;
  }
  if (!path.empty()) {
    MUSTER_CHECK(
        !ProvesInclusion(leaves[position], Position{position}, LogSize{newer}, root, path));
  }
  if (!growth.empty()) {
    MUSTER_CHECK(!ProvesConsistency(LogSize{older}, old_root, LogSize{newer}, root, growth));
  }
}

}  // namespace

void FuzzMerkleProof(std::string_view bytes) {
  const std::uint64_t first = TakeNumber(&bytes);
  const std::uint64_t second = TakeNumber(&bytes);
  CheckSmallTree(first, second, bytes);
  std::vector<Hash> hashes;
  for (std::string_view rest = bytes; rest.size() >= sizeof(Hash); rest.remove_prefix(sizeof(Hash)))
    hashes.push_back(HashFromBytes(rest.substr(0, sizeof(Hash))));
  const Hash leaf = LeafHash(bytes.substr(0, 4));
  const Hash root = LeafHash("another");
  MUSTER_CHECK(!ProvesInclusion(leaf, Position{first}, LogSize{second}, root, hashes));
  MUSTER_CHECK(!ProvesConsistency(LogSize{first}, leaf, LogSize{second}, root, hashes) ||
               (first == 0 && hashes.empty()));
}

}  // namespace muster
