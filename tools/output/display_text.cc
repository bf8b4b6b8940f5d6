// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/output/display_text.h"

#include <wchar.h>

#include <clocale>

namespace muster {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

// The character at `*at`, which it moves on; kReplacement for a byte that begins none.
char32_t NextCharacter(std::string_view text, std::size_t* at) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned first = byte(*at);
  std::size_t length = 1;
  char32_t least = 0;
  char32_t character = first;
  if (first >= 0xC2 && first < 0xE0) {
    length = 2, least = 0x80, character = first & 0x1F;
  } else if (first >= 0xE0 && first < 0xF0) {
    length = 3, least = 0x800, character = first & 0x0F;
  } else if (first >= 0xF0 && first < 0xF5) {
    length = 4, least = 0x10000, character = first & 0x07;
  } else if (first >= 0x80) {
    ++*at;
    return kReplacement;
  }
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(*at + i) & 0xC0) != 0x80) {
      ++*at;
      return kReplacement;
    }
    character = (character << 6) | (byte(*at + i) & 0x3F);
  }
  const bool is_surrogate = character >= 0xD800 && character < 0xE000;
  if (character < least || is_surrogate || character > 0x10FFFF) {
    ++*at;
    return kReplacement;
  }
  *at += length;
  return character;
}

void AppendUtf8(std::string& text, char32_t character) {
  const auto add = [&text](char32_t byte) { text += static_cast<char>(byte); };
  if (character < 0x80) {
    add(character);
  } else if (character < 0x800) {
    add(0xC0 | (character >> 6)), add(0x80 | (character & 0x3F));
  } else if (character < 0x10000) {
    add(0xE0 | (character >> 12)), add(0x80 | ((character >> 6) & 0x3F));
    add(0x80 | (character & 0x3F));
  } else {
    add(0xF0 | (character >> 18)), add(0x80 | ((character >> 12) & 0x3F));
    add(0x80 | ((character >> 6) & 0x3F)), add(0x80 | (character & 0x3F));
  }
}

bool IsLineEnd(char32_t c) {
  return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

// Control characters, marks that change the direction of text, and invisible ones that could hide
// in a name: the zero-width ones, the byte order mark, and the tags.
bool IsUnsafe(char32_t c) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return true;
  if (c == 0x061C || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E)) return true;
  if ((c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB)) return true;
  return c >= 0xE0000 && c <= 0xE007F;
}

}  // namespace

std::string SafeText(std::string_view text, LineEnds line_ends) {
  std::string safe;
  safe.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = NextCharacter(text, &at);
    if (c == ' ' || c == '\t' || IsLineEnd(c)) {
      if (line_ends == LineEnds::kKept) {
        if (c != '\r') safe += IsLineEnd(c) ? '\n' : ' ';
      } else if (!safe.empty() && safe.back() != ' ') {
        safe += ' ';
      }
    } else if (!IsUnsafe(c)) {
      AppendUtf8(safe, c);
    }
  }
  if (line_ends == LineEnds::kAsSpaces && !safe.empty() && safe.back() == ' ') safe.pop_back();
  return safe;
}

std::size_t DisplayWidth(std::string_view text) {
  // The C library knows the widths of characters only in a locale of UTF-8, which Debian always
  // has.
  static const bool kIsSet = std::setlocale(LC_CTYPE, "C.UTF-8") != nullptr;
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = NextCharacter(text, &at);
    const int columns = kIsSet ? ::wcwidth(static_cast<wchar_t>(c)) : 1;
    if (columns > 0) width += static_cast<std::size_t>(columns);
  }
  return width;
}

}  // namespace muster
