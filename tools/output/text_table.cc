// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/output/text_table.h"

#include <algorithm>
#include <utility>

#include "ledger/status.h"
#include "tools/output/display_text.h"

namespace muster {
namespace {

constexpr std::size_t kGap = 2;

std::string Padded(const std::string& cell, std::size_t width, Align align) {
  const std::string blanks(width - std::min(width, DisplayWidth(cell)), ' ');
  return align == Align::kRight ? blanks + cell : cell + blanks;
}

}  // namespace

void TextTable::AddRow(std::vector<std::string> cells) {
  MUSTER_CHECK(cells.size() == columns_.size());
  for (std::string& cell : cells) cell = SafeText(cell);
  rows_.push_back({std::move(cells), false});
}

void TextTable::AddTotal(std::vector<std::string> cells) {
  AddRow(std::move(cells));
  rows_.back().below_rule = true;
}

std::vector<std::size_t> TextTable::Widths() const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t width = DisplayWidth(columns_[i].title);
    for (const Row& row : rows_) width = std::max(width, DisplayWidth(row.cells[i]));
    widths.push_back(width);
  }
  return widths;
}

std::size_t TextTable::Width() const {
  std::size_t width = 0;
  for (const std::size_t column : Widths()) width += column + kGap;
  return width < kGap ? 0 : width - kGap;
}

std::string TextTable::ToText(const Style& style) const {
  const std::vector<std::size_t> widths = Widths();
  const auto line_of = [&](const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) line.append(kGap, ' ');
      line += Padded(cells[i], widths[i], columns_[i].align);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
  };
  std::vector<std::string> titles;
  for (const Column& column : columns_) titles.push_back(column.title);
  std::string text = style.Heading(line_of(titles)) + '\n';
  bool is_ruled = false;
  for (const Row& row : rows_) {
    if (row.below_rule && !std::exchange(is_ruled, true)) {
      text += style.Faint(std::string(Width(), '-')) + '\n';
    }
    text += (row.below_rule ? style.Strong(line_of(row.cells)) : line_of(row.cells)) + '\n';
  }
  return text;
}

}  // namespace muster
