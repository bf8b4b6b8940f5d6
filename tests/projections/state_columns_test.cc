// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: a state of which the first rows are in columns is the same state, whatever was added or
// ended since; and columns that are not what they were are not taken.
#include "projections/state_columns.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "projections/fact_column.h"
#include "tests/projections/log_source.h"
#include "tests/projections/random_log.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

void FoldTo(LogSize size, const LogSource& source, EffectiveSet& set) {
  const auto fold = [&](Position position, const v1::Record& record) {
    return set.Fold(position, record, source);
  };
  const Status status = source.Read(Position{set.size().value}, size, fold);
  MUSTER_CHECK(status.ok());
}

// The rows of the tables that have columns.
StateCounts ColumnRowsOf(const EffectiveSet& set) {
  const StateCounts counts = CountsOf(set);
  StateCounts rows{};
  for (const StateTable table : kColumnTables) {
    const auto at = static_cast<std::size_t>(table);
    rows[at] = counts[at];
  }
  return rows;
}

// What is read back of `set`, of which `columns` rows are in the files.
std::optional<EffectiveSet> ReadBack(const std::filesystem::path& directory,
                                     const EffectiveSet& set, const StateCounts& columns) {
  const StateCounts counts = CountsOf(set);
  StateDecoder decoder(set.size(), counts, columns);
  if (!MapColumns(directory, columns, decoder.parts())) return std::nullopt;
  for (int i = 0; i < kStateTables; ++i) {
    const auto table = static_cast<StateTable>(i);
    for (std::size_t page = 0; page < PagesOf(columns[i]); ++page) {
      const std::string bytes = EncodePage(set, table, page, columns[i]);
      if (!TakePage(bytes, table, page, columns[i], decoder.parts())) return std::nullopt;
    }
    for (std::size_t block = columns[i] / kBlockRows; block < BlocksOf(counts[i]); ++block) {
      if (!decoder.Add(table, block, EncodeBlock(set, table, block, columns[i])).ok())
        return std::nullopt;
    }
  }
  StatusOr<EffectiveSet> decoded = decoder.Finish();
  if (!decoded.ok()) return std::nullopt;
  return *std::move(decoded);
}

TEST(StateColumns, RowsInColumnsAndRowsBesideThemAreOneState) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    const TemporaryDirectory directory;
    RandomLog random(seed);
    const LogSource source(random.builder().log());
    EffectiveSet set;
    StateCounts columns{};
    // Two thirds of the log go into the columns, in two steps; what follows ends rows in them, too.
    for (const std::uint64_t third : {1, 2}) {
      FoldTo(LogSize{source.size().value * third / 3}, source, set);
      const StateCounts rows = ColumnRowsOf(set);
      ASSERT_THAT(AppendColumns(directory.path(), set, columns, rows), IsOk());
      columns = rows;
    }
    const LogSize last{source.size().value - seed % 2};
    FoldTo(last, source, set);
    std::optional<EffectiveSet> read = ReadBack(directory.path(), set, columns);
    ASSERT_TRUE(read.has_value()) << "seed " << seed;
    ASSERT_EQ(EncodeState(*read), EncodeState(set)) << "seed " << seed;
    FoldTo(source.size(), source, *read);
    FoldTo(source.size(), source, set);
    ASSERT_EQ(EncodeState(*read), EncodeState(set)) << "seed " << seed;
  }
}

class SavedColumns : public testing::Test {
 protected:
  SavedColumns() : random_(7), source_(random_.builder().log()) {
    FoldTo(source_.size(), source_, set_);
    columns_ = ColumnRowsOf(set_);
    EXPECT_THAT(AppendColumns(directory_.path(), set_, {}, columns_), IsOk());
    for (const auto& entry : std::filesystem::directory_iterator(directory_.path())) {
      files_.push_back(entry.path());
    }
  }
  bool AreTaken() const { return ReadBack(directory_.path(), set_, columns_).has_value(); }

  TemporaryDirectory directory_;
  RandomLog random_;
  LogSource source_;
  EffectiveSet set_;
  StateCounts columns_{};
  std::vector<std::filesystem::path> files_;
};

