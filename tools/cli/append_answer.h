// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What `muster append` prints of an append, whoever made it.
#ifndef MUSTER_TOOLS_CLI_APPEND_ANSWER_H_
#define MUSTER_TOOLS_CLI_APPEND_ANSWER_H_

#include "ledger/status.h"
#include "tools/cli/invocation.h"
#include "tools/cli/receipt.h"
#include "tools/cli/report_input.h"

namespace muster {

// All of them with their lines, which `input` has.
void PrintRefusals(const ReportInput& input, const AllRefusals& all, const Invocation& invocation);

// For programs, the one refusal that is about no file: `status` is ABORTED.
void PrintUnexpectedSize(const Status& status, const Invocation& invocation);
Refusal UnexpectedSize(const Status& status);

void PrintReceipt(const Receipt& receipt, const Invocation& invocation);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_APPEND_ANSWER_H_
