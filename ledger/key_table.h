// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Key table: where in the log the records stand by which keys were succeeded, in Table::kNames:
//   k position   empty
#ifndef MUSTER_LEDGER_KEY_TABLE_H_
#define MUSTER_LEDGER_KEY_TABLE_H_

#include <vector>

#include "ledger/log.h"
#include "ledger/position.h"
#include "ledger/status.h"

namespace muster {

// What is written with a `key` record that stands at `position`.
TableEntry KeyTableEntry(Position position);
// All positions, ascending. Errors: DATA_LOSS.
StatusOr<std::vector<Position>> ReadKeyTable(const Log& log);

}  // namespace muster

#endif  // MUSTER_LEDGER_KEY_TABLE_H_
