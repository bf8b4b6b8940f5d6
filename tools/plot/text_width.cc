// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/text_width.h"

#include <array>
#include <cstdint>

#include "tools/output/display_text.h"

namespace muster {
namespace {

// Thousandths of the font size, from the blank to the tilde.
constexpr std::array<std::uint16_t, 95> kWidths = {
    318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361,  318, 337, 637, 637, 637,
    637, 637, 637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 531, 1000, 685, 687, 699, 771, 632,
    576, 775, 752, 295, 295, 656, 558, 863, 749, 788, 604, 788, 695, 635,  611, 732, 685, 989, 686,
    611, 686, 391, 337, 391, 838, 500, 500, 613, 635, 550, 635, 616, 353,  635, 634, 278, 278, 580,
    278, 975, 634, 612, 635, 635, 412, 521, 393, 634, 592, 818, 592, 592,  525, 637, 337, 637, 838};
// Of others, by the columns that they take in a terminal.
constexpr double kOneColumn = 0.85;
constexpr double kTwoColumns = 1.05;

constexpr char kEllipsis[] = "\u2026";

std::size_t LengthOfCharacter(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && (text[end] & 0xC0) == 0x80) ++end;
  return end - at;
}

double WidthOfCharacter(std::string_view character) {
  const auto code = static_cast<unsigned char>(character[0]);
  if (character.size() == 1 && code >= 32 && code < 127) return kWidths[code - 32] / 1000.0;
  switch (DisplayWidth(character)) {
    case 0:
      return 0;
    case 1:
      return kOneColumn;
    default:
      return kTwoColumns;
  }
}

}  // namespace

double TextWidth(std::string_view text, double font_size) {
  double width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = LengthOfCharacter(text, at);
    width += WidthOfCharacter(text.substr(at, length));
    at += length;
  }
  return width * font_size;
}

std::string FittedText(std::string_view text, double font_size, double width_max) {
  if (TextWidth(text, font_size) <= width_max) return std::string(text);
  const double room = width_max - TextWidth(kEllipsis, font_size);
  for (std::size_t slash = text.find('/'); slash != text.npos; slash = text.find('/', slash + 1)) {
    const std::string_view end = text.substr(slash);
    if (TextWidth(end, font_size) <= room) return kEllipsis + std::string(end);
  }
  std::size_t end = 0;
  while (end < text.size()) {
    const std::size_t length = LengthOfCharacter(text, end);
    if (TextWidth(text.substr(0, end + length), font_size) > room) break;
    end += length;
  }
  while (end > 0 && text[end - 1] == ' ') --end;
  return std::string(text.substr(0, end)) + kEllipsis;
}

std::vector<std::string> WrappedText(std::string_view text, double font_size, double width_max) {
  std::vector<std::string> lines;
  std::string line;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t blank = std::min(text.find(' ', at), text.size());
    const std::string word(text.substr(at, blank - at));
    at = blank + 1;
    const std::string longer = line.empty() ? word : line + ' ' + word;
    if (TextWidth(longer, font_size) <= width_max) {
      line = longer;
      continue;
    }
    if (!line.empty()) lines.push_back(line);
    line = FittedText(word, font_size, width_max);
  }
  if (!line.empty()) lines.push_back(line);
  return lines;
}

}  // namespace muster
