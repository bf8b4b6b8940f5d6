// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// CheckpointStore keeps checkpoints with the signatures that the ledger cannot make again: those of
// witnesses, and of keys that were succeeded. And the verifier keys of the witnesses.
//
// Files of the ledger's directory:
//   checkpoints/<size>   a signed note (checkpoint.h)
//   witnesses            a verifier key a line, in the order in which they were made known
//
// Thread-safety: safe for concurrent use, also beside other processes.
#ifndef MUSTER_LEDGER_CHECKPOINT_STORE_H_
#define MUSTER_LEDGER_CHECKPOINT_STORE_H_

#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "ledger/position.h"
#include "ledger/signed_note.h"
#include "ledger/status.h"
#include "ledger/verifier_key.h"

namespace muster {

class CheckpointStore {
 public:
  // `directory`: the ledger's.
  explicit CheckpointStore(std::filesystem::path directory) : directory_(std::move(directory)) {}

  // What is kept of the checkpoint of this size. Errors: DATA_LOSS; UNAVAILABLE.
  StatusOr<std::optional<SignedNote>> Find(LogSize size) const;

  // The sizes of which something is kept, ascending. Errors: UNAVAILABLE.
  StatusOr<std::vector<LogSize>> Sizes() const;

  // Where the checkpoint of this size is kept, if it is.
  std::filesystem::path FileOf(LogSize size) const;

  // Adds the signatures of `note` to those that are kept, durably. The caller has verified them.
  // Errors: FAILED_PRECONDITION if another text is kept for that size; UNAVAILABLE.
  Status Keep(LogSize size, const SignedNote& note) const;

  // Errors: DATA_LOSS; UNAVAILABLE.
  StatusOr<std::vector<VerifierKey>> Witnesses() const;
  // Makes a witness known, if it is not. Errors: INVALID_ARGUMENT for a key that does not cosign;
  // DATA_LOSS; UNAVAILABLE.
  Status AddWitness(const VerifierKey& witness) const;

 private:
  std::filesystem::path directory_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_CHECKPOINT_STORE_H_
