// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Tables for people: aligned columns, numbers right, totals under a rule, no boxes.
#ifndef MUSTER_TOOLS_OUTPUT_TEXT_TABLE_H_
#define MUSTER_TOOLS_OUTPUT_TEXT_TABLE_H_

#include <string>
#include <vector>

#include "tools/output/terminal.h"

namespace muster {

enum class Align { kLeft, kRight };

struct Column {
  std::string title;
  Align align = Align::kLeft;
};

// Thread-compatible.
class TextTable {
 public:
  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // Cells may be any text; they are made safe. REQUIRES: as many cells as columns.
  void AddRow(std::vector<std::string> cells);
  // The same below a rule.
  void AddTotal(std::vector<std::string> cells);

  bool empty() const { return rows_.empty(); }

  // All lines, each with its end; none has blanks at its end.
  std::string ToText(const Style& style) const;
  // The columns that the widest line takes.
  std::size_t Width() const;

 private:
  struct Row {
    std::vector<std::string> cells;
    bool below_rule = false;
  };
  std::vector<std::size_t> Widths() const;

  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_OUTPUT_TEXT_TABLE_H_
