// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/tile_export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "ledger/merkle.h"
#include "ledger/tree_reader.h"
#include "tests/support/log_contents.h"
#include "tests/support/memory_log.h"
#include "tests/support/slow_merkle.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string RecordOf(std::uint64_t position) { return "record " + std::to_string(position); }

class TileExportTest : public testing::Test {
 protected:
  void Grow(std::uint64_t size) {
    LogBatch batch;
    for (std::uint64_t i = log_.Head().size.value; i < size; ++i)
      batch.records.push_back(RecordOf(i));
    ASSERT_THAT(AppendNow(log_, std::move(batch)), IsOk());
  }

  SignedNote Note(std::uint64_t size, const std::string& origin = "example.org/log") {
    TreeReader tree(log_);
    SignedNote note{Checkpoint{origin, LogSize{size}, *tree.Root(LogSize{size}), {}}.Text(), {}};
    note.signatures = {SignNote(*SigningKey::FromSeed(origin, Sha256("a log")), note.text)};
    return note;
  }

  StatusOr<TileExport> Export(std::uint64_t size) { return Export(Note(size)); }
  StatusOr<TileExport> Export(const SignedNote& note) {
    return ExportTiles(log_, note, directory(), [](std::uint64_t, std::uint64_t) {});
  }

  fs::path directory() const { return directory_.path() / "tiles"; }

  std::map<std::string, std::string> Files() const {
    std::map<std::string, std::string> files;
    for (const auto& file : fs::recursive_directory_iterator(directory())) {
      if (!file.is_regular_file()) continue;
      std::ostringstream bytes;
      bytes << std::ifstream(file.path(), std::ios::binary).rdbuf();
      files[fs::relative(file.path(), directory()).string()] = bytes.str();
    }
    return files;
  }

  TemporaryDirectory directory_;
  MemoryLog log_;
};

TEST(TileNameTest, AnIndexIsWrittenInGroupsOfThreeDigits) {
  EXPECT_EQ(TilePath({0, 0, 256}), "tile/0/000");
  EXPECT_EQ(TilePath({1, 999, 256}), "tile/1/999");
  EXPECT_EQ(TilePath({7, 1000, 255}), "tile/7/x001/000.p/255");
  EXPECT_EQ(TilePath({std::nullopt, 1234067, 1}), "tile/entries/x001/x234/067.p/1");
}

TEST(TileNameTest, WhatIsWrittenIsReadAgain) {
  for (const std::uint64_t index : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{999},
                                    std::uint64_t{1000}, std::uint64_t{1234067}, UINT64_MAX}) {
    for (const std::optional<int> level :
         {std::optional<int>(), std::optional(0), std::optional(7)}) {
      for (const std::size_t width : {1, 255, 256}) {
        const std::string path = TilePath({level, index, width});
        const auto name = ParseTilePath(path);
        ASSERT_TRUE(name) << path;
        EXPECT_EQ(name->level, level);
        EXPECT_EQ(name->index, index);
        EXPECT_EQ(name->width, width);
      }
    }
  }
}

TEST(TileNameTest, EverythingHasOneName) {
  for (const char* path : {"",
                           "tile",
                           "tile/",
                           "tile/0",
                           "tile/0/",
                           "tile/0/0",
                           "tile/0/0000",
                           "tile/8/000",
                           "tile/-1/000",
                           "tile/00/000",
                           "tile/data/000",
                           "tile/0/x000/001",
                           "tile/0/x1/000",
                           "tile/0/001/000",
                           "tile/0/x001",
                           "tile/0/x001/",
                           "tile/0/000.p",
                           "tile/0/000.p/",
                           "tile/0/000.p/0",
                           "tile/0/000.p/256",
                           "tile/0/000.p/01",
                           "tile/0/000.p/1/",
                           "tile/0/000/",
                           "tile/0/x018/x446/x744/x073/x709/x551/616",
                           "tiles/0/000",
                           "/tile/0/000",
                           "tile/0/x999/x999/x999/x999/x999/x999/x999/000",
                           "tile/0/000.p/1.p/1"}) {
    EXPECT_FALSE(ParseTilePath(path)) << path;
  }
}

