// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/sha256.h"

#include <openssl/evp.h>

#include <cstring>
#include <memory>

#include "ledger/status.h"

namespace muster {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// OpenSSL 3 looks an algorithm up by name each time it is not given one that was fetched, which
// costs more than hashing a record does. Fetched once; never freed, as threads may hash until the
// end.
const EVP_MD* Algorithm() {
  static const EVP_MD* const kAlgorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return kAlgorithm;
}

int HexDigit(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

}  // namespace

Hash Sha256(std::string_view first, std::string_view second) {
  static thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> kContext(EVP_MD_CTX_new());
  Hash hash;
  unsigned int length = 0;
  MUSTER_CHECK(EVP_DigestInit_ex2(kContext.get(), Algorithm(), nullptr) == 1);
  MUSTER_CHECK(EVP_DigestUpdate(kContext.get(), first.data(), first.size()) == 1);
  MUSTER_CHECK(EVP_DigestUpdate(kContext.get(), second.data(), second.size()) == 1);
  MUSTER_CHECK(EVP_DigestFinal_ex(kContext.get(), hash.data(), &length) == 1);
  MUSTER_CHECK(length == hash.size());
  return hash;
}

struct Sha256Hasher::Context {
  std::unique_ptr<EVP_MD_CTX, FreeContext> context{EVP_MD_CTX_new()};
};

Sha256Hasher::Sha256Hasher() : context_(std::make_unique<Context>()) {
  MUSTER_CHECK(EVP_DigestInit_ex2(context_->context.get(), Algorithm(), nullptr) == 1);
}
Sha256Hasher::~Sha256Hasher() = default;

void Sha256Hasher::Add(std::string_view bytes) {
  MUSTER_CHECK(EVP_DigestUpdate(context_->context.get(), bytes.data(), bytes.size()) == 1);
}

Hash Sha256Hasher::Finish() {
  Hash hash;
  unsigned int length = 0;
  MUSTER_CHECK(EVP_DigestFinal_ex(context_->context.get(), hash.data(), &length) == 1);
  MUSTER_CHECK(length == hash.size());
  return hash;
}

std::string ToHex(const Hash& hash) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex(2 * hash.size(), '0');
  for (std::size_t i = 0; i < hash.size(); ++i) {
    hex[2 * i] = kDigits[hash[i] >> 4];
    hex[2 * i + 1] = kDigits[hash[i] & 15];
  }
  return hex;
}

std::optional<Hash> HashFromHex(std::string_view hex) {
  Hash hash;
  if (hex.size() != 2 * hash.size()) return std::nullopt;
  for (std::size_t i = 0; i < hash.size(); ++i) {
    const int high = HexDigit(hex[2 * i]);
    const int low = HexDigit(hex[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    hash[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return hash;
}

std::string ToBytes(const Hash& hash) { return std::string(hash.begin(), hash.end()); }

Hash HashFromBytes(std::string_view bytes) {
  Hash hash;
  MUSTER_CHECK(bytes.size() == hash.size());
  std::memcpy(hash.data(), bytes.data(), hash.size());
  return hash;
}

}  // namespace muster
