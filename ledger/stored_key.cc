// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/stored_key.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "ledger/base64.h"
#include "ledger/decimal.h"
#include "ledger/durable_file.h"
#include "ledger/sha256.h"

namespace muster {
namespace {

constexpr std::string_view kEncryptedTitle = "muster encrypted key 1";
constexpr std::size_t kStoredKeyBytesMax = 64 << 10;
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;
// N of scrypt, with r = 8 and p = 1: 128 MiB and some tenths of a second for each passphrase that
// is tried. A file may ask for no more than twice that.
constexpr std::uint64_t kScryptCost = 1 << 17;
constexpr std::uint64_t kScryptCostMax = 1 << 18;
constexpr std::uint64_t kScryptBlock = 8;
constexpr std::uint64_t kScryptBytesMax = std::uint64_t{512} << 20;

using Secret = std::array<unsigned char, 32>;

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

const unsigned char* BytesOfText(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

StatusOr<Secret> DeriveSecret(std::string_view passphrase, std::string_view salt,
                              std::uint64_t cost) {
  Secret secret;
  if (EVP_PBE_scrypt(passphrase.data(), passphrase.size(), BytesOfText(salt), salt.size(), cost,
                     kScryptBlock, 1, kScryptBytesMax, secret.data(), secret.size()) != 1) {
    return Unavailable("there is no memory to make a key of the passphrase");
  }
  return secret;
}

// The seed encrypted, with its tag behind it.
std::string Seal(const Secret& secret, std::string_view nonce, std::string_view header,
                 std::string_view seed) {
  const CipherContext context(EVP_CIPHER_CTX_new());
  std::string sealed(seed.size() + kTagBytes, '\0');
  auto* const out = reinterpret_cast<unsigned char*>(sealed.data());
  int length = 0;
  MUSTER_CHECK(EVP_EncryptInit_ex(context.get(), EVP_chacha20_poly1305(), nullptr, secret.data(),
                                  BytesOfText(nonce)) == 1);
  MUSTER_CHECK(EVP_EncryptUpdate(context.get(), nullptr, &length, BytesOfText(header),
                                 static_cast<int>(header.size())) == 1);
  MUSTER_CHECK(EVP_EncryptUpdate(context.get(), out, &length, BytesOfText(seed),
                                 static_cast<int>(seed.size())) == 1);
  MUSTER_CHECK(EVP_EncryptFinal_ex(context.get(), out + length, &length) == 1);
  MUSTER_CHECK(
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kTagBytes, out + seed.size()) == 1);
  return sealed;
}

std::optional<SigningKey::Seed> OpenSealed(const Secret& secret, std::string_view nonce,
                                           std::string_view header, std::string sealed) {
  const CipherContext context(EVP_CIPHER_CTX_new());
  SigningKey::Seed seed;
  MUSTER_CHECK(sealed.size() == seed.size() + kTagBytes);
  int length = 0;
  const bool opened = EVP_DecryptInit_ex(context.get(), EVP_chacha20_poly1305(), nullptr,
                                         secret.data(), BytesOfText(nonce)) == 1 &&
                      EVP_DecryptUpdate(context.get(), nullptr, &length, BytesOfText(header),
                                        static_cast<int>(header.size())) == 1 &&
                      EVP_DecryptUpdate(context.get(), seed.data(), &length, BytesOfText(sealed),
                                        static_cast<int>(seed.size())) == 1 &&
                      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kTagBytes,
                                          sealed.data() + seed.size()) == 1 &&
                      EVP_DecryptFinal_ex(context.get(), seed.data() + length, &length) == 1;
  if (!opened) return std::nullopt;
  return seed;
}

// The words of the line of `*text` that begins with `key`, and takes it off.
std::optional<std::vector<std::string_view>> TakeWords(std::string_view* text, std::string_view key,
                                                       std::size_t count) {
  const std::size_t end = text->find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view line = text->substr(0, end);
  if (!line.starts_with(key) || line.size() <= key.size() || line[key.size()] != ' ') {
    return std::nullopt;
  }
  line.remove_prefix(key.size() + 1);
  text->remove_prefix(end + 1);
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t space = line.find(' ');
    words.push_back(line.substr(0, space));
    if (space == std::string_view::npos) break;
    line.remove_prefix(space + 1);
  }
  if (words.size() != count) return std::nullopt;
  return words;
}

Status NoEncryptedKey(std::string_view why) {
  return InvalidArgument("the encrypted signing key is damaged: {}", why);
}

}  // namespace

StoredKey::StoredKey(VerifierKey verifier, std::optional<SigningKey> plain,
                     std::optional<Encrypted> encrypted)
    : verifier_(std::move(verifier)), plain_(std::move(plain)), encrypted_(std::move(encrypted)) {}

StatusOr<StoredKey> StoredKey::Read(const std::filesystem::path& file) {
  const StatusOr<std::string> text = ReadSmallFile(file, kStoredKeyBytesMax);
  if (!text.ok()) {
    if (text.status().code() == StatusCode::kNotFound) {
      return NotFound("there is no signing key {}", file.string());
    }
    if (text.status().code() == StatusCode::kUnavailable) return text.status();
    return DataLoss("{}", Message(text.status()));
  }
  StatusOr<StoredKey> key = Parse(*text);
  if (!key.ok()) return DataLoss("{}: {}", file.string(), Message(key.status()));
  return key;
}

