// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// VerifierKey is the public half of a key that signs notes, in the text form of C2SP signed-note
// and of Go's golang.org/x/mod/sumdb/note:
//
//   <name>+<id>+<base64 of the kind's byte and the 32 bytes of the public key>
//
// The id is 8 hexadecimal digits: the first 4 bytes of SHA-256(name, "\n", kind, public key).
#ifndef MUSTER_LEDGER_VERIFIER_KEY_H_
#define MUSTER_LEDGER_VERIFIER_KEY_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/status.h"

namespace muster {

// Immutable; safe for concurrent use.
class VerifierKey {
 public:
  using PublicKey = std::array<std::uint8_t, 32>;

  // The signature types of C2SP signed-note that are known here.
  enum class Kind : std::uint8_t {
    kEd25519 = 1,      // signs the note's text: a log's own
    kCosignature = 4,  // C2SP tlog-cosignature: a witness's, with a time
  };

  // REQUIRES: `name` may name a key (SigningKey::CheckName).
  VerifierKey(std::string name, Kind kind, const PublicKey& public_key);

  // Errors: INVALID_ARGUMENT, saying what is wrong.
  static StatusOr<VerifierKey> Parse(std::string_view text);

  const std::string& name() const { return name_; }
  Kind kind() const { return kind_; }
  const PublicKey& public_key() const { return public_key_; }
  std::uint32_t id() const { return id_; }
  std::string Text() const;
  // "<name>+<id>".
  std::string ShortText() const;

  // Whether `signature` (64 bytes) is this key's over `message`.
  bool Verifies(std::string_view message, std::string_view signature) const;

  friend bool operator==(const VerifierKey& a, const VerifierKey& b) {
    return a.name_ == b.name_ && a.kind_ == b.kind_ && a.public_key_ == b.public_key_;
  }

 private:
  std::string name_;
  Kind kind_;
  PublicKey public_key_;
  std::uint32_t id_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_VERIFIER_KEY_H_
