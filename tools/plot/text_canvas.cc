// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/text_canvas.h"

#include <algorithm>

#include "tools/output/display_text.h"

namespace muster {

bool TextCanvas::IsFree(std::size_t row, std::size_t column, std::size_t width) const {
  if (row >= rows() || column + width > columns()) return false;
  const std::size_t first = column == 0 ? 0 : column - 1;
  const std::size_t last = std::min(columns(), column + width + 1);
  return std::all_of(rows_[row].begin() + static_cast<std::ptrdiff_t>(first),
                     rows_[row].begin() + static_cast<std::ptrdiff_t>(last),
                     [](const std::string& cell) { return cell == " "; });
}

void TextCanvas::PutText(std::size_t row, std::size_t column, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) Put(row, column + i, text.substr(i, 1));
}

std::string TextCanvas::Line(std::size_t row) const {
  std::string line;
  for (const std::string& cell : rows_[row]) line += cell;
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

std::string InLines(const std::vector<std::string>& entries, std::size_t columns) {
  std::string text;
  std::size_t width = 0;
  for (const std::string& entry : entries) {
    const std::size_t more = DisplayWidth(entry);
    if (width > 0 && width + 2 + more > columns) {
      text += '\n';
      width = 0;
    }
    if (width > 0) text += "  ";
    width += (width > 0 ? 2 : 0) + more;
    text += entry;
  }
  return text.empty() ? text : text + '\n';
}

}  // namespace muster