StatusOr<StoredKey> StoredKey::Parse(std::string_view text) {
  if (text.starts_with(kEncryptedTitle)) return ParseEncrypted(text);
  if (text.ends_with('\n')) text.remove_suffix(1);
  MUSTER_ASSIGN_OR_RETURN(SigningKey key, SigningKey::Parse(text));
  return StoredKey(key.Verifier(), key, std::nullopt);
}

StatusOr<StoredKey> StoredKey::ParseEncrypted(std::string_view text) {
  const std::string_view whole = text;
  if (!text.starts_with(fmt::format("{}\n", kEncryptedTitle))) {
    return NoEncryptedKey("it is of a format that this version does not know");
  }
  text.remove_prefix(kEncryptedTitle.size() + 1);
  const auto verifier_words = TakeWords(&text, "verifier", 1);
  const auto scrypt = TakeWords(&text, "scrypt", 4);
  if (!verifier_words || !scrypt) return NoEncryptedKey("a line is missing");
  Encrypted encrypted;
  encrypted.header = whole.substr(0, whole.size() - text.size());
  const auto sealed = TakeWords(&text, "chacha20-poly1305", 2);
  const std::size_t checked = whole.size() - text.size();
  const auto checksum = TakeWords(&text, "checksum", 1);
  if (!sealed || !checksum || !text.empty()) return NoEncryptedKey("a line is missing");
  if (checksum->front() != ToHex(Sha256(whole.substr(0, checked)))) {
    return NoEncryptedKey("its checksum does not fit its text");
  }
  const std::uint64_t cost = ParseDecimal((*scrypt)[0]).value_or(0);
  const auto salt = FromBase64((*scrypt)[3]);
  if (cost < 2 || cost > kScryptCostMax || (cost & (cost - 1)) != 0 || (*scrypt)[1] != "8" ||
      (*scrypt)[2] != "1" || !salt || salt->size() != kSaltBytes) {
    return NoEncryptedKey("its scrypt line asks for what this version does not do");
  }
  const auto nonce = FromBase64((*sealed)[0]);
  const auto ciphertext = FromBase64((*sealed)[1]);
  if (!nonce || nonce->size() != kNonceBytes || !ciphertext ||
      ciphertext->size() != sizeof(SigningKey::Seed) + kTagBytes) {
    return NoEncryptedKey("its nonce and ciphertext are not of the right size");
  }
  encrypted.cost = cost;
  encrypted.salt = *salt;
  encrypted.nonce = *nonce;
  encrypted.ciphertext = *ciphertext;
  MUSTER_ASSIGN_OR_RETURN(VerifierKey verifier, VerifierKey::Parse(verifier_words->front()));
  return StoredKey(std::move(verifier), std::nullopt, std::move(encrypted));
}

StatusOr<std::string> StoredKey::Encrypt(const SigningKey& key, std::string_view passphrase) {
  if (passphrase.empty()) return InvalidArgument("the passphrase is empty");
  std::string salt(kSaltBytes, '\0');
  std::string nonce(kNonceBytes, '\0');
  for (std::string* const bytes : {&salt, &nonce}) {
    if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes->data()),
                   static_cast<int>(bytes->size())) != 1) {
      return Unavailable("the system has no randomness to encrypt a key");
    }
  }
  MUSTER_ASSIGN_OR_RETURN(Secret secret, DeriveSecret(passphrase, salt, kScryptCost));
  std::string text = fmt::format("{}\nverifier {}\nscrypt {} {} 1 {}\n", kEncryptedTitle,
                                 key.VerifierText(), kScryptCost, kScryptBlock, ToBase64(salt));
  const std::string sealed = Seal(
      secret, nonce, text, {reinterpret_cast<const char*>(key.seed().data()), key.seed().size()});
  OPENSSL_cleanse(secret.data(), secret.size());
  text += fmt::format("chacha20-poly1305 {} {}\n", ToBase64(nonce), ToBase64(sealed));
  return text + fmt::format("checksum {}\n", ToHex(Sha256(text)));
}

Status StoredKey::Write(const std::filesystem::path& file, const SigningKey& key,
                        const std::optional<std::string>& passphrase) {
  if (!passphrase) return key.Write(file);
  MUSTER_ASSIGN_OR_RETURN(const std::string text, Encrypt(key, *passphrase));
  return WriteNewFile(file, text, kOwnerOnly);
}

StatusOr<SigningKey> StoredKey::Unlock(std::string_view passphrase) const {
  if (plain_) return *plain_;
  MUSTER_ASSIGN_OR_RETURN(Secret secret,
                          DeriveSecret(passphrase, encrypted_->salt, encrypted_->cost));
  const std::optional<SigningKey::Seed> seed =
      OpenSealed(secret, encrypted_->nonce, encrypted_->header, encrypted_->ciphertext);
  OPENSSL_cleanse(secret.data(), secret.size());
  if (!seed) return FailedPrecondition("the passphrase does not open the signing key");
  MUSTER_ASSIGN_OR_RETURN(SigningKey key, SigningKey::FromSeed(verifier_.name(), *seed));
  if (key.Verifier() == verifier_) return key;
  return FailedPrecondition("the signing key is not that of its verifier key");
}

}  // namespace muster
