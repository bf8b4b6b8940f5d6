// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Whether the table files of a RocksDB directory can be opened without ending the process.
//
// RocksDB 7.8 reads the properties block of a table file before it checks the block's checksum. If
// the bit that says how the block is indexed is flipped there, an assertion fails, with which
// Debian's build ends the process instead of giving an error. All other damage it finds itself.
//
// Thread-safety: pure functions of the files.
#ifndef MUSTER_LEDGER_TABLE_CHECK_H_
#define MUSTER_LEDGER_TABLE_CHECK_H_

#include <filesystem>

#include "ledger/status.h"

namespace muster {

// Errors: DATA_LOSS, naming the file. What is no table file, is cut off or cannot be read is left
// to RocksDB.
Status CheckTable(const std::filesystem::path& table);

// The same of every table file in `database`; of none if there is no such directory.
Status CheckTables(const std::filesystem::path& database);

}  // namespace muster

#endif  // MUSTER_LEDGER_TABLE_CHECK_H_
