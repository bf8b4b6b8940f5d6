// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The words of `muster audit`, one file each.
#ifndef MUSTER_TOOLS_CLI_AUDIT_H_
#define MUSTER_TOOLS_CLI_AUDIT_H_

#include "tools/cli/command.h"

namespace muster {

Command AuditCheckpointCommand();
Command AuditKeyCommand();
Command AuditProveCommand();
Command AuditConsistencyCommand();
Command AuditVerifyProofCommand();
Command AuditVerifyAnswerCommand();
Command AuditExportCommand();
Command AuditVerifyCommand();

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_AUDIT_H_
