// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/tree_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "ledger/merkle.h"
#include "ledger/rocks_log.h"
#include "tests/support/log_contents.h"
#include "tests/support/memory_log.h"
#include "tests/support/slow_merkle.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

using testing::HasSubstr;

std::string RecordAt(std::uint64_t position) { return "record " + std::to_string(position); }

// Appends records up to `size`, in batches of at most `batch_max`.
void Grow(Log& log, std::uint64_t size, std::uint64_t batch_max, std::mt19937& chance) {
  while (log.Head().size.value < size) {
    const std::uint64_t first = log.Head().size.value;
    const std::uint64_t count = std::min(size - first, 1 + chance() % batch_max);
    LogBatch batch;
    for (std::uint64_t i = 0; i < count; ++i) batch.records.push_back(RecordAt(first + i));
    ASSERT_THAT(AppendNow(log, std::move(batch)), IsOk());
  }
}

std::vector<Hash> LeavesOf(std::uint64_t size) {
  std::vector<Hash> leaves;
  for (std::uint64_t i = 0; i < size; ++i) leaves.push_back(LeafHash(RecordAt(i)));
  return leaves;
}

TEST(TreeReader, ProvesAnyRecordInAnyLogThatWas) {
  MemoryLog log;
  std::mt19937 chance(1);
  Grow(log, 1500, 300, chance);
  const std::vector<Hash> leaves = LeavesOf(1500);
  TreeReader tree(log);
  for (const std::uint64_t size :
       {1, 2, 255, 256, 257, 511, 512, 513, 768, 1023, 1280, 1499, 1500}) {
    const std::span<const Hash> some = std::span(leaves).first(size);
    EXPECT_THAT(tree.Root(LogSize{size}), IsOkAndHolds(slow::Root(some))) << size;
    for (int i = 0; i < 6; ++i) {
      const std::uint64_t at = chance() % size;
      EXPECT_THAT(tree.Inclusion(Position{at}, LogSize{size}), IsOkAndHolds(slow::Path(at, some)));
      EXPECT_THAT(tree.Consistency(LogSize{at}, LogSize{size}),
                  IsOkAndHolds(slow::Proof(at, some)));
    }
  }
  EXPECT_THAT(tree.Root(LogSize{0}), IsOkAndHolds(Sha256("")));
}

