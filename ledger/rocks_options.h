// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// How the log uses RocksDB, and how it reads RocksDB's errors.
#ifndef MUSTER_LEDGER_ROCKS_OPTIONS_H_
#define MUSTER_LEDGER_ROCKS_OPTIONS_H_

#include <rocksdb/options.h>
#include <rocksdb/status.h>

#include <string_view>

#include "ledger/rocks_environment.h"
#include "ledger/status.h"

namespace muster {

rocksdb::DBOptions DatabaseOptions(const RocksEnvironment& environment);
rocksdb::ColumnFamilyOptions FamilyOptions(const RocksEnvironment& environment);
// Of Table::kSubjects, whose keys are a subject and a position.
rocksdb::ColumnFamilyOptions SubjectFamilyOptions(const RocksEnvironment& environment);
rocksdb::ColumnFamilyOptions ReportFamilyOptions(const RocksEnvironment& environment);

// Opening or reading: whatever is missing or does not add up is DATA_LOSS; a disk that refuses,
// UNAVAILABLE. RocksDB's message names the file.
Status StatusOfRead(const rocksdb::Status& status, std::string_view what);
// Writing: UNAVAILABLE.
Status StatusOfWrite(const rocksdb::Status& status, std::string_view what);

}  // namespace muster

#endif  // MUSTER_LEDGER_ROCKS_OPTIONS_H_
