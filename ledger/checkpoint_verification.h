// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Checkpoint verification: whether the checkpoints that are kept beside the log
// (checkpoint_store.h) are ones of it, with signatures that verify.
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_LEDGER_CHECKPOINT_VERIFICATION_H_
#define MUSTER_LEDGER_CHECKPOINT_VERIFICATION_H_

#include <filesystem>
#include <string>
#include <vector>

#include "ledger/key_ring.h"
#include "ledger/ledger.h"
#include "ledger/status.h"

namespace muster {

// What is wrong with the kept checkpoints of the ledger in `directory`, for a person, each naming
// its file: it is damaged, it is none of this log, a signature in it is by nobody that is known or
// does not verify. Errors: DATA_LOSS if the witnesses cannot be read, or the log; UNAVAILABLE.
StatusOr<std::vector<std::string>> VerifyKeptCheckpoints(const std::filesystem::path& directory,
                                                         const Ledger& ledger, const KeyRing& keys);

}  // namespace muster

#endif  // MUSTER_LEDGER_CHECKPOINT_VERIFICATION_H_
