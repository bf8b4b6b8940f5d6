// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Signed notes, checkpoints, cosignatures: a note is written as it was read, byte for byte, and is
// believed only if the key's own signature over its own text is in it.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/quote.h"
#include "ledger/signed_note.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/test_keys.h"

namespace muster {
namespace {

void CheckBelieved(const SignedNote& note) {
  const std::vector<VerifierKey> log_keys = {FuzzLogKey().Verifier()};
  const std::vector<VerifierKey> witnesses = {FuzzWitness().verifier()};
  MUSTER_CHECK(KnownSignatures(note, log_keys).size() <= 1);
  for (const bool witnessed : {false, true}) {
    const auto verified = VerifyCheckpoint(
        note, log_keys, witnessed ? std::span(witnesses) : std::span<const VerifierKey>());
    if (!verified.ok()) {
      MUSTER_CHECK(verified.status().code() == StatusCode::kInvalidArgument ||
                   verified.status().code() == StatusCode::kFailedPrecondition);
      continue;
    }
    MUSTER_CHECK(verified->checkpoint.origin == log_keys[0].name());
    const NoteSignature ours = SignNote(FuzzLogKey(), note.text);
    MUSTER_CHECK(std::count(note.signatures.begin(), note.signatures.end(), ours) > 0);
    MUSTER_CHECK(verified->signatures.size() == (witnessed ? 2 : 1));
  }
}

}  // namespace

void FuzzNote(std::string_view bytes) {
  if (const auto lines = ParseSignatureLines(bytes); !lines.ok()) {
    CheckRefused(lines.status(), StatusCode::kInvalidArgument);
  }
  const StatusOr<SignedNote> note = SignedNote::Parse(bytes);
  if (!note.ok()) {
    CheckRefused(note.status(), StatusCode::kInvalidArgument);
    // What is no note may be the text of one.
    const SignedNote made{std::string(bytes), {SignNote(FuzzLogKey(), bytes)}};
    if (IsUtf8(bytes)) CheckBelieved(made);
    return;
  }
  MUSTER_CHECK(note->Encode() == bytes);
  if (const auto checkpoint = Checkpoint::Parse(note->text); checkpoint.ok()) {
    MUSTER_CHECK(checkpoint->Text() == note->text);
  } else {
    CheckRefused(checkpoint.status(), StatusCode::kInvalidArgument);
  }
  CheckBelieved(*note);
  SignedNote signed_note = *note;
  signed_note.signatures.resize(std::min<std::size_t>(note->signatures.size(), 3));
  signed_note.signatures.push_back(SignNote(FuzzLogKey(), note->text));
  signed_note.signatures.push_back(FuzzWitness().Cosign(1735689600, note->text));
  CheckBelieved(signed_note);
}

}  // namespace muster
