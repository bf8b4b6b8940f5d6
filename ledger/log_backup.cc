// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/log_backup.h"

#include <rocksdb/db.h>
#include <rocksdb/utilities/backup_engine.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include "ledger/rocks_files.h"
#include "ledger/rocks_options.h"

namespace muster {
namespace {

// Progress is told as often as so much was copied.
constexpr std::uint64_t kBytesACall = std::uint64_t{1} << 20;

// What a backup says of itself: its label on a line, then a head file.
std::string EncodeNote(const HeadFile& head, const std::string& label) {
  HeadFile vouched = head;
  vouched.manifest.reset();
  return label + '\n' + vouched.Encode();
}

// The years that can be written, in seconds; more would not go into a Time either.
bool IsWritable(std::int64_t seconds) {
  constexpr std::int64_t kYear0 = -62'167'219'200;
  constexpr std::int64_t kYear10000 = 253'402'300'800;
  return seconds >= kYear0 && seconds < kYear10000;
}

StatusOr<LogBackup> DecodeInfo(const rocksdb::BackupInfo& info) {
  LogBackup backup;
  backup.number = info.backup_id;
  if (!IsWritable(info.timestamp)) {
    return DataLoss("what backup {} says of itself: it was made {} seconds after 1970",
                    info.backup_id, info.timestamp);
  }
  backup.made_at = Time(std::chrono::seconds(info.timestamp));
  backup.bytes = info.size;
  const std::size_t line = info.app_metadata.find('\n');
  if (line == std::string::npos) {
    return DataLoss("backup {} does not say what it holds", info.backup_id);
  }
  backup.label = info.app_metadata.substr(0, line);
  StatusOr<HeadFile> head = HeadFile::Decode(std::string_view(info.app_metadata).substr(line + 1));
  if (!head.ok()) {
    return DataLoss("what backup {} says of itself: {}", info.backup_id, Message(head.status()));
  }
  backup.head = *std::move(head);
  return backup;
}

rocksdb::BackupEngineOptions OptionsFor(const std::filesystem::path& directory) {
  // What other processes read or write while a file is copied does not matter: table files never
  // change, and the engine keeps them from being removed.
  rocksdb::BackupEngineOptions options(directory.string());
  options.sync = true;
  options.callback_trigger_interval_size = kBytesACall;
  return options;
}

// The bytes of the table files that no backup in `directory` has: the engine names those that it
// has by their numbers and sizes ("000012_s1f0_4711.sst").
std::uint64_t BytesToCopy(const std::filesystem::path& directory, rocksdb::DB& db) {
  std::set<std::pair<std::string, std::string>> kept;
  std::error_code error;
  for (const auto& entry :
       std::filesystem::directory_iterator(directory / "shared_checksum", error)) {
    const std::string stem = entry.path().stem().string();
    kept.emplace(stem.substr(0, stem.find('_')), stem.substr(stem.rfind('_') + 1));
  }
  std::vector<rocksdb::LiveFileMetaData> files;
  db.GetLiveFilesMetaData(&files);
  std::uint64_t bytes = 0;
  for (const rocksdb::LiveFileMetaData& file : files) {
    const std::string number = std::filesystem::path(file.name).stem().string();
    if (!kept.contains({number.substr(number.find_first_not_of('/')), std::to_string(file.size)})) {
      bytes += file.size;
    }
  }
  return bytes;
}

bool HasBackups(const std::filesystem::path& directory) {
  std::error_code error;
  return std::filesystem::is_directory(directory / "meta", error);
}

StatusOr<std::unique_ptr<rocksdb::BackupEngine>> OpenForWriting(
    const std::filesystem::path& directory) {
  rocksdb::BackupEngine* engine = nullptr;
  const rocksdb::IOStatus status =
      rocksdb::BackupEngine::Open(OptionsFor(directory), rocksdb::Env::Default(), &engine);
  MUSTER_RETURN_IF_ERROR(
      StatusOfWrite(status, fmt::format("cannot open the backups in {}", directory.string())));
  return std::unique_ptr<rocksdb::BackupEngine>(engine);
}

StatusOr<std::unique_ptr<rocksdb::BackupEngineReadOnly>> OpenForReading(
    const std::filesystem::path& directory) {
  if (!HasBackups(directory)) return NotFound("there are no backups in {}", directory.string());
  rocksdb::BackupEngineReadOnly* engine = nullptr;
  const rocksdb::IOStatus status =
      rocksdb::BackupEngineReadOnly::Open(OptionsFor(directory), rocksdb::Env::Default(), &engine);
  MUSTER_RETURN_IF_ERROR(
      StatusOfRead(status, fmt::format("cannot open the backups in {}", directory.string())));
  return std::unique_ptr<rocksdb::BackupEngineReadOnly>(engine);
}

}  // namespace

StatusOr<std::uint32_t> AddLogBackup(const std::filesystem::path& directory, rocksdb::DB& db,
                                     const HeadFile& head, const std::string& label,
                                     const CopyProgress& progress) {
  MUSTER_CHECK(label.find('\n') == std::string::npos);
  std::error_code error;
  if (!HasBackups(directory) && std::filesystem::exists(directory, error) &&
      !std::filesystem::is_empty(directory, error)) {
    return InvalidArgument("{} is not empty, and has no backups", directory.string());
  }
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<rocksdb::BackupEngine> engine,
                          OpenForWriting(directory));
  rocksdb::CreateBackupOptions options;
  options.flush_before_backup = true;
  std::uint64_t calls = 0;
  std::optional<std::uint64_t> total;
  if (progress) {
    options.progress_callback = [&] {
      if (!total) total = BytesToCopy(directory, db);
      progress(std::min(++calls * kBytesACall, *total), *total);
    };
  }
  rocksdb::BackupID number = 0;
  MUSTER_RETURN_IF_ERROR(StatusOfWrite(
      engine->CreateNewBackupWithMetadata(options, &db, EncodeNote(head, label), &number),
      "cannot make a backup"));
  return number;
}

