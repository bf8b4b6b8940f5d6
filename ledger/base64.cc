// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/base64.h"

#include <openssl/evp.h>

#include <algorithm>
#include <limits>

#include "ledger/status.h"

namespace muster {

std::string ToBase64(std::string_view bytes) {
  MUSTER_CHECK(bytes.size() < std::numeric_limits<int>::max() / 2);
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL ends it with a NUL
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::optional<std::string> FromBase64(std::string_view text) {
  if (text.size() % 4 != 0 || text.size() > std::numeric_limits<int>::max()) return std::nullopt;
  if (text.empty()) return std::string();
  std::string bytes(text.size() / 4 * 3, '\0');
  const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
  if (length != static_cast<int>(bytes.size())) return std::nullopt;
  // The padding comes out as zero bytes.
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  bytes.resize(bytes.size() - padding);
  // OpenSSL bears with white space and stray bits.
  if (ToBase64(bytes) != text) return std::nullopt;
  return bytes;
}

std::optional<Hash> HashFromBase64(std::string_view text) {
  const std::optional<std::string> bytes = FromBase64(text);
  if (!bytes || bytes->size() != sizeof(Hash)) return std::nullopt;
  return HashFromBytes(*bytes);
}

}  // namespace muster
