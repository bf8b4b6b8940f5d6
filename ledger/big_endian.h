// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Numbers as 8 bytes, most significant first, so that keys sort as the numbers do.
#ifndef MUSTER_LEDGER_BIG_ENDIAN_H_
#define MUSTER_LEDGER_BIG_ENDIAN_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster {

inline constexpr std::size_t kBigEndianBytes = 8;

inline std::string EncodeBigEndian(std::uint64_t number) {
  std::string bytes(kBigEndianBytes, '\0');
  for (std::size_t i = kBigEndianBytes; i > 0; number >>= 8) bytes[--i] = static_cast<char>(number);
  return bytes;
}

// nullopt unless there are exactly 8 bytes.
inline std::optional<std::uint64_t> DecodeBigEndian(std::string_view bytes) {
  if (bytes.size() != kBigEndianBytes) return std::nullopt;
  std::uint64_t number = 0;
  for (const char byte : bytes) number = number << 8 | static_cast<std::uint8_t>(byte);
  return number;
}

}  // namespace muster

#endif  // MUSTER_LEDGER_BIG_ENDIAN_H_
