// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/spelling.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "ledger/path.h"

namespace muster {
namespace {

// Nobody means a name that is longer; the distance takes the product of the lengths.
constexpr std::size_t kCharactersMax = 256;

// The letters without accents of U+00C0 to U+017F, in lower case; blank: the character itself.
constexpr std::string_view kLatin1 =
    "aaaaaaaceeeeiiiidnooooo ouuuuy saaaaaaaceeeeiiiidnooooo ouuuuy y";
constexpr std::string_view kLatinExtended =
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(kLatin1.size() == 64);
static_assert(kLatinExtended.size() == 128);

char32_t WithoutAccent(char32_t c) {
  if (c >= 'A' && c <= 'Z') return c - 'A' + 'a';
  char plain = ' ';
  if (c >= 0xc0 && c <= 0xff) plain = kLatin1[c - 0xc0];
  if (c >= 0x100 && c <= 0x17f) plain = kLatinExtended[c - 0x100];
  return plain == ' ' ? c : static_cast<char32_t>(plain);
}

// The characters of `text`, case and accents folded. A byte that is not UTF-8 stands for itself.
std::u32string Fold(std::string_view text) {
  std::u32string folded;
  for (std::size_t i = 0; i < text.size() && folded.size() <= kCharactersMax;) {
    const auto lead = static_cast<unsigned char>(text[i]);
    std::size_t size = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    char32_t c = size == 1 ? lead : lead & (0xffu >> (size + 1));
    for (std::size_t j = 1; j < size; ++j) {
      const unsigned byte = i + j < text.size() ? static_cast<unsigned char>(text[i + j]) : 0;
      if ((byte & 0xc0) != 0x80) {
        c = lead;
        size = 1;
        break;
      }
      c = c << 6 | (byte & 0x3f);
    }
    i += size;
    const bool combining_accent = c >= 0x300 && c <= 0x36f;
    if (!combining_accent) folded += WithoutAccent(c);
  }
  return folded;
}

// The number of characters inserted, left out, changed or swapped with their neighbour between the
// two (optimal string alignment); anything above `most` if it is above `most`.
std::size_t Distance(const std::u32string& a, const std::u32string& b, std::size_t most) {
  const std::size_t longer = std::max(a.size(), b.size());
  if (longer - std::min(a.size(), b.size()) > most) return most + 1;
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1] ? 1 : 0)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    if (*std::min_element(row.begin(), row.end()) > most) return most + 1;
  }
  return row[b.size()];
}

}  // namespace

std::optional<std::string> NearestName(std::string_view text,
                                       std::span<const std::string> candidates) {
  const std::u32string wanted = Fold(text);
  if (wanted.empty() || wanted.size() > kCharactersMax) return std::nullopt;
  const std::string* nearest = nullptr;
  // The distance that the next candidate must stay below.
  std::size_t bound = std::min(std::max<std::size_t>(wanted.size() / 3, 1) + 1, wanted.size());
  // A text of one character has no near misses, but may differ in case.
  if (bound == 0) bound = 1;
  for (const std::string& candidate : candidates) {
    if (bound == 0) break;
    std::size_t distance = Distance(wanted, Fold(candidate), bound - 1);
    if (candidate.find('/') != std::string::npos) {
      distance = std::min(distance, Distance(wanted, Fold(PathLast(candidate)), bound - 1));
    }
    if (distance >= bound) continue;
    nearest = &candidate;
    bound = distance;
  }
  if (nearest == nullptr) return std::nullopt;
  return *nearest;
}

}  // namespace muster
