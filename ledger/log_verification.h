// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Log verification: recomputes from the stored bytes what the log says of itself.
//
// Thread-safety: pure functions of the log.
#ifndef MUSTER_LEDGER_LOG_VERIFICATION_H_
#define MUSTER_LEDGER_LOG_VERIFICATION_H_

#include <functional>

#include "ledger/log.h"
#include "ledger/position.h"
#include "ledger/status.h"

namespace muster {

using VerificationProgress = std::function<void(Position, LogSize)>;

// Whether the records hash to the log's root, and the first `vouched.size` of them to
// `vouched.root`. Reads every record. Errors: DATA_LOSS, saying which differs.
Status VerifyRoots(const Log& log, const LogHead& vouched,
                   const VerificationProgress& progress = {});

// Whether every report is what its id commits to, and every document that it names is there and
// has its digest, unless it was blacked out. Errors: DATA_LOSS, naming the report.
Status VerifyReports(const Log& log);

}  // namespace muster

#endif  // MUSTER_LEDGER_LOG_VERIFICATION_H_
