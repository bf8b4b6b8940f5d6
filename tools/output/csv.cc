// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/output/csv.h"

#include <algorithm>
#include <iterator>

#include "ledger/ascii.h"

namespace muster {
namespace {

// "-17", "+24", "-72.34": a number to every program, and no formula to any.
bool IsNumber(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  if (point == text.npos) return IsDigits(text);
  return IsDigits(text.substr(0, point)) && IsDigits(text.substr(point + 1));
}

}  // namespace

bool IsLiveCell(std::string_view cell) {
  // An apostrophe that stands before it already is part of the text, and is told from ours by
  // putting one more before it.
  const std::size_t begin = std::min(cell.find_first_not_of('\''), cell.size());
  cell.remove_prefix(begin);
  if (cell.empty()) return false;
  constexpr std::string_view kLive = "=+-@\t\r\n";
  // Excel takes the wide forms for the narrow ones where they are at home.
  constexpr std::string_view kWide[] = {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
  const bool is_wide = std::any_of(std::begin(kWide), std::end(kWide),
                                   [&](std::string_view wide) { return cell.starts_with(wide); });
  if (!is_wide && kLive.find(cell.front()) == kLive.npos) return false;
  return begin > 0 || !IsNumber(cell);
}

std::string CsvLine(std::span<const std::string> cells) {
  std::string line;
  for (const std::string& cell : cells) {
    if (&cell != cells.data()) line += ',';
    const bool is_live = IsLiveCell(cell);
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
      if (is_live) line += '\'';
      line += cell;
      continue;
    }
    line += '"';
    if (is_live) line += '\'';
    for (const char character : cell) {
      if (character == '"') line += '"';
      line += character;
    }
    line += '"';
  }
  return line + '\n';
}

}  // namespace muster
