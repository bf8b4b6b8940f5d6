// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Proofs of records: written as they were read, once what `extra` holds is settled; believed only
// with a signature of the log, for a record that says itself where it stands.
#include <string>
#include <vector>

#include "ledger/record_proof.h"
#include "muster/v1/record.pb.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/test_keys.h"

namespace muster {
namespace {

void CheckProof(const RecordProof& proof) {
  const std::vector<VerifierKey> keys = {FuzzLogKey().Verifier()};
  const StatusOr<ProvedRecord> proved = VerifyRecordProof(proof, keys, {});
  if (!proved.ok()) {
    MUSTER_CHECK(proved.status().code() == StatusCode::kInvalidArgument ||
                 proved.status().code() == StatusCode::kFailedPrecondition);
    return;
  }
  MUSTER_CHECK(proved->record->position() == proof.position.value);
  MUSTER_CHECK(proof.position.value < proved->checkpoint.checkpoint.size.value);
  // The log of one record has no other.
  RecordProof other = proof;
  other.record += '\0';
  MUSTER_CHECK(!VerifyRecordProof(other, keys, {}).ok());
}

}  // namespace

void FuzzRecordProof(std::string_view bytes) {
  const StatusOr<RecordProof> proof = RecordProof::Parse(bytes);
  if (!proof.ok()) return CheckRefused(proof.status(), StatusCode::kInvalidArgument);
  MUSTER_CHECK(!proof->record.empty() && proof->record.size() <= kRecordBytesMax);
  MUSTER_CHECK(proof->hashes.size() <= kProofHashesMax);
  const std::string encoded = proof->Encode();
  const StatusOr<RecordProof> again = RecordProof::Parse(encoded);
  MUSTER_CHECK(again.ok() && again->Encode() == encoded);
  CheckProof(*proof);
  // The same for a log of this record alone, so that what comes behind the hashes is reached.
  RecordProof alone = *proof;
  alone.position = Position{0};
  alone.hashes.clear();
  const Checkpoint checkpoint{FuzzLogKey().name(), LogSize{1}, LeafHash(proof->record), {}};
  alone.note = SignedNote{checkpoint.Text(), {SignNote(FuzzLogKey(), checkpoint.Text())}};
  CheckProof(alone);
}

}  // namespace muster
