// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/excerpt.h"

namespace muster {

std::string Excerpt(std::string_view text, std::size_t bytes_max) {
  std::string excerpt;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool blank = byte <= ' ' || byte == 0x7f;
    if (blank && (excerpt.empty() || excerpt.back() == ' ')) continue;
    const bool continues_character = (byte & 0xc0) == 0x80;
    if (excerpt.size() >= bytes_max && !continues_character) return excerpt + "...";
    // Of bytes that are not UTF-8 there may be no end of continuations.
    if (excerpt.size() >= bytes_max + 4) return excerpt + "...";
    excerpt += blank ? ' ' : c;
  }
  if (!excerpt.empty() && excerpt.back() == ' ') excerpt.pop_back();
  return excerpt;
}

}  // namespace muster
