// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Verifier keys: written as they were read.
#include "ledger/signing_key.h"
#include "ledger/verifier_key.h"
#include "tests/fuzz/fuzz_target.h"

namespace muster {

void FuzzVerifierKey(std::string_view bytes) {
  const StatusOr<VerifierKey> key = VerifierKey::Parse(bytes);
  if (!key.ok()) return CheckRefused(key.status(), StatusCode::kInvalidArgument);
  MUSTER_CHECK(SigningKey::CheckName(key->name()).ok());
  const StatusOr<VerifierKey> again = VerifierKey::Parse(key->Text());
  MUSTER_CHECK(again.ok() && *again == *key && again->id() == key->id());
  MUSTER_CHECK(!key->Verifies("text", bytes.substr(0, 64)));
}

}  // namespace muster
