// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/merkle_proof.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>
#include <vector>

#include "ledger/merkle.h"
#include "tests/support/slow_merkle.h"
#include "tests/support/status_matchers.h"

namespace muster {
namespace {

constexpr std::uint64_t kSizeMax = std::numeric_limits<std::uint64_t>::max();

std::vector<Hash> Leaves(std::size_t count) {
  std::vector<Hash> leaves;
  for (std::size_t i = 0; i < count; ++i) leaves.push_back(LeafHash("leaf " + std::to_string(i)));
  return leaves;
}

NodeReader ReaderOf(std::span<const Hash> leaves) {
  return [leaves](TreeNode node) -> StatusOr<Hash> {
    const std::size_t width = std::size_t{1} << node.level;
    if ((node.index + 1) * width > leaves.size()) return Internal("a subtree that is not whole");
    return slow::Root(leaves.subspan(node.index * width, width));
  };
}

// A sibling's hash at each level of a tree of which every leaf is the same.
class UniformTree {
 public:
  UniformTree() {
    levels_.push_back(LeafHash("x"));
    for (int level = 1; level < 64; ++level) {
      levels_.push_back(NodeHash(levels_.back(), levels_.back()));
    }
  }
  NodeReader reader() const {
    return [this](TreeNode node) -> StatusOr<Hash> {
      return levels_[static_cast<std::size_t>(node.level)];
    };
  }
  const Hash& leaf() const { return levels_[0]; }

