// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// TextCanvas: a grid of characters, as charts in a terminal are made of.
#ifndef MUSTER_TOOLS_PLOT_TEXT_CANVAS_H_
#define MUSTER_TOOLS_PLOT_TEXT_CANVAS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

// Every cell holds one character of one column. Thread-compatible.
class TextCanvas {
 public:
  TextCanvas(std::size_t rows, std::size_t columns)
      : rows_(rows, std::vector<std::string>(columns, " ")) {}

  std::size_t rows() const { return rows_.size(); }
  std::size_t columns() const { return rows_.empty() ? 0 : rows_.front().size(); }

  // What lies outside is left out.
  void Put(std::size_t row, std::size_t column, std::string_view character) {
    if (row < rows() && column < columns()) rows_[row][column] = character;
  }
  const std::string& At(std::size_t row, std::size_t column) const { return rows_[row][column]; }
  // Whether a text of so many columns there covers nothing but blanks, nor touches anything.
  bool IsFree(std::size_t row, std::size_t column, std::size_t width) const;
  // ASCII text.
  void PutText(std::size_t row, std::size_t column, std::string_view text);

  // A row without the blanks at its end.
  std::string Line(std::size_t row) const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

// The entries in lines of at most `columns` columns, two blanks apart.
std::string InLines(const std::vector<std::string>& entries, std::size_t columns);

}  // namespace muster

#endif  // MUSTER_TOOLS_PLOT_TEXT_CANVAS_H_
