// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/header_text.h"

#include <fmt/format.h>

namespace muster {

std::string HeaderText(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f && c != '%') {
      plain += c;
    } else {
      plain += fmt::format("%{:02X}", byte);
    }
  }
  return plain;
}

}  // namespace muster
