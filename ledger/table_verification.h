// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Table verification: compares what admission looks things up in, the tables of names and of
// subjects, with what the records make (record_replay.h).
//
// Thread-safety: pure functions of the log.
#ifndef MUSTER_LEDGER_TABLE_VERIFICATION_H_
#define MUSTER_LEDGER_TABLE_VERIFICATION_H_

#include <functional>
#include <string>
#include <vector>

#include "ledger/log.h"
#include "ledger/position.h"
#include "ledger/status.h"

namespace muster {

// Admits the records anew, as it were, and gives what differs, for a person: at most kFaultsMax
// (log_verification.h), the first ones. Every entry of the table of names is compared; of each
// subject the changes in their order, wherever one append ends and the next begins. `progress` is
// told of the records read, now and then. It takes the time of admission and the memory of a
// writer.
//
// REQUIRES: VerifyLog finds nothing. Errors: DATA_LOSS if something cannot be read at all.
StatusOr<std::vector<std::string>> VerifyTables(
    const Log& log, const std::function<void(Position, LogSize)>& progress = {});

}  // namespace muster

#endif  // MUSTER_LEDGER_TABLE_VERIFICATION_H_
