// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/table/table_reader.h"

#include <gmock/gmock.h>

#include <fstream>
#include <random>

#include "tests/support/status_matchers.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class TableReaderTest : public testing::Test {
 protected:
  std::filesystem::path File(std::string_view bytes) {
    std::filesystem::path path = directory_.path() / "table.csv";
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  std::vector<TableRow> Rows(std::string_view bytes, char delimiter = ',') {
    const auto reader = TableReader::Open(File(bytes), Encoding::kUtf8, delimiter);
    EXPECT_THAT(reader, IsOk());
    std::vector<TableRow> rows;
    TableRow row;
    while (*(*reader)->Next(row)) rows.push_back(row);
    return rows;
  }

  TemporaryDirectory directory_;
};

TEST_F(TableReaderTest, RowsHaveTheirLinesAndBytes) {
  const std::vector<TableRow> rows = Rows("a,b\n1,2\n3,4\n");
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_THAT(rows[1].cells, ElementsAre("1", "2"));
  EXPECT_EQ(rows[1].line, 2u);
  EXPECT_EQ(rows[1].begin, 4u);
  EXPECT_EQ(rows[1].end, 7u);
  EXPECT_EQ(rows[2].begin, 8u);
}

TEST_F(TableReaderTest, ALineWithACarriageReturnInItIsRefusedAndNotTakenForOneRow) {
  std::vector<TableRow> rows = Rows("a,b\r1,2\r3,4\r");
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_THAT(rows[0].problem, HasSubstr("carriage return"));
  rows = Rows("a,b,c\n1\r2,3\n4,5,6\r\n\"7\r\",8,9\n");
  ASSERT_THAT(rows, SizeIs(4));
  EXPECT_THAT(rows[1].problem, HasSubstr("carriage return"));
  EXPECT_THAT(rows[2].cells, ElementsAre("4", "5", "6"));
  EXPECT_THAT(rows[3].cells, ElementsAre("7\r", "8", "9"));
}

TEST_F(TableReaderTest, OfALineThatIsTooLongNoPartIsTakenForAnotherRow) {
  const std::vector<TableRow> rows =
      Rows("a,b\n1," + std::string(5 * kRowBytesMax, 'x') + "\n3,4\n");
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_THAT(rows[1].problem, HasSubstr("bytes"));
  EXPECT_THAT(rows[2].cells, ElementsAre("3", "4"));
  EXPECT_EQ(rows[2].line, 3u);
}

TEST_F(TableReaderTest, AByteOrderMarkIsNoPartOfTheFirstCell) {
  const std::vector<TableRow> rows = Rows(
      "\xEF\xBB\xBF"
      "a,b\r\n1,2\r\n");
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_THAT(rows[0].cells, ElementsAre("a", "b"));
  EXPECT_EQ(rows[0].begin, 3u);
  EXPECT_THAT(rows[1].cells, ElementsAre("1", "2"));
  EXPECT_EQ(rows[1].begin, 8u);
  EXPECT_EQ(rows[1].end, 11u);
}

TEST_F(TableReaderTest, ALineEndWithinQuotesIsAPartOfTheCell) {
  const std::vector<TableRow> rows = Rows("a,b\n\"one\ntwo\",\"say \"\"x\"\"\"\n3,4\n");
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_THAT(rows[1].cells, ElementsAre("one\ntwo", "say \"x\""));
  EXPECT_EQ(rows[1].line, 2u);
  EXPECT_EQ(rows[2].line, 4u);
}

TEST_F(TableReaderTest, TheLastLineNeedsNoEndAndEmptyLinesAreNoRows) {
  EXPECT_THAT(Rows("a,b\n\n1,2\n  \n3,4"), SizeIs(3));
  EXPECT_THAT(Rows(""), SizeIs(0));
}

TEST_F(TableReaderTest, BlanksAroundCellsAreNotRead) {
  EXPECT_THAT(Rows(" a , b c ,\" d \"\n")[0].cells, ElementsAre("a", "b c", " d "));
}

TEST_F(TableReaderTest, OtherDelimiters) {
  EXPECT_THAT(Rows("a;b,c\n", ';')[0].cells, ElementsAre("a", "b,c"));
  EXPECT_THAT(Rows("a\tb\n", '\t')[0].cells, ElementsAre("a", "b"));
}

TEST_F(TableReaderTest, AStrayQuoteSpoilsItsRowAlone) {
  const std::vector<TableRow> rows = Rows("a,b\n1,2\"x\n3,4\n");
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_EQ(rows[1].rule, "bad-quotes");
  EXPECT_EQ(rows[1].line, 2u);
  EXPECT_THAT(rows[2].cells, ElementsAre("3", "4"));
}

TEST_F(TableReaderTest, AQuoteThatIsNotClosedIsToldWhereItBegins) {
  const std::vector<TableRow> rows = Rows("a,b\n1,\"2\n3,4\n");
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[1].rule, "bad-quotes");
  EXPECT_EQ(rows[1].line, 2u);
  EXPECT_THAT(Rows("a\n\"" + std::string(2 * kRowBytesMax, 'x'))[1].problem,
              HasSubstr("may not be closed"));
}

