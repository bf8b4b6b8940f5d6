// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// RecordProof shows, without the ledger, that a record is in its log: a C2SP tlog-proof, in whose
// line `extra` the record itself travels, with the metadata of the report that it names.
//
//   c2sp.org/tlog-proof@v1
//   extra <base64 of a serialised muster.v1.ProvedRecord>
//   index <position>
//   <base64 of a hash>          from the leaf's sibling up
//   ...
//                               an empty line, then the checkpoint, a signed note
//
// Proofs come from anybody.
//
// Thread-safety: values and pure functions.
#ifndef MUSTER_LEDGER_RECORD_PROOF_H_
#define MUSTER_LEDGER_RECORD_PROOF_H_

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/ledger.h"
#include "ledger/position.h"
#include "ledger/sha256.h"
#include "ledger/signed_note.h"
#include "ledger/status.h"
#include "ledger/stored_report.h"
#include "ledger/tree_reader.h"
#include "ledger/verifier_key.h"

namespace muster {

// A note, and a record and a report's metadata in base64.
inline constexpr std::size_t kProofBytesMax = kNoteBytesMax + (std::size_t{1} << 20);

struct RecordProof {
  Position position;
  std::string record;  // its bytes as they are stored
  std::string report;  // the serialised metadata of its report; empty if it has none
  std::vector<Hash> hashes;
  SignedNote note;  // of the checkpoint

  std::string Encode() const;
  // Errors: INVALID_ARGUMENT, saying what is wrong.
  static StatusOr<RecordProof> Parse(std::string_view bytes);
};

// What a proof has shown.
struct ProvedRecord {
  VerifiedCheckpoint checkpoint;
  RecordPtr record;
  Hash report_id{};
  ReportPtr report;  // null if the record has none
};

// The proof of a record for the log that `note` is a checkpoint of. Errors: INVALID_ARGUMENT if
// that log has no such record; DATA_LOSS.
StatusOr<RecordProof> ProveRecord(const Ledger& ledger, TreeReader& tree, Position position,
                                  const SignedNote& note);

// Verifies all of a proof: the signatures of the checkpoint (VerifyCheckpoint), the record's place
// in the tree, that it says so itself, and that the metadata are those of the report it names.
//
// Errors: INVALID_ARGUMENT if a part is not what it should be; FAILED_PRECONDITION, saying why, if
// the proof does not verify.
StatusOr<ProvedRecord> VerifyRecordProof(const RecordProof& proof,
                                         std::span<const VerifierKey> log_keys,
                                         std::span<const VerifierKey> witnesses);

}  // namespace muster

#endif  // MUSTER_LEDGER_RECORD_PROOF_H_
