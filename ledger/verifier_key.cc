// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/verifier_key.h"

#include <openssl/evp.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "ledger/base64.h"
#include "ledger/sha256.h"
#include "ledger/signing_key.h"

namespace muster {
namespace {

struct FreeVerifier {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// With the kind's byte before the key, as the text form and the id have it.
std::string TaggedKey(VerifierKey::Kind kind, const VerifierKey::PublicKey& key) {
  return std::string(1, static_cast<char>(kind)) + std::string(key.begin(), key.end());
}

std::uint32_t IdOf(const std::string& name, const std::string& tagged) {
  const Hash hash = Sha256(name + "\n", tagged);
  return std::uint32_t{hash[0]} << 24 | std::uint32_t{hash[1]} << 16 | std::uint32_t{hash[2]} << 8 |
         std::uint32_t{hash[3]};
}

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

VerifierKey::VerifierKey(std::string name, Kind kind, const PublicKey& public_key)
    : name_(std::move(name)),
      kind_(kind),
      public_key_(public_key),
      id_(IdOf(name_, TaggedKey(kind, public_key))) {}

StatusOr<VerifierKey> VerifierKey::Parse(std::string_view text) {
  const std::size_t name_end = text.find('+');
  // Not the last '+': base64 has some of its own.
  const std::size_t id_end =
      name_end == std::string_view::npos ? name_end : text.find('+', name_end + 1);
  if (id_end == std::string_view::npos) {
    return InvalidArgument("a verifier key has a name, an id and a key between plus signs");
  }
  std::string name(text.substr(0, name_end));
  MUSTER_RETURN_IF_ERROR(SigningKey::CheckName(name));
  const std::optional<std::string> tagged = FromBase64(text.substr(id_end + 1));
  if (!tagged || tagged->empty()) return InvalidArgument("the verifier key is not in base64");
  const auto kind = static_cast<Kind>(tagged->front());
  if (kind != Kind::kEd25519 && kind != Kind::kCosignature) {
    return InvalidArgument(
        "the verifier key is of type {}; there are 1 (Ed25519) and 4 (its cosignatures)",
        static_cast<int>(static_cast<unsigned char>(tagged->front())));
  }
  PublicKey public_key;
  if (tagged->size() != 1 + public_key.size()) {
    return InvalidArgument("the verifier key has {} bytes, expected {}", tagged->size() - 1,
                           public_key.size());
  }
  std::copy(tagged->begin() + 1, tagged->end(), public_key.begin());
  VerifierKey key(std::move(name), kind, public_key);
  const std::string_view id = text.substr(name_end + 1, id_end - name_end - 1);
  if (id != fmt::format("{:08x}", key.id())) {
    return InvalidArgument("the verifier key has the id {}, expected {:08x}", id, key.id());
  }
  return key;
}

std::string VerifierKey::ShortText() const { return fmt::format("{}+{:08x}", name_, id_); }

std::string VerifierKey::Text() const {
  return fmt::format("{}+{}", ShortText(), ToBase64(TaggedKey(kind_, public_key_)));
}

bool VerifierKey::Verifies(std::string_view message, std::string_view signature) const {
  if (signature.size() != 64) return false;
  const std::unique_ptr<EVP_PKEY, FreeVerifier> key(EVP_PKEY_new_raw_public_key(
      EVP_PKEY_ED25519, nullptr, public_key_.data(), public_key_.size()));
  const std::unique_ptr<EVP_MD_CTX, FreeVerifier> context(EVP_MD_CTX_new());
  return key != nullptr && context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(message),
                          message.size()) == 1;
}

}  // namespace muster
