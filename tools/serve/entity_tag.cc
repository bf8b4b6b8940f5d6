// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/entity_tag.h"

#include <algorithm>

#include "ledger/sha256.h"

namespace muster {

std::string EntityTag(std::string_view content) {
  constexpr std::size_t kDigits = 32;
  return '"' + ToHex(Sha256(content)).substr(0, kDigits) + '"';
}

bool HasTag(std::string_view header, std::string_view tag) {
  if (header == "*") return true;
  while (!header.empty()) {
    const std::size_t comma = std::min(header.find(','), header.size());
    std::string_view one = header.substr(0, comma);
    header.remove_prefix(std::min(comma + 1, header.size()));
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    while (!one.empty() && one.back() == ' ') one.remove_suffix(1);
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == tag) return true;
  }
  return false;
}

HttpResponse NotModified(const std::string& tag) {
  HttpResponse response;
  response.status = 304;
  response.headers = {{"ETag", tag}, {"Cache-Control", "no-cache"}, {"Vary", "Accept-Encoding"}};
  return response;
}

}  // namespace muster
