// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: no cell of a CSV that muster writes is a formula to a spreadsheet, whatever a report says;
// numbers stay numbers, and nothing is lost.

#include "tools/output/csv.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace muster {
namespace {

// The cells of one line, by the rules of RFC 4180.
std::vector<std::string> CellsOf(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const char character = line[i];
    if (quoted && character == '"' && line[i + 1] == '"') {
      cells.back() += '"';
      ++i;
    } else if (character == '"') {
      quoted = !quoted;
    } else if (character == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += character;
    }
  }
  return cells;
}

bool IsPlainNumber(const std::string& cell) {
  static const std::regex number("[-+]?[0-9]+(\\.[0-9]+)?");
  return std::regex_match(cell, number);
}

bool BeginsAsFormula(const std::string& cell) {
  return !cell.empty() && std::string_view("=+-@\t\r\n").find(cell[0]) != std::string_view::npos;
}

TEST(Csv, HandsOnNoFormulaAndLosesNothing) {
  const std::vector<std::string> pieces = {
      "=", "+", "-", "@",  "\t", "\r", "\n",   "'", "17",      "0",      ".",      "\"", ",",
      ";", " ", "a", "e5", "|",  "!",  "SUM(", ")", "cmd|'/C", "\uFF1D", "\uFF0B", "",   "1,5"};
  int live = 0;
  int numbers = 0;
  EXPECT_TRUE(rc::check([&] {
    const auto text =
        rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces)),
                     [](const std::vector<std::string>& parts) {
                       std::string cell;
                       for (const std::string& part : parts) cell += part;
                       return cell;
                     });
    const auto number = rc::gen::map(rc::gen::arbitrary<int>(), [](int n) {
      return (n % 3 == 0 ? "+" : "") + std::to_string(n % 3 == 0 ? std::abs(n % 1000) : n);
    });
    const auto cells =
        *rc::gen::container<std::vector<std::string>>(20, rc::gen::oneOf(text, text, number));
    const std::vector<std::string> read = CellsOf(CsvLine(cells));
    RC_ASSERT(read.size() == cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (IsPlainNumber(cells[i])) {
        RC_ASSERT(read[i] == cells[i]);
        ++numbers;
        continue;
      }
      RC_ASSERT(!BeginsAsFormula(read[i]));
      if (BeginsAsFormula(cells[i])) ++live;
      RC_ASSERT((IsLiveCell(read[i]) ? read[i].substr(1) : read[i]) == cells[i]);
    }
  }));
  EXPECT_GT(live, 100);
  EXPECT_GT(numbers, 20);
}

TEST(Csv, PutsAnApostropheBeforeAFormula) {
  const std::vector<std::string> cells = {"=1+1",     "-17", "+24", "-53..46",
                                          "@SUM(A1)", "'=1", "a=b"};
  EXPECT_EQ(CsvLine(cells), "'=1+1,-17,+24,'-53..46,'@SUM(A1),''=1,a=b\n");
  const std::vector<std::string> quoted = {"=HYPERLINK(\"http://x\",\"y\")"};
  EXPECT_EQ(CsvLine(quoted), "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\n");
}

}  // namespace
}  // namespace muster
