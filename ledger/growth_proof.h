// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// GrowthProof shows, without the ledger, that an earlier log is the beginning of a later one: that
// nothing was altered or taken away since. It has the form that C2SP tlog-witness has a log send to
// a witness:
//
//   old <size of the earlier log>
//   <base64 of a hash>          a consistency proof of RFC 9162
//   ...
//                               an empty line, then the later checkpoint, a signed note
//
// The earlier checkpoint is what the verifier has kept itself. Proofs come from anybody.
//
// Thread-safety: values and pure functions.
#ifndef MUSTER_LEDGER_GROWTH_PROOF_H_
#define MUSTER_LEDGER_GROWTH_PROOF_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/position.h"
#include "ledger/sha256.h"
#include "ledger/signed_note.h"
#include "ledger/status.h"
#include "ledger/verifier_key.h"

namespace muster {

struct GrowthProof {
  LogSize older;
  std::vector<Hash> hashes;
  SignedNote note;  // of the later checkpoint

  std::string Encode() const;
  // Errors: INVALID_ARGUMENT, saying what is wrong.
  static StatusOr<GrowthProof> Parse(std::string_view bytes);
};

// Whether a log of `newer` can have grown from one of `older`, as far as the two tell without a
// proof: the same origin, not fewer records, and the same root if it has as many. Errors:
// FAILED_PRECONDITION, saying what speaks against it.
Status CheckSuccession(const Checkpoint& older, const Checkpoint& newer);

// Verifies the signatures of both checkpoints, and that the earlier log is the beginning of the
// later one. Gives the later checkpoint.
//
// Errors: INVALID_ARGUMENT if a part is not what it should be; FAILED_PRECONDITION, saying why, if
// the proof does not verify.
StatusOr<VerifiedCheckpoint> VerifyGrowthProof(const GrowthProof& proof, const SignedNote& older,
                                               std::span<const VerifierKey> log_keys,
                                               std::span<const VerifierKey> witnesses);

}  // namespace muster

#endif  // MUSTER_LEDGER_GROWTH_PROOF_H_
