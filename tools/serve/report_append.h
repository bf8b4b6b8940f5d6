// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Appends report files to a served ledger as `muster append` does, with its receipt.
#ifndef MUSTER_TOOLS_SERVE_REPORT_APPEND_H_
#define MUSTER_TOOLS_SERVE_REPORT_APPEND_H_

#include "ledger/ledger.h"
#include "ledger/status.h"
#include "tools/cli/receipt.h"
#include "tools/cli/report_input.h"
#include "tools/serve/served_ledger.h"

namespace muster {

struct ReportAppend {
  AllRefusals refused;  // if any, nothing was appended, and there is no receipt
  Receipt receipt;
  // Why the receipt is without effects: the records are in the log all the same.
  Status effects_status;
};

// Asks the ledger even if a reader has refused something, so that all is told at once. When it
// returns, answers speak of what was appended. Thread-safety: safe for concurrent use. Errors:
// those of ServedLedger::Append.
StatusOr<ReportAppend> AppendReports(ServedLedger& ledger, const ReportInput& input,
                                     AppendOptions options);

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_REPORT_APPEND_H_
