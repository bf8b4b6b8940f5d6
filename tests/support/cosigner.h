// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Cosigner is a witness of C2SP tlog-cosignature, for tests.
#ifndef MUSTER_TESTS_SUPPORT_COSIGNER_H_
#define MUSTER_TESTS_SUPPORT_COSIGNER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/big_endian.h"
#include "ledger/sha256.h"
#include "ledger/signed_note.h"
#include "ledger/signing_key.h"
#include "ledger/verifier_key.h"

namespace muster {

class Cosigner {
 public:
  // The key is that of the SHA-256 of `seed`.
  Cosigner(const std::string& name, std::string_view seed)
      : key_(*SigningKey::FromSeed(name, Sha256(seed))) {}

  VerifierKey verifier() const {
    return VerifierKey(key_.name(), VerifierKey::Kind::kCosignature, key_.public_key());
  }

  NoteSignature Cosign(std::uint64_t time, std::string_view text) const {
    // Written out, so as not to be what is tested.
    const std::string message =
        "cosignature/v1\ntime " + std::to_string(time) + "\n" + std::string(text);
    const SigningKey::Signature signature = key_.Sign(message);
    return {key_.name(), verifier().id(),
            EncodeBigEndian(time) + std::string(signature.begin(), signature.end())};
  }

 private:
  SigningKey key_;
};

}  // namespace muster

#endif  // MUSTER_TESTS_SUPPORT_COSIGNER_H_
