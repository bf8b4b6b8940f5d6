// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Numbers that carry their own proof: written as they were read, once what is in them is settled;
// believed only with the log's signatures. They are signed anew too, so that the records are
// reached, and the number made of them.
#include <string>
#include <vector>

#include "projections/answer_proof.h"
#include "projections/answer_statement.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/test_keys.h"

namespace muster {
namespace {

SignedNote SignedAnew(const SignedNote& note) {
  return {note.text, {SignNote(FuzzLogKey(), note.text)}};
}

void CheckAnswer(const AnswerProof& proof) {
  const std::vector<VerifierKey> keys = {FuzzLogKey().Verifier()};
  const StatusOr<ProvedAnswer> proved = VerifyAnswerProof(proof, keys, {});
  if (!proved.ok()) {
    MUSTER_CHECK(proved.status().code() == StatusCode::kInvalidArgument ||
                 proved.status().code() == StatusCode::kFailedPrecondition);
    return;
  }
  MUSTER_CHECK(proved->statement.checkpoint.size == proved->checkpoint.checkpoint.size);
  MUSTER_CHECK(proved->statement.checkpoint.root == proved->checkpoint.checkpoint.root);
  // Nobody else's key will do.
  const std::vector<VerifierKey> others = {FuzzWitness().verifier()};
  MUSTER_CHECK(!VerifyAnswerProof(proof, others, {}).ok());
}

}  // namespace

void FuzzAnswerProof(std::string_view bytes) {
  if (const auto statement = AnswerStatement::Parse(bytes); statement.ok()) {
    const StatusOr<std::string> text = statement->Text();
    MUSTER_CHECK(text.ok() && *text == bytes);
  }
  const StatusOr<AnswerProof> proof = AnswerProof::Parse(bytes);
  if (!proof.ok()) return CheckRefused(proof.status(), StatusCode::kInvalidArgument);
  const std::string encoded = proof->Encode();
  const StatusOr<AnswerProof> again = AnswerProof::Parse(encoded);
  MUSTER_CHECK(again.ok() && again->Encode() == encoded);
  CheckAnswer(*proof);
  AnswerProof signed_anew = *proof;
  signed_anew.statement = SignedAnew(proof->statement);
  signed_anew.checkpoint = SignedAnew(proof->checkpoint);
  CheckAnswer(signed_anew);
}

}  // namespace muster
