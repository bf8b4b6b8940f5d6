// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What the log of a crash test holds. Everything follows from the position, so that whoever looks
// at the log later knows what should be there without having been told.
#ifndef MUSTER_TESTS_CRASH_SCRIPT_H_
#define MUSTER_TESTS_CRASH_SCRIPT_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "ledger/log.h"
#include "ledger/merkle.h"

namespace muster {

// The record at a position: its number and up to two kilobytes.
std::string ScriptedRecord(Position position);

// The batch of `count` records from `first` on, with an entry in each table that names both, so
// that half a batch is noticed.
LogBatch ScriptedBatch(Position first, std::size_t count);

// Whether `log` holds the script up to its head and nothing else: each record, the root over them,
// and in each table batches that follow each other without a gap. Errors: INTERNAL, saying what
// differs; those of the log.
Status CheckScript(const Log& log);

// As above, for records only, in [from, until).
Status CheckScriptedRecords(const Log& log, Position from, LogSize until);

}  // namespace muster

#endif  // MUSTER_TESTS_CRASH_SCRIPT_H_
