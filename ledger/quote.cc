// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/quote.h"

#include <cstdint>
#include <cstring>

namespace muster {

bool IsUtf8(std::string_view text, std::size_t* bad_offset) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  const std::size_t size = text.size();
  std::size_t i = 0;
  const auto continues = [&](std::size_t at, unsigned least = 0x80, unsigned most = 0xbf) {
    return at < size && bytes[at] >= least && bytes[at] <= most;
  };
  while (i < size) {
    // Eight bytes of ASCII at once: nearly all of nearly every text.
    std::uint64_t word = 0;
    if (size - i >= sizeof(word)) {
      std::memcpy(&word, bytes + i, sizeof(word));
      if ((word & 0x8080808080808080u) == 0) {
        i += sizeof(word);
        continue;
      }
    }
    const unsigned lead = bytes[i];
    std::size_t length = 0;
    if (lead < 0x80) {
      length = 1;
    } else if (lead >= 0xc2 && lead <= 0xdf) {
      length = continues(i + 1) ? 2 : 0;
    } else if (lead >= 0xe0 && lead <= 0xef) {
      // Neither overlong forms nor surrogates.
      const bool second = continues(i + 1, lead == 0xe0 ? 0xa0 : 0x80, lead == 0xed ? 0x9f : 0xbf);
      length = second && continues(i + 2) ? 3 : 0;
    } else if (lead >= 0xf0 && lead <= 0xf4) {
      // Neither overlong forms nor code points above U+10FFFF.
      const bool second = continues(i + 1, lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf);
      length = second && continues(i + 2) && continues(i + 3) ? 4 : 0;
    }
    if (length == 0) {
      if (bad_offset != nullptr) *bad_offset = i;
      return false;
    }
    i += length;
  }
  return true;
}

}  // namespace muster
