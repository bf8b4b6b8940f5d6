// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The keys that fuzz targets know: a log's and a witness's, so that inputs get past the signatures.
#ifndef MUSTER_TESTS_FUZZ_TEST_KEYS_H_
#define MUSTER_TESTS_FUZZ_TEST_KEYS_H_

#include "ledger/sha256.h"
#include "ledger/signing_key.h"
#include "tests/support/cosigner.h"

namespace muster {

inline const SigningKey& FuzzLogKey() {
  static const SigningKey key = *SigningKey::FromSeed("fuzz.example/log", Sha256("log"));
  return key;
}

inline const Cosigner& FuzzWitness() {
  static const Cosigner witness("fuzz.example/witness", "witness");
  return witness;
}

}  // namespace muster

#endif  // MUSTER_TESTS_FUZZ_TEST_KEYS_H_