TEST_F(SavedColumns, AFlippedBitOfAnyByteIsFound) {
  ASSERT_EQ(files_.size(), 15u);
  ASSERT_TRUE(AreTaken());
  for (const std::filesystem::path& file : files_) {
    const std::uint64_t size = std::filesystem::file_size(file);
    ASSERT_GT(size, 0u) << file;
    for (std::uint64_t at = 0; at < size; at += 1 + size / 50) {
      std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
      stream.seekg(static_cast<std::streamoff>(at));
      const int byte = stream.get();
      const auto put = [&](int value) {
        stream.seekp(static_cast<std::streamoff>(at));
        stream.put(static_cast<char>(value));
        stream.flush();
      };
      put(byte ^ 1 << at % 8);
      EXPECT_FALSE(AreTaken()) << file << " at " << at;
      put(byte);
    }
  }
  EXPECT_TRUE(AreTaken());
}

TEST_F(SavedColumns, AFileThatIsShorterOrGoneIsFound) {
  for (const std::filesystem::path& file : files_) {
    const std::uint64_t size = std::filesystem::file_size(file);
    std::filesystem::resize_file(file, size - 1);
    EXPECT_FALSE(AreTaken()) << file;
    std::filesystem::remove(file);
    EXPECT_FALSE(AreTaken()) << file;
    ASSERT_THAT(AppendColumns(directory_.path(), set_, {}, columns_), IsOk());
    EXPECT_TRUE(AreTaken()) << file;
  }
}

// As after a crash between the columns and the state.
TEST_F(SavedColumns, RowsThatNoStateSpeaksOfAreOverwritten) {
  for (const std::filesystem::path& file : files_) {
    std::ofstream(file, std::ios::app | std::ios::binary) << "rows of a state that was not saved";
  }
  EXPECT_TRUE(AreTaken());
  StateCounts half = columns_;
  for (std::uint64_t& rows : half) rows /= 2;
  ASSERT_THAT(AppendColumns(directory_.path(), set_, half, columns_), IsOk());
  EXPECT_TRUE(AreTaken());
}

TEST_F(SavedColumns, WhoHasThemMappedKeepsThemWhenTheyAreMadeAnew) {
  const std::optional<EffectiveSet> reader = ReadBack(directory_.path(), set_, columns_);
  ASSERT_TRUE(reader.has_value());
  const std::string before = EncodeState(*reader);
  RandomLog random(8);
  const LogSource source(random.builder().log());
  EffectiveSet other;
  FoldTo(source.size(), source, other);
  ASSERT_THAT(AppendColumns(directory_.path(), other, {}, ColumnRowsOf(other)), IsOk());
  EXPECT_FALSE(AreTaken());
  EXPECT_EQ(EncodeState(*reader), before);
}

TEST_F(SavedColumns, WhatIsChangedInMemoryDoesNotReachTheFile) {
  using Numbers = FactColumn<std::uint32_t>;
  const std::filesystem::path file = directory_.path() / "numbers";
  std::vector<std::uint32_t> written(3000);
  for (std::uint32_t i = 0; i < written.size(); ++i) written[i] = i;
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(written.data()), 4 * 3000);
  EXPECT_FALSE(Numbers::OfFile(file, 3001, 0).has_value());
  std::optional<Numbers> column = Numbers::OfFile(file, 2999, 10);
  ASSERT_TRUE(column.has_value());
  (*column)[1] = 77;
  // Beyond the room, too.
  for (std::uint32_t i = 0; i < 5000; ++i) column->push_back(i);
  const Numbers copy = *column;
  (*column)[1] = 78;
  EXPECT_EQ(copy.size(), 7999u);
  EXPECT_EQ(copy[1], 77u);
  EXPECT_EQ(copy[2998], 2998u);
  EXPECT_EQ(copy[7998], 4999u);
  const std::optional<Numbers> again = Numbers::OfFile(file, 3000, 0);
  ASSERT_TRUE(again.has_value());
  EXPECT_TRUE(std::equal(written.begin(), written.end(), again->begin(), again->end()));
}

}  // namespace
}  // namespace muster