TEST_F(TableReaderTest, OtherEncodingsAreRefusedAtTheirLines) {
  const std::vector<TableRow> rows = Rows(
      "a\nCura\xE7"
      "ao\nx\n");
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_EQ(rows[1].rule, "encoding");
  EXPECT_EQ(rows[1].line, 2u);
  EXPECT_TRUE(rows[2].rule.empty());
}

TEST_F(TableReaderTest, AWrongByteWithinQuotesIsToldAtItsOwnLineAndSpoilsItsRowAlone) {
  const std::vector<TableRow> rows = Rows(
      "a,b\n1,\"x\nCura\xE7"
      "ao\n8,9\n\"\n3,4\n");
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_EQ(rows[1].line, 2u);
  EXPECT_EQ(rows[1].problem, "byte 5 of line 3 is not UTF-8");
  EXPECT_THAT(rows[1].cells, SizeIs(0));
  EXPECT_THAT(rows[2].cells, ElementsAre("3", "4"));
}

TEST_F(TableReaderTest, OnlyWhatMayBeLatin1IsSaidToBe) {
  EXPECT_THAT(Rows("Cura\xE7"
                   "ao\n")[0]
                  .hint,
              HasSubstr("--encoding latin1"));
  const std::vector<std::string> wide_tables = {std::string("\xFF\xFE\x61\0\n\0", 6),
                                                std::string("\xFE\xFF\0\x61\0\n", 6),
                                                std::string("\x61\0\n\0", 4)};
  for (const std::string& wide : wide_tables) {
    const TableRow row = Rows(wide)[0];
    EXPECT_EQ(row.rule, "encoding");
    EXPECT_EQ(row.hint, "save it as UTF-8");
  }
}

TEST_F(TableReaderTest, ManyColumnsAreReadAndTooManyRefused) {
  std::string line;
  for (int i = 0; i < 10000; ++i) line += "x,";
  EXPECT_THAT(Rows(line + "\n")[0].cells, SizeIs(10001));
  for (int i = 0; i < 10000; ++i) line += "x,";
  EXPECT_EQ(Rows(line + "\n")[0].rule, "too-many");
}

TEST_F(TableReaderTest, WhatIsNoTableFileIsRefused) {
  EXPECT_THAT(TableReader::Open(directory_.path() / "none", Encoding::kUtf8, ','),
              StatusIs(StatusCode::kNotFound, HasSubstr("no such file")));
  EXPECT_THAT(TableReader::Open(directory_.path(), Encoding::kUtf8, ','),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("regular file")));
  const std::filesystem::path large = File("a\n");
  std::filesystem::resize_file(large, std::uintmax_t{5} << 30);  // sparse
  EXPECT_THAT(TableReader::Open(large, Encoding::kUtf8, ','),
              StatusIs(StatusCode::kResourceExhausted, HasSubstr("divide it")));
}

// Cells of any bytes that a table can have come back, from the file and from their place in it.
TEST_F(TableReaderTest, RandomCellsComeBack) {
  std::mt19937 random(7);
  constexpr std::string_view kSigns = "ab,\"\n\r; x\xC3\xA9";
  for (int round = 0; round < 200; ++round) {
    std::vector<std::vector<std::string>> written;
    std::string bytes;
    const std::size_t columns = 1 + random() % 4;
    for (std::size_t i = 0; i < 1 + random() % 6; ++i) {
      auto& row = written.emplace_back();
      for (std::size_t c = 0; c < columns; ++c) {
        std::string& cell = row.emplace_back("x");
        for (std::size_t n = random() % 8; n > 0; --n) {
          const std::size_t sign = random() % (kSigns.size() - 1);
          cell +=
              sign == kSigns.size() - 2 ? std::string("\xC3\xA9") : std::string(1, kSigns[sign]);
        }
        bytes += c == 0 ? "\"" : ",\"";
        for (const char sign : cell) bytes += sign == '"' ? "\"\"" : std::string(1, sign);
        bytes += '"';
      }
      bytes += random() % 2 == 0 ? "\n" : "\r\n";
    }
    const std::vector<TableRow> rows = Rows(bytes);
    const auto fetcher = RowFetcher::Open(directory_.path() / "table.csv", ',');
    ASSERT_THAT(rows, SizeIs(written.size())) << bytes;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      EXPECT_EQ(rows[i].cells, written[i]) << bytes;
      EXPECT_EQ((*fetcher)->Fetch(rows[i].begin, rows[i].end, rows[i].line)->cells, written[i]);
    }
  }
}

TEST_F(TableReaderTest, Latin1IsReadAsUtf8) {
  const auto text = TableText::Open(File("Cura\xE7"
                                         "ao"),
                                    Encoding::kLatin1);
  ASSERT_THAT(text, IsOk());
  EXPECT_EQ(*(*text)->Next(),
            "Cura\xC3\xA7"
            "ao");
  EXPECT_EQ(*(*text)->Next(), "");
}

}  // namespace
}  // namespace muster
