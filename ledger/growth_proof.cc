// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/growth_proof.h"

#include <optional>

#include "ledger/decimal.h"
#include "ledger/merkle_proof.h"
#include "ledger/proof_lines.h"

namespace muster {

std::string GrowthProof::Encode() const {
  return fmt::format("old {}\n{}{}", older.value, HashLines(hashes), note.Encode());
}

StatusOr<GrowthProof> GrowthProof::Parse(std::string_view bytes) {
  if (bytes.size() > 2 * kNoteBytesMax) {
    return InvalidArgument("the proof has {} bytes, at most {} are possible", bytes.size(),
                           2 * kNoteBytesMax);
  }
  const auto old_text = TakeValue(&bytes, "old");
  const auto older = old_text ? ParseDecimal(*old_text) : std::nullopt;
  if (!older) return InvalidArgument("the proof has no line `old` with a size");
  GrowthProof proof;
  proof.older = LogSize{*older};
  MUSTER_ASSIGN_OR_RETURN(proof.hashes, TakeHashes(&bytes));
  MUSTER_ASSIGN_OR_RETURN(proof.note, SignedNote::Parse(bytes));
  return proof;
}

Status CheckSuccession(const Checkpoint& older, const Checkpoint& newer) {
  if (older.origin != newer.origin) {
    return FailedPrecondition("the checkpoints are of two logs, {} and {}", older.origin,
                              newer.origin);
  }
  if (newer.size < older.size) {
    return FailedPrecondition(
        "the checkpoint has {} records, fewer than the {} of the one before it: the log was cut, "
        "or "
        "this checkpoint is an older one",
        newer.size.value, older.size.value);
  }
  if (newer.size == older.size && newer.root != older.root) {
    return FailedPrecondition(
        "two checkpoints of {} records have the roots {} and {}: the log was forked",
        older.size.value, ToHex(older.root), ToHex(newer.root));
  }
  return OkStatus();
}

StatusOr<VerifiedCheckpoint> VerifyGrowthProof(const GrowthProof& proof, const SignedNote& older,
                                               std::span<const VerifierKey> log_keys,
                                               std::span<const VerifierKey> witnesses) {
  MUSTER_ASSIGN_OR_RETURN(const VerifiedCheckpoint before, VerifyCheckpoint(older, log_keys, {}));
  MUSTER_ASSIGN_OR_RETURN(VerifiedCheckpoint after,
                          VerifyCheckpoint(proof.note, log_keys, witnesses));
  const Checkpoint& earlier = before.checkpoint;
  const Checkpoint& later = after.checkpoint;
  MUSTER_RETURN_IF_ERROR(CheckSuccession(earlier, later));
  if (proof.older != earlier.size) {
    return FailedPrecondition("the proof is about {} records, and the earlier checkpoint has {}",
                              proof.older.value, earlier.size.value);
  }
  if (!ProvesConsistency(earlier.size, earlier.root, later.size, later.root, proof.hashes)) {
    return FailedPrecondition(
        "the {} records of the earlier checkpoint are not the beginning of the {} of the later "
        "one: "
        "something was altered or taken away, or the proof is not theirs",
        earlier.size.value, later.size.value);
  }
  return after;
}

}  // namespace muster
