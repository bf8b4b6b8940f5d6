// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Log backups: copies of a log on RocksDB, kept by its BackupEngine in a directory of their own.
// Incremental: a table file that is in an earlier backup is not copied again. Every file has a
// checksum, and every backup the head file of its log: what it vouches for.
//
// Thread-safety: one caller at a time for a directory of backups.
#ifndef MUSTER_LEDGER_LOG_BACKUP_H_
#define MUSTER_LEDGER_LOG_BACKUP_H_

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "ledger/clock.h"
#include "ledger/head_file.h"
#include "ledger/log.h"
#include "ledger/status.h"

namespace rocksdb {
class DB;
}  // namespace rocksdb

namespace muster {

struct LogBackup {
  std::uint32_t number = 0;  // from 1, ascending
  Time made_at{};            // to the second
  std::uint64_t bytes = 0;   // that a restored log takes
  // What the log held at least; its manifest is not set.
  HeadFile head;
  // What the caller wrote down with it, without line ends.
  std::string label;
};

// Adds a backup and gives its number. Writes what is in memory to table files first. `label` has no
// line end. `progress` is told of the table files that no earlier backup has; it may be null.
// Errors: UNAVAILABLE; INVALID_ARGUMENT if the directory is not empty and has no backups. On any
// error no backup was added.
StatusOr<std::uint32_t> AddLogBackup(const std::filesystem::path& directory, rocksdb::DB& db,
                                     const HeadFile& head, const std::string& label,
                                     const CopyProgress& progress);

// Those there are, by their numbers. Errors: NOT_FOUND if the directory has none; DATA_LOSS, naming
// the backup, if what it says of itself is damaged.
StatusOr<std::vector<LogBackup>> ListLogBackups(const std::filesystem::path& directory);

// Makes a log of a backup in `log`, which must not exist, with the backup's head file. Every byte
// is checked against its checksum; what it adds up to is the caller's to verify. Errors: DATA_LOSS,
// naming the file, if something is missing or altered; UNAVAILABLE.
Status RestoreLogBackup(const std::filesystem::path& directory, const LogBackup& backup,
                        const std::filesystem::path& log);

// Removes all backups but the last `keep`, and the files that only they had. Errors: UNAVAILABLE.
Status KeepLogBackups(const std::filesystem::path& directory, std::uint32_t keep);

}  // namespace muster

#endif  // MUSTER_LEDGER_LOG_BACKUP_H_
