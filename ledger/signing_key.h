// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// SigningKey is the Ed25519 key that signs a ledger's checkpoints, in the text forms of C2SP
// signed-note and of Go's golang.org/x/mod/sumdb/note:
//
//   private   PRIVATE+KEY+<name>+<id>+<base64 of 01 and the 32 bytes of the seed>
//   verifier  <name>+<id>+<base64 of 01 and the 32 bytes of the public key>
//
// The id is 8 hexadecimal digits: the first 4 bytes of SHA-256(name, "\n", 01, public key).
#ifndef MUSTER_LEDGER_SIGNING_KEY_H_
#define MUSTER_LEDGER_SIGNING_KEY_H_

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "ledger/status.h"
#include "ledger/verifier_key.h"

namespace muster {

// Immutable; safe for concurrent use.
class SigningKey {
 public:
  using Seed = std::array<std::uint8_t, 32>;
  using PublicKey = std::array<std::uint8_t, 32>;
  using Signature = std::array<std::uint8_t, 64>;

  // Makes a key from the system's randomness. `name` is the ledger's origin.
  // Errors: INVALID_ARGUMENT as CheckName; UNAVAILABLE if there is no randomness.
  static StatusOr<SigningKey> Generate(std::string name);

  // The key of a seed. Errors: INVALID_ARGUMENT as CheckName.
  static StatusOr<SigningKey> FromSeed(std::string name, const Seed& seed);

  // Reads the private form. Errors: INVALID_ARGUMENT, never repeating the secret.
  static StatusOr<SigningKey> Parse(std::string_view text);

  // Errors: NOT_FOUND if there is no such file; DATA_LOSS if it holds no key; UNAVAILABLE.
  static StatusOr<SigningKey> Read(const std::filesystem::path& file);

  // Writes the private form into a new file that only its owner can read, durably.
  // Errors: ALREADY_EXISTS; UNAVAILABLE.
  Status Write(const std::filesystem::path& file) const;

  // Whether `name` may name a key: not empty, no white space or control character, no '+'.
  // Errors: INVALID_ARGUMENT.
  static Status CheckName(std::string_view name);

  const std::string& name() const { return name_; }
  const PublicKey& public_key() const { return public_key_; }
  const Seed& seed() const { return seed_; }
  // The public half.
  VerifierKey Verifier() const;
  std::uint32_t id() const { return Verifier().id(); }
  std::string PrivateText() const;
  std::string VerifierText() const { return Verifier().Text(); }

  Signature Sign(std::string_view message) const;

 private:
  SigningKey(std::string name, const Seed& seed, const PublicKey& public_key);

  std::string name_;
  Seed seed_;
  PublicKey public_key_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_SIGNING_KEY_H_