 private:
  std::vector<Hash> levels_;
};

TEST(MerkleProof, IsThatOfTheDefinitionAtEverySize) {
  const std::vector<Hash> all = Leaves(620);
  std::mt19937 chance(9162);
  for (std::size_t size = 0; size <= all.size(); ++size) {
    const std::span<const Hash> leaves = std::span(all).first(size);
    const Hash root = slow::Root(leaves);
    EXPECT_THAT(TreeRoot(LogSize{size}, ReaderOf(leaves)), IsOkAndHolds(root));
    for (int i = 0; i < 4 && size > 0; ++i) {
      const std::size_t at = i == 0 ? size - 1 : chance() % size;
      const auto proof = InclusionProof(Position{at}, LogSize{size}, ReaderOf(leaves));
      ASSERT_THAT(proof, IsOk());
      ASSERT_EQ(*proof, slow::Path(at, leaves)) << at << " of " << size;
      EXPECT_TRUE(ProvesInclusion(all[at], Position{at}, LogSize{size}, root, *proof));
    }
    for (int i = 0; i < 4; ++i) {
      const std::size_t older = i == 0 ? size : chance() % (size + 1);
      const auto proof = ConsistencyProof(LogSize{older}, LogSize{size}, ReaderOf(leaves));
      ASSERT_THAT(proof, IsOk());
      ASSERT_EQ(*proof, slow::Proof(older, leaves)) << older << " of " << size;
      EXPECT_TRUE(ProvesConsistency(LogSize{older}, slow::Root(leaves.first(older)), LogSize{size},
                                    root, *proof));
    }
  }
}

TEST(MerkleProof, HoldsForEveryPairOfSmallSizes) {
  const std::vector<Hash> all = Leaves(70);
  std::vector<Hash> roots;
  for (std::size_t size = 0; size <= all.size(); ++size) {
    roots.push_back(slow::Root(std::span(all).first(size)));
  }
  for (std::size_t newer = 0; newer <= all.size(); ++newer) {
    for (std::size_t older = 0; older <= newer; ++older) {
      const auto proof = ConsistencyProof(LogSize{older}, LogSize{newer}, ReaderOf(all));
      ASSERT_THAT(proof, IsOk());
      EXPECT_TRUE(
          ProvesConsistency(LogSize{older}, roots[older], LogSize{newer}, roots[newer], *proof));
      if (older == newer || older == 0) continue;
      EXPECT_FALSE(
          ProvesConsistency(LogSize{older}, roots[newer], LogSize{newer}, roots[newer], *proof));
      EXPECT_FALSE(
          ProvesConsistency(LogSize{older}, roots[older], LogSize{newer}, roots[older], *proof));
      EXPECT_FALSE(
          ProvesConsistency(LogSize{newer}, roots[newer], LogSize{older}, roots[older], *proof));
    }
  }
}

// The roots and proofs of the tree of eight leaves that implementations of Certificate Transparency
// test with.
TEST(MerkleProof, AgreesWithTheVectorsOfCertificateTransparency) {
  using namespace std::string_literals;
  std::vector<Hash> leaves;
  for (const std::string& leaf :
       {""s, "\x00"s, "\x10"s, "\x20\x21"s, "\x30\x31"s, "\x40\x41\x42\x43"s,
        "\x50\x51\x52\x53\x54\x55\x56\x57"s,
        "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"s}) {
    leaves.push_back(LeafHash(leaf));
  }
  const auto hex = [](const StatusOr<std::vector<Hash>>& proof) {
    std::vector<std::string> hashes;
    for (const Hash& hash : *proof) hashes.push_back(ToHex(hash));
    return hashes;
  };
  const NodeReader reader = ReaderOf(leaves);
  EXPECT_THAT(
      hex(InclusionProof(Position{0}, LogSize{8}, reader)),
      testing::ElementsAre("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                           "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                           "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
  EXPECT_THAT(
      hex(InclusionProof(Position{5}, LogSize{8}, reader)),
      testing::ElementsAre("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                           "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                           "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
  EXPECT_THAT(
      hex(InclusionProof(Position{2}, LogSize{3}, reader)),
      testing::ElementsAre("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"));
  EXPECT_THAT(
      hex(InclusionProof(Position{1}, LogSize{5}, reader)),
      testing::ElementsAre("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                           "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                           "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"));
  EXPECT_THAT(
      hex(ConsistencyProof(LogSize{1}, LogSize{8}, reader)),
      testing::ElementsAre("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                           "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                           "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
  EXPECT_THAT(
      hex(ConsistencyProof(LogSize{6}, LogSize{8}, reader)),
      testing::ElementsAre("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                           "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                           "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
  EXPECT_THAT(
      hex(ConsistencyProof(LogSize{2}, LogSize{5}, reader)),
      testing::ElementsAre("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                           "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"));
}

TEST(MerkleProof, ShowsNothingElse) {
  const std::vector<Hash> leaves = Leaves(13);
  const Hash root = slow::Root(leaves);
  for (std::size_t at = 0; at < leaves.size(); ++at) {
    const std::vector<Hash> good = slow::Path(at, leaves);
    for (std::size_t other = 0; other < leaves.size(); ++other) {
      EXPECT_EQ(ProvesInclusion(leaves[at], Position{other}, LogSize{13}, root, good), other == at);
      EXPECT_EQ(ProvesInclusion(leaves[other], Position{at}, LogSize{13}, root, good), other == at);
    }
    for (std::size_t i = 0; i < good.size(); ++i) {
      std::vector<Hash> bad = good;
      bad[i][at] ^= 1;
      EXPECT_FALSE(ProvesInclusion(leaves[at], Position{at}, LogSize{13}, root, bad));
      bad = good;
      bad.erase(bad.begin() + static_cast<std::ptrdiff_t>(i));
      EXPECT_FALSE(ProvesInclusion(leaves[at], Position{at}, LogSize{13}, root, bad));
      bad = good;
      bad.insert(bad.begin() + static_cast<std::ptrdiff_t>(i), leaves[0]);
      EXPECT_FALSE(ProvesInclusion(leaves[at], Position{at}, LogSize{13}, root, bad));
    }
    std::vector<Hash> longer = good;
    longer.push_back(root);
    EXPECT_FALSE(ProvesInclusion(leaves[at], Position{at}, LogSize{13}, root, longer));
  }
  for (std::size_t older = 1; older < leaves.size(); ++older) {
    const Hash older_root = slow::Root(std::span(leaves).first(older));
    const std::vector<Hash> good = slow::Proof(older, leaves);
    for (std::size_t i = 0; i < good.size(); ++i) {
      std::vector<Hash> bad = good;
      bad[i][older] ^= 1;
      EXPECT_FALSE(ProvesConsistency(LogSize{older}, older_root, LogSize{13}, root, bad));
      bad = good;
      bad.erase(bad.begin() + static_cast<std::ptrdiff_t>(i));
      EXPECT_FALSE(ProvesConsistency(LogSize{older}, older_root, LogSize{13}, root, bad));
    }
    std::vector<Hash> longer = good;
    longer.push_back(root);
    EXPECT_FALSE(ProvesConsistency(LogSize{older}, older_root, LogSize{13}, root, longer));
  }
}

TEST(MerkleProof, TakesSizesUpToTheLargest) {
  const UniformTree tree;
  for (const std::uint64_t size : {kSizeMax, kSizeMax - 1, std::uint64_t{1} << 63,
                                   (std::uint64_t{1} << 63) + 1, (std::uint64_t{1} << 63) - 1}) {
    const StatusOr<Hash> root = TreeRoot(LogSize{size}, tree.reader());
    ASSERT_THAT(root, IsOk());
    for (const std::uint64_t at : {std::uint64_t{0}, size / 2, size - 1}) {
      const auto proof = InclusionProof(Position{at}, LogSize{size}, tree.reader());
      ASSERT_THAT(proof, IsOk());
      EXPECT_LE(proof->size(), kProofHashesMax);
      EXPECT_TRUE(ProvesInclusion(tree.leaf(), Position{at}, LogSize{size}, *root, *proof));
      EXPECT_FALSE(ProvesInclusion(tree.leaf(), Position{at}, LogSize{size}, *root, {}));
    }
    for (const std::uint64_t older : {std::uint64_t{1}, size / 3, size - 1}) {
      const auto proof = ConsistencyProof(LogSize{older}, LogSize{size}, tree.reader());
      ASSERT_THAT(proof, IsOk());
      EXPECT_LE(proof->size(), kProofHashesMax);
      const StatusOr<Hash> older_root = TreeRoot(LogSize{older}, tree.reader());
      EXPECT_TRUE(ProvesConsistency(LogSize{older}, *older_root, LogSize{size}, *root, *proof));
      EXPECT_FALSE(ProvesConsistency(LogSize{older}, *older_root, LogSize{size}, *root, {}));
    }
  }
}

TEST(MerkleProof, RefusesSizesAndCountsThatCannotBe) {
  const Hash hash = LeafHash("x");
  const Hash nothing = Sha256("");
  const std::vector<Hash> one = {hash};
  const std::vector<Hash> many(1000, hash);
  EXPECT_FALSE(ProvesInclusion(hash, Position{0}, LogSize{0}, hash, {}));
  EXPECT_FALSE(ProvesInclusion(hash, Position{0}, LogSize{0}, nothing, {}));
  EXPECT_FALSE(ProvesInclusion(hash, Position{1}, LogSize{1}, hash, {}));
  EXPECT_FALSE(ProvesInclusion(hash, Position{kSizeMax}, LogSize{kSizeMax}, hash, {}));
  EXPECT_FALSE(ProvesInclusion(hash, Position{kSizeMax - 1}, LogSize{kSizeMax}, hash, many));
  EXPECT_TRUE(ProvesInclusion(hash, Position{0}, LogSize{1}, hash, {}));
  EXPECT_FALSE(ProvesInclusion(hash, Position{0}, LogSize{1}, hash, one));
  EXPECT_TRUE(ProvesConsistency(LogSize{0}, nothing, LogSize{7}, hash, {}));
  EXPECT_FALSE(ProvesConsistency(LogSize{0}, hash, LogSize{7}, hash, {}));
  EXPECT_FALSE(ProvesConsistency(LogSize{0}, nothing, LogSize{7}, hash, one));
  EXPECT_TRUE(ProvesConsistency(LogSize{0}, nothing, LogSize{0}, nothing, {}));
  EXPECT_TRUE(ProvesConsistency(LogSize{7}, hash, LogSize{7}, hash, {}));
  EXPECT_FALSE(ProvesConsistency(LogSize{7}, hash, LogSize{7}, nothing, {}));
  EXPECT_FALSE(ProvesConsistency(LogSize{7}, hash, LogSize{7}, hash, one));
  EXPECT_FALSE(ProvesConsistency(LogSize{8}, hash, LogSize{7}, hash, {}));
  EXPECT_FALSE(ProvesConsistency(LogSize{kSizeMax}, hash, LogSize{kSizeMax}, nothing, {}));
  EXPECT_FALSE(ProvesConsistency(LogSize{kSizeMax - 1}, hash, LogSize{kSizeMax}, hash, many));
}

}  // namespace
}  // namespace muster
