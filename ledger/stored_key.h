// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// StoredKey is a signing key as its file has it: in the private form of SigningKey, or encrypted
// with a passphrase:
//
//   muster encrypted key 1
//   verifier <verifier key>
//   scrypt <N> <r> <p> <base64 of 16 bytes of salt>
//   chacha20-poly1305 <base64 of a nonce of 12 bytes> <base64 of the ciphertext and its tag>
//   checksum <hex of the SHA-256 of the lines above>
//
// scrypt makes 32 bytes of the passphrase; with them ChaCha20-Poly1305 encrypts the 32 bytes of the
// seed, the first three lines being its additional data. The checksum tells a damaged file from a
// wrong passphrase.
#ifndef MUSTER_LEDGER_STORED_KEY_H_
#define MUSTER_LEDGER_STORED_KEY_H_

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/signing_key.h"
#include "ledger/status.h"
#include "ledger/verifier_key.h"

namespace muster {

// Immutable; safe for concurrent use.
class StoredKey {
 public:
  // Errors: NOT_FOUND if there is no such file; DATA_LOSS if it holds no key; UNAVAILABLE.
  static StatusOr<StoredKey> Read(const std::filesystem::path& file);

  // Reads the text of such a file. Errors: INVALID_ARGUMENT, never repeating a secret.
  static StatusOr<StoredKey> Parse(std::string_view text);

  // Writes a new file that only its owner can read, durably; encrypted if there is a passphrase.
  // Errors: ALREADY_EXISTS; INVALID_ARGUMENT for an empty passphrase; UNAVAILABLE.
  static Status Write(const std::filesystem::path& file, const SigningKey& key,
                      const std::optional<std::string>& passphrase);

  // The text of an encrypted key's file. Errors: as Write.
  static StatusOr<std::string> Encrypt(const SigningKey& key, std::string_view passphrase);

  const VerifierKey& verifier() const { return verifier_; }
  bool is_encrypted() const { return encrypted_.has_value(); }

  // The key itself; of one that is not encrypted, whatever the passphrase. Takes a fraction of a
  // second and 128 MiB. Errors: FAILED_PRECONDITION if the passphrase is not the right one.
  StatusOr<SigningKey> Unlock(std::string_view passphrase) const;

 private:
  struct Encrypted {
    std::string header;  // the first three lines
    std::uint64_t cost = 0;
    std::string salt;
    std::string nonce;
    std::string ciphertext;  // with its tag
  };

  StoredKey(VerifierKey verifier, std::optional<SigningKey> plain,
            std::optional<Encrypted> encrypted);
  static StatusOr<StoredKey> ParseEncrypted(std::string_view text);

  VerifierKey verifier_;
  // One of them.
  std::optional<SigningKey> plain_;
  std::optional<Encrypted> encrypted_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_STORED_KEY_H_
