// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Ledger backups: the whole of a ledger, its log (log_backup.h) and the small files beside it. A
// directory of backups holds
//   log/           what RocksDB's BackupEngine keeps
//   files/DIGEST/  the small files, by the SHA-256 of the file SUMS in it, which lists theirs
// The projections are left out: they are made anew.
//
// Thread-safety: one caller at a time for a directory of backups.
#ifndef MUSTER_LEDGER_LEDGER_BACKUP_H_
#define MUSTER_LEDGER_LEDGER_BACKUP_H_

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include "ledger/clock.h"
#include "ledger/log.h"
#include "ledger/status.h"

namespace muster {

struct LedgerBackup {
  std::uint32_t number = 0;
  Time made_at{};
  std::uint64_t bytes = 0;  // that the restored log takes
  LogHead head;
  bool has_key = false;  // the secret one
};

struct BackupOptions {
  // The secret key is copied, readable by its owner only.
  bool with_key = true;
  // How many backups stay; nullopt: all.
  std::optional<std::uint32_t> keep;
  CopyProgress progress;
};

// Adds a backup of the ledger in `ledger`, whose log `log` is open for writing. Errors:
// FAILED_PRECONDITION if it is not; INVALID_ARGUMENT if `directory` is something else than a
// directory of backups, or none are to stay; UNAVAILABLE. On any error no backup was added.
StatusOr<LedgerBackup> BackUpLedger(const std::filesystem::path& ledger, Log& log,
                                    const std::filesystem::path& directory,
                                    const BackupOptions& options);

// Those there are, by their numbers. Errors: NOT_FOUND; DATA_LOSS.
StatusOr<std::vector<LedgerBackup>> ListLedgerBackups(const std::filesystem::path& directory);

// Makes a ledger of a backup (nullopt: the last) in `ledger`, which must not exist or be empty.
// Before it is a ledger, its root is recomputed from the records, and every report and document is
// checked against its digest. `progress` is told of the records verified so far, now and then.
//
// Errors: NOT_FOUND, naming those there are; ALREADY_EXISTS; DATA_LOSS, naming what is damaged;
// UNAVAILABLE. On any error there is no ledger, and what was written is removed.
StatusOr<LedgerBackup> RestoreLedger(const std::filesystem::path& directory,
                                     std::optional<std::uint32_t> number,
                                     const std::filesystem::path& ledger,
                                     const std::function<void(Position, LogSize)>& progress = {});

}  // namespace muster

#endif  // MUSTER_LEDGER_LEDGER_BACKUP_H_
