// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/ledger_backup.h"

#include <algorithm>
#include <set>
#include <string>
#include <system_error>
#include <utility>

#include "ledger/ledger_directory.h"
#include "ledger/ledger_files.h"
#include "ledger/log_backup.h"
#include "ledger/log_verification.h"
#include "ledger/rocks_log.h"

namespace muster {
namespace {

namespace fs = std::filesystem;

fs::path LogsIn(const fs::path& directory) { return directory / "log"; }
fs::path FilesIn(const fs::path& directory) { return directory / "files"; }

StatusOr<LedgerBackup> Describe(const fs::path& directory, const LogBackup& log) {
  LedgerBackup backup;
  backup.number = log.number;
  backup.made_at = log.made_at;
  backup.bytes = log.bytes;
  backup.head = {log.head.frontier.size(), log.head.frontier.Root()};
  MUSTER_ASSIGN_OR_RETURN(backup.has_key, HasSecretKey(FilesIn(directory), log.label));
  return backup;
}

bool IsEmptyOrAbsent(const fs::path& directory) {
  std::error_code error;
  if (!fs::exists(directory, error)) return true;
  return fs::is_directory(directory, error) && fs::is_empty(directory, error);
}

// Something else must not be taken for a directory of backups, and be added to.
Status CheckPlace(const fs::path& directory) {
  std::error_code error;
  if (IsEmptyOrAbsent(directory)) return OkStatus();
  if (fs::is_directory(FilesIn(directory), error)) return OkStatus();
  return InvalidArgument("{} is not empty, and no directory of backups", directory.string());
}

// Removes the small files that no backup has any more.
Status RemoveUnused(const fs::path& directory) {
  MUSTER_ASSIGN_OR_RETURN(const std::vector<LogBackup> backups, ListLogBackups(LogsIn(directory)));
  std::set<std::string> used;
  for (const LogBackup& backup : backups) used.insert(backup.label);
  std::error_code error;
  std::vector<fs::path> unused;
  for (const fs::directory_entry& entry : fs::directory_iterator(FilesIn(directory), error)) {
    if (used.count(entry.path().filename().string()) == 0) unused.push_back(entry.path());
  }
  for (const fs::path& path : unused) {
    fs::remove_all(path, error);
    if (error) return Unavailable("cannot remove {}: {}", path.string(), error.message());
  }
  return OkStatus();
}

// Those in `directory`, by their numbers.
StatusOr<std::vector<LogBackup>> LogBackupsIn(const fs::path& directory) {
  std::error_code error;
  if (!fs::is_directory(LogsIn(directory), error)) {
    return NotFound("there are no backups in {}", directory.string());
  }
  return ListLogBackups(LogsIn(directory));
}

StatusOr<LogBackup> Choose(const std::vector<LogBackup>& backups,
                           std::optional<std::uint32_t> number) {
  if (!number) return backups.back();
  std::vector<std::string> numbers;
  for (const LogBackup& backup : backups) {
    if (backup.number == *number) return backup;
    numbers.push_back(fmt::format("{}", backup.number));
  }
  return NotFound("there is no backup {}; there are {}", *number, fmt::join(numbers, ", "));
}

Status RestoreInto(const fs::path& directory, const LogBackup& backup, const fs::path& ledger,
                   const VerificationProgress& progress) {
  MUSTER_RETURN_IF_ERROR(RestoreLogBackup(LogsIn(directory), backup, LogDirectory(ledger)));
  {
    MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Log> log,
                            RocksLog::OpenReader(LogDirectory(ledger)));
    const MerkleFrontier& vouched = backup.head.frontier;
    MUSTER_ASSIGN_OR_RETURN(const LogVerification verified, VerifyLog(*log, progress));
    if (!verified.faults.empty()) return DataLoss("{}", verified.faults.front());
    MUSTER_RETURN_IF_ERROR(VerifyVouched(*log, {vouched.size(), vouched.Root()}));
  }
  return RestoreLedgerFiles(FilesIn(directory), backup.label, ledger);
}

}  // namespace

StatusOr<LedgerBackup> BackUpLedger(const fs::path& ledger, Log& log, const fs::path& directory,
                                    const BackupOptions& options) {
  if (options.keep && *options.keep == 0) {
    return InvalidArgument("at least one backup must stay");
  }
  if (ledger.empty()) return FailedPrecondition("a log in memory has no files");
  MUSTER_RETURN_IF_ERROR(CheckPlace(directory));
  MUSTER_ASSIGN_OR_RETURN(const std::string digest,
                          SaveLedgerFiles(ledger, FilesIn(directory), options.with_key));
  MUSTER_ASSIGN_OR_RETURN(const std::uint32_t number,
                          log.BackUp(LogsIn(directory), digest, options.progress));
  if (options.keep) {
    MUSTER_RETURN_IF_ERROR(KeepLogBackups(LogsIn(directory), *options.keep));
    MUSTER_RETURN_IF_ERROR(RemoveUnused(directory));
  }
  MUSTER_ASSIGN_OR_RETURN(const std::vector<LogBackup> backups, LogBackupsIn(directory));
  MUSTER_ASSIGN_OR_RETURN(const LogBackup made, Choose(backups, number));
  return Describe(directory, made);
}

StatusOr<std::vector<LedgerBackup>> ListLedgerBackups(const fs::path& directory) {
  MUSTER_ASSIGN_OR_RETURN(const std::vector<LogBackup> logs, LogBackupsIn(directory));
  std::vector<LedgerBackup> backups;
  for (const LogBackup& log : logs) {
    MUSTER_ASSIGN_OR_RETURN(const LedgerBackup backup, Describe(directory, log));
    backups.push_back(backup);
  }
  return backups;
}

StatusOr<LedgerBackup> RestoreLedger(const fs::path& directory, std::optional<std::uint32_t> number,
                                     const fs::path& ledger,
                                     const std::function<void(Position, LogSize)>& progress) {
  MUSTER_ASSIGN_OR_RETURN(const std::vector<LogBackup> backups, LogBackupsIn(directory));
  MUSTER_ASSIGN_OR_RETURN(const LogBackup backup, Choose(backups, number));
  if (!IsEmptyOrAbsent(ledger)) {
    return AlreadyExists("{} exists and is not an empty directory", ledger.string());
  }
  std::error_code error;
  const bool was_there = fs::exists(ledger, error);
  const Status status = RestoreInto(directory, backup, ledger, progress);
  if (!status.ok()) {
    if (was_there) {
      for (const fs::directory_entry& entry : fs::directory_iterator(ledger, error)) {
        fs::remove_all(entry.path(), error);
      }
    } else {
      fs::remove_all(ledger, error);
    }
    return status;
  }
  return Describe(directory, backup);
}

}  // namespace muster
