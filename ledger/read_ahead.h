// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Reading ahead: many records of a log, read and decoded by a thread of their own while the one
// that asked visits those before.
#ifndef MUSTER_LEDGER_READ_AHEAD_H_
#define MUSTER_LEDGER_READ_AHEAD_H_

#include "ledger/ledger.h"
#include "ledger/log.h"
#include "ledger/position.h"
#include "ledger/status.h"

namespace muster {

// Fewer records are read sooner without.
inline constexpr std::uint64_t kReadAheadRecordsMin = 4096;

// As Ledger::Read; `visit` is called in the thread of the caller. A record is valid only while it
// is visited.
Status ReadAhead(const Log& log, Position from, LogSize until, const Ledger::RecordVisitor& visit);

}  // namespace muster

#endif  // MUSTER_LEDGER_READ_AHEAD_H_
