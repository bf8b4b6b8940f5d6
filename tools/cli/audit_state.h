// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// A state of the log that an auditor names: a size, or a checkpoint in a file.
#ifndef MUSTER_TOOLS_CLI_AUDIT_STATE_H_
#define MUSTER_TOOLS_CLI_AUDIT_STATE_H_

#include <optional>
#include <string>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/position.h"
#include "ledger/status.h"
#include "ledger/verifier_key.h"
#include "tools/cli/audit_session.h"

namespace muster {

struct StateGiven {
  LogSize size;
  std::optional<VerifiedCheckpoint> checkpoint;
};

// Reads it, and verifies a checkpoint with `keys`, and against the log. Errors: FAILED_PRECONDITION
// if a checkpoint does not verify, or is not one of this log; INVALID_ARGUMENT for a size beyond
// it, or a file that is no checkpoint.
StatusOr<StateGiven> ReadState(AuditSession& session, const std::string& text,
                               const std::vector<VerifierKey>& keys);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_AUDIT_STATE_H_
