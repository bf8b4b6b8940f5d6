// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What a log on RocksDB takes from the outside, so that tests can make the disk fail and count its
// syncs.
#ifndef MUSTER_LEDGER_ROCKS_ENVIRONMENT_H_
#define MUSTER_LEDGER_ROCKS_ENVIRONMENT_H_

#include <cstddef>
#include <filesystem>
#include <memory>

#include "ledger/log.h"
#include "ledger/status.h"

namespace rocksdb {
class Env;
class Statistics;
}  // namespace rocksdb

namespace muster {

struct RocksEnvironment {
  rocksdb::Env* env = nullptr;  // null: the system's; must outlive the log
  std::shared_ptr<rocksdb::Statistics> statistics;
  // How large the write-ahead log grows before what it holds goes to table files. An opening after
  // a crash reads as much. Small, to see files come and go.
  std::size_t wal_bytes = 64 << 20;
};

// RocksLog::OpenWriter in such an environment.
StatusOr<std::unique_ptr<Log>> OpenRocksWriter(const std::filesystem::path& directory,
                                               const RocksEnvironment& environment);

}  // namespace muster

#endif  // MUSTER_LEDGER_ROCKS_ENVIRONMENT_H_
