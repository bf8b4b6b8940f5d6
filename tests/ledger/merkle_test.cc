// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/merkle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <span>
#include <string>
#include <vector>

#include "tests/support/status_matchers.h"

namespace muster {
namespace {

using testing::HasSubstr;

// The definition of RFC 9162, section 2.1.1, word for word.
Hash DefinedRoot(std::span<const std::string> leaves) {
  if (leaves.empty()) return Sha256("");
  if (leaves.size() == 1) return Sha256(std::string(1, '\0') + leaves[0]);
  const std::size_t split = std::bit_floor(leaves.size() - 1);
  return Sha256(std::string(1, '\1') + ToBytes(DefinedRoot(leaves.first(split))) +
                ToBytes(DefinedRoot(leaves.subspan(split))));
}

TEST(MerkleFrontier, HasTheRootOfTheDefinitionAtEverySize) {
  std::vector<std::string> leaves;
  MerkleFrontier frontier;
  for (int size = 0; size <= 300; ++size) {
    EXPECT_EQ(frontier.size(), LogSize{leaves.size()});
    EXPECT_EQ(ToHex(frontier.Root()), ToHex(DefinedRoot(leaves))) << "of " << size << " leaves";
    leaves.push_back("leaf " + std::to_string(size));
    frontier.Add(LeafHash(leaves.back()));
  }
}

// The vectors that the implementations of Certificate Transparency share.
TEST(MerkleFrontier, AgreesWithTheVectorsOfCertificateTransparency) {
  using namespace std::string_literals;
  const std::vector<std::string> leaves = {
      ""s,
      "\x00"s,
      "\x10"s,
      "\x20\x21"s,
      "\x30\x31"s,
      "\x40\x41\x42\x43"s,
      "\x50\x51\x52\x53\x54\x55\x56\x57"s,
      "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"s};
  const std::vector<std::string> roots = {
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  MerkleFrontier frontier;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    frontier.Add(LeafHash(leaves[i]));
    EXPECT_EQ(ToHex(frontier.Root()), roots[i]) << "of " << i + 1 << " leaves";
  }
}

TEST(MerkleFrontier, GoesOnFromItsEncoding) {
  MerkleFrontier whole;
  MerkleFrontier resumed;
  for (int i = 0; i < 70; ++i) {
    whole.Add(LeafHash(std::to_string(i)));
    StatusOr<MerkleFrontier> decoded = MerkleFrontier::Decode(resumed.Encode());
    ASSERT_THAT(decoded, IsOk());
    resumed = *std::move(decoded);
    resumed.Add(LeafHash(std::to_string(i)));
    ASSERT_EQ(resumed.Root(), whole.Root());
    ASSERT_EQ(resumed.size(), whole.size());
  }
}

TEST(MerkleFrontier, EncodesSizeBigEndianThenSubtreesWidestFirst) {
  MerkleFrontier frontier;
  const Hash a = LeafHash("a");
  const Hash b = LeafHash("b");
  const Hash c = LeafHash("c");
  for (const Hash& leaf : {a, b, c}) frontier.Add(leaf);
  EXPECT_EQ(frontier.Encode(),
            std::string("\0\0\0\0\0\0\0\3", 8) + ToBytes(NodeHash(a, b)) + ToBytes(c));
  EXPECT_EQ(MerkleFrontier().Encode(), std::string(8, '\0'));
}

TEST(MerkleFrontier, RefusesBytesThatAreNoEncoding) {
  MerkleFrontier frontier;
  for (int i = 0; i < 3; ++i) frontier.Add(LeafHash("x"));
  const std::string good = frontier.Encode();
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_THAT(MerkleFrontier::Decode(good.substr(0, length)),
                StatusIs(StatusCode::kDataLoss, HasSubstr("bytes, expected")));
  }
  EXPECT_THAT(MerkleFrontier::Decode(good + "x"), StatusIs(StatusCode::kDataLoss, HasSubstr("73")));
  std::string other_size = good;
  other_size[7] = 4;
  EXPECT_THAT(MerkleFrontier::Decode(other_size),
              StatusIs(StatusCode::kDataLoss, HasSubstr("of 4 records")));
}

}  // namespace
}  // namespace muster