// Three levels of tiles. What the tree reader gives is checked by what a verifier checks.
TEST(TreeReader, ReadsTilesOfHigherLevels) {
  constexpr std::uint64_t kSize = 140'000;
  MemoryLog log;
  std::mt19937 chance(2);
  Grow(log, kSize, 30'000, chance);
  MerkleFrontier frontier;
  std::vector<Hash> roots = {frontier.Root()};
  std::vector<Hash> leaves = LeavesOf(kSize);
  for (const Hash& leaf : leaves) {
    frontier.Add(leaf);
    roots.push_back(frontier.Root());
  }
  ASSERT_EQ(log.Head().root, roots.back());
  TreeReader tree(log);
  for (int i = 0; i < 300; ++i) {
    const std::uint64_t size = i < 100 ? 65'400 + chance() % 300 : 1 + chance() % kSize;
    const std::uint64_t at = chance() % size;
    const auto inclusion = tree.Inclusion(Position{at}, LogSize{size});
    ASSERT_THAT(inclusion, IsOk());
    EXPECT_TRUE(ProvesInclusion(leaves[at], Position{at}, LogSize{size}, roots[size], *inclusion));
    const auto consistency = tree.Consistency(LogSize{at}, LogSize{size});
    ASSERT_THAT(consistency, IsOk());
    EXPECT_TRUE(
        ProvesConsistency(LogSize{at}, roots[at], LogSize{size}, roots[size], *consistency));
  }
  EXPECT_THAT(tree.Tile(1, 1, 256), IsOkAndHolds(testing::ElementsAreArray([&] {
                std::vector<Hash> hashes;
                for (std::size_t i = 256; i < 512; ++i) {
                  hashes.push_back(slow::Root(std::span(leaves).subspan(i * 256, 256)));
                }
                return hashes;
              }())));
  EXPECT_THAT(tree.Tile(2, 0, 2), IsOk());
}

TEST(TreeReader, GoesOnWhereAWriterStoppedWithinATile) {
  const TemporaryDirectory directory;
  const std::filesystem::path path = directory.path() / "log";
  ASSERT_THAT(RocksLog::Create(path), IsOk());
  std::mt19937 chance(3);
  for (const std::uint64_t size : {3, 250, 256, 300, 900}) {
    StatusOr<std::unique_ptr<Log>> writer = RocksLog::OpenWriter(path);
    ASSERT_THAT(writer, IsOk());
    Grow(**writer, size, 40, chance);
    TreeReader tree(**writer);
    const std::vector<Hash> leaves = LeavesOf(size);
    EXPECT_THAT(tree.Inclusion(Position{2}, LogSize{size}), IsOkAndHolds(slow::Path(2, leaves)));
  }
  StatusOr<std::unique_ptr<Log>> reader = RocksLog::OpenReader(path);
  ASSERT_THAT(reader, IsOk());
  TreeReader tree(**reader);
  const std::vector<Hash> leaves = LeavesOf(900);
  for (std::uint64_t size = 1; size <= 900; size += 7) {
    const std::span<const Hash> some = std::span(leaves).first(size);
    EXPECT_THAT(tree.Root(LogSize{size}), IsOkAndHolds(slow::Root(some)));
    EXPECT_THAT(tree.Inclusion(Position{size / 2}, LogSize{size}),
                IsOkAndHolds(slow::Path(size / 2, some)));
  }
}

TEST(TreeReader, TellsDamageInsteadOfAWrongProof) {
  MemoryLog log;
  std::mt19937 chance(4);
  Grow(log, 600, 600, chance);
  log.Overwrite(Position{3}, "another record");
  TreeReader tree(log);
  EXPECT_THAT(tree.Inclusion(Position{3}, LogSize{600}),
              StatusIs(StatusCode::kDataLoss, HasSubstr("record 3 does not hash to the root")));
  EXPECT_THAT(tree.Inclusion(Position{4}, LogSize{600}), IsOk());
  log.Overwrite(Position{599}, "another record");
  TreeReader other(log);
  EXPECT_THAT(other.Inclusion(Position{4}, LogSize{600}),
              StatusIs(StatusCode::kDataLoss, HasSubstr("record 4")));
}

TEST(TreeReader, TellsATileThatIsMissingOrDamaged) {
  const auto with = [](const char* bytes) {
    auto log = std::make_unique<MemoryLog>();
    std::mt19937 chance(5);
    Grow(*log, 700, 700, chance);
    LogBatch batch{{},
                   {{Table::kTiles, TileKey(0, 1), std::nullopt},
                    {Table::kTiles, TileKey(1, 0), std::nullopt}}};
    if (bytes != nullptr) {
      batch.entries[0].value = bytes;
      batch.entries[1].value = bytes;
    }
    EXPECT_THAT(AppendNow(*log, std::move(batch)), IsOk());
    return log;
  };
  const std::unique_ptr<MemoryLog> missing = with(nullptr);
  EXPECT_THAT(TreeReader(*missing).Tile(0, 1, 256),
              StatusIs(StatusCode::kDataLoss,
                       HasSubstr("tile 1 of level 0 of the Merkle tree is missing")));
  EXPECT_THAT(TreeReader(*missing).Tile(1, 0, 2),
              StatusIs(StatusCode::kDataLoss,
                       HasSubstr("tile 0 of level 1 of the Merkle tree is damaged")));
  EXPECT_THAT(TreeReader(*missing).Inclusion(Position{300}, LogSize{600}),
              StatusIs(StatusCode::kDataLoss, HasSubstr("of the Merkle tree is")));
  const std::unique_ptr<MemoryLog> damaged = with("short");
  EXPECT_THAT(TreeReader(*damaged).Inclusion(Position{300}, LogSize{600}),
              StatusIs(StatusCode::kDataLoss, HasSubstr("is damaged")));
  EXPECT_THAT(TreeReader(*damaged).Tile(1, 0, 2),
              StatusIs(StatusCode::kDataLoss, HasSubstr("is damaged")));
}

TEST(TreeReader, SpeaksOfNothingBeyondTheLog) {
  MemoryLog log;
  std::mt19937 chance(6);
  Grow(log, 5, 5, chance);
  TreeReader tree(log);
  EXPECT_THAT(tree.Root(LogSize{6}),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("5 records, not 6")));
  EXPECT_THAT(tree.Inclusion(Position{5}, LogSize{5}),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("no record 5")));
  EXPECT_THAT(tree.Inclusion(Position{0}, LogSize{0}),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("no record 0")));
  EXPECT_THAT(tree.Consistency(LogSize{4}, LogSize{3}),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("beginning")));
  EXPECT_THAT(tree.Consistency(LogSize{4}, LogSize{6}),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("not 6")));
}

}  // namespace
}  // namespace muster