StatusOr<std::vector<LogBackup>> ListLogBackups(const std::filesystem::path& directory) {
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<rocksdb::BackupEngineReadOnly> engine,
                          OpenForReading(directory));
  std::vector<rocksdb::BackupID> damaged;
  engine->GetCorruptedBackups(&damaged);
  std::vector<rocksdb::BackupInfo> infos;
  engine->GetBackupInfo(&infos);
  if (!damaged.empty()) {
    return DataLoss("in {}, files of backup {} are missing or have other sizes", directory.string(),
                    damaged.front());
  }
  if (infos.empty()) return NotFound("there are no backups in {}", directory.string());
  std::vector<LogBackup> backups;
  for (const rocksdb::BackupInfo& info : infos) {
    MUSTER_ASSIGN_OR_RETURN(LogBackup backup, DecodeInfo(info));
    backups.push_back(std::move(backup));
  }
  std::sort(backups.begin(), backups.end(),
            [](const LogBackup& a, const LogBackup& b) { return a.number < b.number; });
  return backups;
}

Status RestoreLogBackup(const std::filesystem::path& directory, const LogBackup& backup,
                        const std::filesystem::path& log) {
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<rocksdb::BackupEngineReadOnly> engine,
                          OpenForReading(directory));
  std::error_code error;
  std::filesystem::create_directories(log, error);
  if (error) return Unavailable("cannot make {}: {}", log.string(), error.message());
  const std::string database = DatabaseOf(log).string();
  // Checks what it copies, against the checksums that were taken when the backup was made.
  MUSTER_RETURN_IF_ERROR(StatusOfRead(
      engine->RestoreDBFromBackup(rocksdb::RestoreOptions(), backup.number, database, database),
      fmt::format("cannot restore backup {}", backup.number)));
  return backup.head.Write(HeadFileOf(log));
}

Status KeepLogBackups(const std::filesystem::path& directory, std::uint32_t keep) {
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<rocksdb::BackupEngine> engine,
                          OpenForWriting(directory));
  return StatusOfWrite(engine->PurgeOldBackups(keep), "cannot remove old backups");
}

}  // namespace muster
