// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster why --proof FILE`: the number with what proves it, in one file.
#ifndef MUSTER_TOOLS_CLI_WHY_PROOF_H_
#define MUSTER_TOOLS_CLI_WHY_PROOF_H_

#include <cstddef>
#include <string>

#include "ledger/checkpoint.h"
#include "ledger/date.h"
#include "ledger/status.h"
#include "projections/view_reasons.h"
#include "tools/cli/invocation.h"
#include "tools/cli/view_request.h"

namespace muster {

// A proof that is ready to be given away.
struct WrittenProof {
  std::string file;
  std::size_t records = 0;
  std::size_t reports = 0;
  Checkpoint checkpoint;
};

struct ProvenReasons {
  Reasons reasons;
  WrittenProof proof;
};

// Answers as Views::Why, proves the answer, verifies the proof, and writes it to the file that
// `--proof` names. Errors: those of Views::Why and AuditSession::SignedCheckpoint;
// RESOURCE_EXHAUSTED if the proof is larger than a reader takes; UNAVAILABLE.
StatusOr<ProvenReasons> ProveReasons(const Invocation& invocation, const ViewRequest& request,
                                     Day on);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_WHY_PROOF_H_
