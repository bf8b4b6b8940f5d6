// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/signing_key.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "ledger/sha256.h"

namespace muster {
namespace {

constexpr std::string_view kPrivatePrefix = "PRIVATE+KEY+";
constexpr char kEd25519 = 1;  // the algorithm byte of C2SP signed-note
constexpr std::size_t kKeyBytes = 32;
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

std::string Base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL ends it with a NUL
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

// The key after its algorithm byte. Only the one canonical text of each key is taken.
std::optional<std::array<std::uint8_t, kKeyBytes>> ParseTagged(std::string_view base64) {
  std::array<std::uint8_t, 1 + kKeyBytes> bytes;  // a multiple of 3: base64 needs no padding
  if (base64.size() != bytes.size() / 3 * 4) return std::nullopt;
  if (EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(base64.data()),
                      static_cast<int>(base64.size())) != static_cast<int>(bytes.size())) {
    return std::nullopt;
  }
  std::array<std::uint8_t, kKeyBytes> key;
  std::copy_n(bytes.begin() + 1, kKeyBytes, key.begin());
  if (Base64(Tagged(key)) != base64) return std::nullopt;
  return key;
}

std::string IdText(std::uint32_t id) { return fmt::format("{:08x}", id); }

std::string ErrnoMessage(int code) { return std::generic_category().message(code); }

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
      return InvalidArgument("the name of a key cannot have white space: '{}'", name);
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
    return InvalidArgument("the signing key has the id {}, expected {}", id, IdText(key.id()));
  }
  return key;
}

StatusOr<SigningKey> SigningKey::Read(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    if (error) return Unavailable("cannot read {}: {}", file.string(), error.message());
    return NotFound("there is no signing key {}", file.string());
  }
  std::ifstream in(file, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(in), {});
  if (!in) return Unavailable("cannot read {}", file.string());
  if (!text.empty() && text.back() == '\n') text.pop_back();
  StatusOr<SigningKey> key = Parse(text);
  if (!key.ok()) return DataLoss("{}: {}", file.string(), Message(key.status()));
  return key;
}

Status SigningKey::Write(const std::filesystem::path& file) const {
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    if (errno == EEXIST) return AlreadyExists("{} exists already", file.string());
    return Unavailable("cannot make {}: {}", file.string(), ErrnoMessage(errno));
  }
  const std::string text = PrivateText() + "\n";
  // Some hundred bytes go to a file in one piece or not at all.
  const bool written =
      write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      fsync(descriptor) == 0;
  const int code = errno;
  close(descriptor);
  if (written) return OkStatus();
  unlink(file.c_str());
  return Unavailable("cannot write {}: {}", file.string(), ErrnoMessage(code));
}

std::uint32_t SigningKey::id() const {
  const Hash hash = Sha256(name_ + "\n", Tagged(public_key_));
  return std::uint32_t{hash[0]} << 24 | std::uint32_t{hash[1]} << 16 | std::uint32_t{hash[2]} << 8 |
         std::uint32_t{hash[3]};
}

std::string SigningKey::PrivateText() const {
  return fmt::format("{}{}+{}+{}", kPrivatePrefix, name_, IdText(id()), Base64(Tagged(seed_)));
}

std::string SigningKey::VerifierText() const {
  return fmt::format("{}+{}+{}", name_, IdText(id()), Base64(Tagged(public_key_)));
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
