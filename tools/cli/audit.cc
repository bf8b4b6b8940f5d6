// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster audit WORD`: what an outsider needs to check the log, and to check it with.
#include "tools/cli/audit.h"

#include "tools/cli/commands.h"

namespace muster {

Command AuditCommand() {
  return {
      .name = "audit",
      .summary = "checkpoints, proofs and exports that outsiders verify",
      .access = "reads the ledger; some words write beside its log",
      .operands = "WORD",
      .description =
          "Every record is a leaf of a Merkle tree after RFC 9162. A signed checkpoint states the\n"
          "tree's size and root; who keeps one can later be shown that a record was in the log\n"
          "(prove), and that nothing was altered or taken away since (consistency), without "
          "trusting\n"
          "the ledger or this program: notes, proofs and exports have the formats of C2SP, which\n"
          "other people's tools read.\n",
      .examples =
          "# the state of the log, to give away\n"
          "muster audit checkpoint > checkpoint\n"
          "# a proof of one record, and its verification elsewhere\n"
          "muster audit prove 9 --output record-9.tlog-proof\n"
          "muster audit verify-proof record-9.tlog-proof --key ledger.key\n",
      .words = {AuditCheckpointCommand(), AuditKeyCommand(), AuditProveCommand(),
                AuditConsistencyCommand(), AuditVerifyProofCommand(), AuditVerifyAnswerCommand(),
                AuditExportCommand(), AuditVerifyCommand()}};
}

}  // namespace muster
