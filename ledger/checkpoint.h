// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Checkpoint states how many records a log has and the root of the Merkle tree over them: the text
// of a C2SP tlog-checkpoint, which the log signs as a note.
//
// Thread-safety: values and pure functions.
#ifndef MUSTER_LEDGER_CHECKPOINT_H_
#define MUSTER_LEDGER_CHECKPOINT_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/position.h"
#include "ledger/sha256.h"
#include "ledger/signed_note.h"
#include "ledger/status.h"
#include "ledger/verifier_key.h"

namespace muster {

struct Checkpoint {
  std::string origin;  // the log's name
  LogSize size;
  Hash root{};
  std::string extensions;  // further lines with their ends; muster writes none

  // The text of the note.
  std::string Text() const;
  // Errors: INVALID_ARGUMENT, saying what is wrong.
  static StatusOr<Checkpoint> Parse(std::string_view text);
};

// A checkpoint whose signatures were verified.
struct VerifiedCheckpoint {
  Checkpoint checkpoint;
  SignedNote note;
  std::vector<KnownSignature> signatures;  // by the log's keys, then by its witnesses
};

// Verifies that the log signed the note and, if witnesses are given, that each of them did.
//
// Errors: INVALID_ARGUMENT if the note is no checkpoint; FAILED_PRECONDITION, saying why, if it
// does not verify: by none of `log_keys`, not by all of `witnesses`, any signature by one of these
// that does not verify, or an origin that is not the name of the log's key.
StatusOr<VerifiedCheckpoint> VerifyCheckpoint(SignedNote note,
                                              std::span<const VerifierKey> log_keys,
                                              std::span<const VerifierKey> witnesses);

// "example.org/haiti+47c1c1b2, example.org/haiti+0f9d2c11".
std::string NamesOf(std::span<const VerifierKey> keys);

}  // namespace muster

#endif  // MUSTER_LEDGER_CHECKPOINT_H_