TEST_F(TileExportTest, HasTheFilesOfTheSpecification) {
  Grow(700);
  ASSERT_THAT(Export(700), IsOk());
  const std::map<std::string, std::string> files = Files();
  std::vector<std::string> names;
  for (const auto& [name, bytes] : files) names.push_back(name);
  EXPECT_THAT(names, testing::ElementsAre("checkpoint", "tile/0/000", "tile/0/001",
                                          "tile/0/002.p/188", "tile/1/000.p/2", "tile/entries/000",
                                          "tile/entries/001", "tile/entries/002.p/188"));
  EXPECT_EQ(files.at("checkpoint"), Note(700).Encode());
  std::string leaves;
  std::string bundle;
  std::vector<Hash> hashes;
  for (std::uint64_t i = 0; i < 256; ++i) {
    hashes.push_back(LeafHash(RecordOf(i)));
    leaves += ToBytes(hashes.back());
    bundle += std::string(1, '\0') + static_cast<char>(RecordOf(i).size()) + RecordOf(i);
  }
  EXPECT_EQ(files.at("tile/0/000"), leaves);
  EXPECT_EQ(files.at("tile/entries/000"), bundle);
  EXPECT_EQ(files.at("tile/1/000.p/2").substr(0, 32), ToBytes(slow::Root(hashes)));
  EXPECT_EQ(files.at("tile/0/002.p/188").size(), 188u * 32);
}

TEST_F(TileExportTest, WritesNoEmptyTile) {
  Grow(256);
  ASSERT_THAT(Export(256), IsOk());
  std::vector<std::string> names;
  for (const auto& [name, bytes] : Files()) names.push_back(name);
  EXPECT_THAT(names, testing::ElementsAre("checkpoint", "tile/0/000", "tile/1/000.p/1",
                                          "tile/entries/000"));
}

TEST_F(TileExportTest, OfNoRecordsIsACheckpoint) {
  ASSERT_THAT(Export(0), IsOk());
  EXPECT_EQ(Files().size(), 1u);
}

TEST_F(TileExportTest, GoesOnFromAnEarlierOne) {
  Grow(300);
  ASSERT_THAT(Export(300), IsOk());
  const auto written = fs::last_write_time(directory() / "tile/0/000");
  Grow(600);
  const StatusOr<TileExport> second = Export(600);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->kept, 2u);
  EXPECT_EQ(second->written, 5u);
  EXPECT_EQ(fs::last_write_time(directory() / "tile/0/000"), written);
  const StatusOr<TileExport> third = Export(600);
  ASSERT_THAT(third, IsOk());
  EXPECT_EQ(third->written, 0u);
}

TEST_F(TileExportTest, FinishesOneThatWasCutOff) {
  Grow(600);
  ASSERT_THAT(Export(600), IsOk());
  const std::map<std::string, std::string> whole = Files();
  fs::remove(directory() / "checkpoint");
  fs::remove(directory() / "tile/0/001");
  fs::resize_file(directory() / "tile/entries/000", 100);
  const StatusOr<TileExport> again = Export(600);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->written, 2u);
  EXPECT_EQ(Files(), whole);
}

TEST_F(TileExportTest, TouchesNoExportOfAnotherLog) {
  Grow(300);
  ASSERT_THAT(Export(300), IsOk());
  const std::map<std::string, std::string> before = Files();
  EXPECT_THAT(Export(Note(300, "example.org/other")),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("it is of example.org/log")));
  EXPECT_THAT(Export(200), StatusIs(StatusCode::kFailedPrecondition, HasSubstr("has 300 records")));
  MemoryLog other;
  LogBatch batch;
  for (int i = 0; i < 400; ++i) batch.records.push_back("other");
  ASSERT_THAT(AppendNow(other, std::move(batch)), IsOk());
  SignedNote note{Checkpoint{"example.org/log", LogSize{400}, other.Head().root, {}}.Text(), {}};
  note.signatures = Note(1).signatures;
  EXPECT_THAT(ExportTiles(other, note, directory(), [](std::uint64_t, std::uint64_t) {}),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("no earlier checkpoint")));
  EXPECT_EQ(Files(), before);
  std::ofstream(directory() / "checkpoint") << "damaged";
  EXPECT_THAT(Export(300), StatusIs(StatusCode::kFailedPrecondition, HasSubstr("no earlier")));
}

TEST_F(TileExportTest, PublishesNoRecordThatIsNotInTheTree) {
  Grow(300);
  const SignedNote note = Note(300);
  log_.Overwrite(Position{7}, "another");
  EXPECT_THAT(Export(note), StatusIs(StatusCode::kDataLoss, HasSubstr("record 7")));
  EXPECT_FALSE(fs::exists(directory() / "checkpoint"));
}

}  // namespace
}  // namespace muster
