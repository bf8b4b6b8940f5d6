// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/signing_key.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "ledger/base64.h"
#include "ledger/durable_file.h"

namespace muster {
namespace {

constexpr std::string_view kPrivatePrefix = "PRIVATE+KEY+";
constexpr char kEd25519 = 1;  // the algorithm byte of C2SP signed-note
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kKeyFileBytesMax = 64 << 10;
// The white space of Unicode beyond ASCII, in UTF-8.
constexpr std::string_view kUnicodeSpaces[] = {
    "\xc2\x85",     "\xc2\xa0",     "\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81",
    "\xe2\x80\x82", "\xe2\x80\x83", "\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86",
    "\xe2\x80\x87", "\xe2\x80\x88", "\xe2\x80\x89", "\xe2\x80\x8a", "\xe2\x80\xa8",
    "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80"};

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using KeyHandle = std::unique_ptr<EVP_PKEY, Free>;

KeyHandle HandleOf(const SigningKey::Seed& seed) {
  KeyHandle key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
  MUSTER_CHECK(key != nullptr);
  return key;
}

// With the algorithm byte before the key, as both text forms have it.
std::string Tagged(const std::array<std::uint8_t, kKeyBytes>& key) {
  return kEd25519 + std::string(key.begin(), key.end());
}

// The key after its algorithm byte.
std::optional<std::array<std::uint8_t, kKeyBytes>> ParseTagged(std::string_view base64) {
  const std::optional<std::string> bytes = FromBase64(base64);
  if (!bytes || bytes->size() != 1 + kKeyBytes || bytes->front() != kEd25519) return std::nullopt;
  std::array<std::uint8_t, kKeyBytes> key;
  std::copy_n(bytes->begin() + 1, kKeyBytes, key.begin());
  return key;
}

std::string IdText(std::uint32_t id) { return fmt::format("{:08x}", id); }

}  // namespace

Status SigningKey::CheckName(std::string_view name) {
  if (name.empty()) return InvalidArgument("the name of a key is empty");
  for (const char byte : name) {
    const auto value = static_cast<unsigned char>(byte);
    if (value <= ' ' || value == 0x7f || byte == '+') {
      return InvalidArgument(
          "the name of a key cannot have white space, control characters or '+'");
    }
  }
  for (const std::string_view space : kUnicodeSpaces) {
    if (name.find(space) != std::string_view::npos) {
      // In a damaged file, the secret may stand where a name should.
      return InvalidArgument(
          "the name of a key cannot have white space, not that of Unicode either");
    }
  }
  return OkStatus();
}

SigningKey::SigningKey(std::string name, const Seed& seed, const PublicKey& public_key)
    : name_(std::move(name)), seed_(seed), public_key_(public_key) {}

StatusOr<SigningKey> SigningKey::Generate(std::string name) {
  Seed seed;
  if (RAND_priv_bytes(seed.data(), static_cast<int>(seed.size())) != 1) {
    return Unavailable("the system has no randomness for a signing key");
  }
  return FromSeed(std::move(name), seed);
}

StatusOr<SigningKey> SigningKey::FromSeed(std::string name, const Seed& seed) {
  MUSTER_RETURN_IF_ERROR(CheckName(name));
  PublicKey public_key;
  std::size_t length = public_key.size();
  MUSTER_CHECK(EVP_PKEY_get_raw_public_key(HandleOf(seed).get(), public_key.data(), &length) == 1);
  MUSTER_CHECK(length == public_key.size());
  return SigningKey(std::move(name), seed, public_key);
}

StatusOr<SigningKey> SigningKey::Parse(std::string_view text) {
  if (text.substr(0, kPrivatePrefix.size()) != kPrivatePrefix) {
    return InvalidArgument("a signing key begins with {}", kPrivatePrefix);
  }
  text.remove_prefix(kPrivatePrefix.size());
  const std::size_t name_end = text.find('+');
  // Not the last '+': base64 has some of its own.
  const std::size_t id_end =
      name_end == std::string_view::npos ? name_end : text.find('+', name_end + 1);
  if (id_end == std::string_view::npos) {
    return InvalidArgument("a signing key has a name, an id and a key between plus signs");
  }
  const std::optional<Seed> seed = ParseTagged(text.substr(id_end + 1));
  if (!seed) return InvalidArgument("the signing key is not the base64 of an Ed25519 key");
  MUSTER_ASSIGN_OR_RETURN(SigningKey key, FromSeed(std::string(text.substr(0, name_end)), *seed));
  const std::string_view id = text.substr(name_end + 1, id_end - name_end - 1);
  if (id != IdText(key.id())) {
    // What stands in its place could be a part of the secret.
    return InvalidArgument("the signing key's id is not {}, that of its name and key",
                           IdText(key.id()));
  }
  return key;
}

StatusOr<SigningKey> SigningKey::Read(const std::filesystem::path& file) {
  StatusOr<std::string> text = ReadSmallFile(file, kKeyFileBytesMax);
  if (!text.ok()) {
    if (text.status().code() == StatusCode::kUnavailable) return text.status();
    if (text.status().code() == StatusCode::kNotFound) {
      return NotFound("there is no signing key {}", file.string());
    }
    return DataLoss("{}", Message(text.status()));
  }
  if (text->ends_with('\n')) text->pop_back();
  StatusOr<SigningKey> key = Parse(*text);
  if (!key.ok()) return DataLoss("{}: {}", file.string(), Message(key.status()));
  return key;
}

Status SigningKey::Write(const std::filesystem::path& file) const {
  return WriteNewFile(file, PrivateText() + "\n", kOwnerOnly);
}

VerifierKey SigningKey::Verifier() const {
  return VerifierKey(name_, VerifierKey::Kind::kEd25519, public_key_);
}

std::string SigningKey::PrivateText() const {
  return fmt::format("{}{}+{}+{}", kPrivatePrefix, name_, IdText(id()), ToBase64(Tagged(seed_)));
}

SigningKey::Signature SigningKey::Sign(std::string_view message) const {
  const KeyHandle key = HandleOf(seed_);
  const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
  Signature signature;
  std::size_t length = signature.size();
  MUSTER_CHECK(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1);
  MUSTER_CHECK(EVP_DigestSign(context.get(), signature.data(), &length,
                              reinterpret_cast<const unsigned char*>(message.data()),
                              message.size()) == 1);
  MUSTER_CHECK(length == signature.size());
  return signature;
}

}  // namespace muster
