// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// RocksDB with nothing around it: the work that every figure is compared with.
#ifndef MUSTER_TESTS_BENCH_BARE_ROCKSDB_H_
#define MUSTER_TESTS_BENCH_BARE_ROCKSDB_H_

#include <rocksdb/db.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/position.h"

namespace muster {

// RocksDB with its own default options.
std::unique_ptr<rocksdb::DB> OpenBare(const std::filesystem::path& directory);

// Puts records under their positions, in one batch, synced.
void PutBare(rocksdb::DB& db, Position first, std::span<const std::string> records);

// Reads the values of one column family of a closed database, in order. Returns their number.
std::uint64_t ScanBare(const std::filesystem::path& directory, const std::string& family,
                       void (*visit)(std::string_view value));

}  // namespace muster

#endif  // MUSTER_TESTS_BENCH_BARE_ROCKSDB_H_
