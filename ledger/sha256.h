// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// SHA-256 (FIPS 180-4), by OpenSSL.
#ifndef MUSTER_LEDGER_SHA256_H_
#define MUSTER_LEDGER_SHA256_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace muster {

using Hash = std::array<std::uint8_t, 32>;

// The digest of the concatenation of both parts. Pure; safe for concurrent use.
Hash Sha256(std::string_view first, std::string_view second = {});

// The digest of what comes in pieces. Thread-compatible.
class Sha256Hasher {
 public:
  Sha256Hasher();
  ~Sha256Hasher();
  Sha256Hasher(const Sha256Hasher&) = delete;
  Sha256Hasher& operator=(const Sha256Hasher&) = delete;

  void Add(std::string_view bytes);
  // Of all that was added; nothing may be added after it.
  Hash Finish();

 private:
  struct Context;
  const std::unique_ptr<Context> context_;
};

// 64 lower-case hexadecimal digits.
std::string ToHex(const Hash& hash);
// The reverse; nullopt unless `hex` is 64 hexadecimal digits.
std::optional<Hash> HashFromHex(std::string_view hex);

// The 32 bytes as the proto's `bytes` fields hold them, and back. REQUIRES: bytes.size() == 32.
std::string ToBytes(const Hash& hash);
Hash HashFromBytes(std::string_view bytes);

}  // namespace muster

#endif  // MUSTER_LEDGER_SHA256_H_
