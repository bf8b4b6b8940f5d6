// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// AnswerProof is a number that carries its own proof: a statement signed by the ledger's key
// (answer_statement.h), the checkpoint of the log that it speaks of, and the records that it rests
// on with what shows that they are in that log (record_bundle.h). Who has the key makes the number
// anew from nothing else.
//
//   the statement, a signed note
//                                   an empty line
//   the checkpoint, a signed note
//                                   an empty line
//   the bundle
//
// Such files come from anybody. Thread-safety: values and pure functions.
#ifndef MUSTER_PROJECTIONS_ANSWER_PROOF_H_
#define MUSTER_PROJECTIONS_ANSWER_PROOF_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "ledger/checkpoint.h"
#include "ledger/record_bundle.h"
#include "ledger/signed_note.h"
#include "ledger/status.h"
#include "ledger/verifier_key.h"
#include "projections/answer_statement.h"
#include "projections/view_reasons.h"

namespace muster {

inline constexpr std::size_t kAnswerProofBytesMax = std::size_t{64} << 20;

struct AnswerProof {
  SignedNote statement;
  SignedNote checkpoint;
  RecordBundle bundle;

  std::string Encode() const;
  // Errors: INVALID_ARGUMENT, saying what is wrong.
  static StatusOr<AnswerProof> Parse(std::string_view bytes);
};

// What such a proof has shown.
struct ProvedAnswer {
  AnswerStatement statement;
  VerifiedCheckpoint checkpoint;
  Reasons reasons;  // made from the records that came; their total is that of the statement
};

// Verifies all of a proof: the signatures of statement and checkpoint (VerifyCheckpoint), that both
// speak of one log, each record's place in it (VerifyBundle), that the records are those that the
// statement names and were known then, and that they make the number, its bounds, its basis and its
// latest day.
//
// Errors: INVALID_ARGUMENT if a part is not what it should be; FAILED_PRECONDITION, saying why, if
// the proof does not verify.
StatusOr<ProvedAnswer> VerifyAnswerProof(const AnswerProof& proof,
                                         std::span<const VerifierKey> log_keys,
                                         std::span<const VerifierKey> witnesses);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_ANSWER_PROOF_H_
