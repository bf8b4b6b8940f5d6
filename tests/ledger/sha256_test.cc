// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/sha256.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace muster {
namespace {

TEST(Sha256, AgreesWithTheVectorsOfFips180) {
  EXPECT_EQ(ToHex(Sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(ToHex(Sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(ToHex(Sha256(std::string(1000000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, DigestsTheConcatenationOfBothParts) {
  EXPECT_EQ(Sha256("ab", "c"), Sha256("abc"));
  EXPECT_EQ(Sha256("", "abc"), Sha256("abc"));
  EXPECT_NE(Sha256("c", "ab"), Sha256("abc"));
}

TEST(Sha256, IsSafeInManyThreads) {
  const Hash expected = Sha256("abc");
  std::vector<std::thread> threads;
  std::vector<int> wrong(8, 0);
  for (int& count : wrong) {
    threads.emplace_back([&count, &expected] {
      for (int i = 0; i < 1000; ++i) count += Sha256("a", "bc") != expected;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(8, 0));
}

TEST(Hash, ReadsBackItsHexDigitsInEitherCase) {
  const Hash hash = Sha256("abc");
  EXPECT_EQ(HashFromHex(ToHex(hash)), hash);
  EXPECT_EQ(HashFromHex("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"), hash);
}

TEST(Hash, RefusesHexThatIsNone) {
  std::string hex = ToHex(Sha256("abc"));
  EXPECT_EQ(HashFromHex(hex.substr(1)), std::nullopt);
  EXPECT_EQ(HashFromHex(hex + "0"), std::nullopt);
  EXPECT_EQ(HashFromHex(""), std::nullopt);
  for (const char bad : {'g', 'G', '/', ':', ' ', '\0'}) {
    hex[17] = bad;
    EXPECT_EQ(HashFromHex(hex), std::nullopt) << bad;
  }
}

TEST(Hash, KeepsItsBytes) {
  const Hash hash = Sha256("abc");
  EXPECT_EQ(ToBytes(hash).size(), 32u);
  EXPECT_EQ(ToBytes(hash)[0], '\xba');
  EXPECT_EQ(HashFromBytes(ToBytes(hash)), hash);
}

}  // namespace
}  // namespace muster
