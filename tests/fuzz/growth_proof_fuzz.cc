// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Proofs of growth, behind the earlier checkpoint and a line of asterisks: written as they were
// read, and believed only with the log's signatures on both checkpoints.
#include <string>
#include <vector>

#include "ledger/growth_proof.h"
#include "ledger/merkle_proof.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/test_keys.h"

namespace muster {
namespace {

constexpr std::string_view kBetween = "***\n";

SignedNote Signed(const SignedNote& note) {
  return {note.text, {SignNote(FuzzLogKey(), note.text)}};
}

void CheckGrowth(const GrowthProof& proof, const SignedNote& older) {
  const std::vector<VerifierKey> keys = {FuzzLogKey().Verifier()};
  const auto grown = VerifyGrowthProof(proof, older, keys, {});
  if (!grown.ok()) {
    MUSTER_CHECK(grown.status().code() == StatusCode::kInvalidArgument ||
                 grown.status().code() == StatusCode::kFailedPrecondition);
    return;
  }
  const StatusOr<Checkpoint> before = Checkpoint::Parse(older.text);
  MUSTER_CHECK(before.ok() && before->size <= grown->checkpoint.size);
  MUSTER_CHECK(CheckSuccession(*before, grown->checkpoint).ok());
}

}  // namespace

void FuzzGrowthProof(std::string_view bytes) {
  const std::size_t split = bytes.find(kBetween);
  const std::string_view proof_bytes =
      split == std::string_view::npos ? bytes : bytes.substr(split + kBetween.size());
  const StatusOr<GrowthProof> proof = GrowthProof::Parse(proof_bytes);
  if (!proof.ok()) return CheckRefused(proof.status(), StatusCode::kInvalidArgument);
  MUSTER_CHECK(proof->Encode() == proof_bytes);
  MUSTER_CHECK(proof->hashes.size() <= kProofHashesMax);
  if (split == std::string_view::npos) return;
  const StatusOr<SignedNote> older = SignedNote::Parse(bytes.substr(0, split));
  if (!older.ok()) return CheckRefused(older.status(), StatusCode::kInvalidArgument);
  CheckGrowth(*proof, *older);
  GrowthProof signed_proof = *proof;
  signed_proof.note = Signed(proof->note);
  CheckGrowth(signed_proof, Signed(*older));
}

}  // namespace muster
