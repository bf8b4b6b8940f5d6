// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The description of a backup, which RocksDB's BackupEngine keeps. `HEAD` in the input stands for
// what muster adds to it, in the hexadecimal digits of RocksDB, with its checksum.
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "ledger/head_file.h"
#include "ledger/ledger_backup.h"
#include "ledger/log_backup.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

namespace fs = std::filesystem;

struct BackupFile {
  const char* name;
  std::string_view bytes;
};
// What a description may state truly: sizes and checksums are as in corpus/backup/files. They are
// no log, so that nothing comes of a restoration, however well the files are described.
constexpr std::array<BackupFile, 3> kBackupFiles = {{
    {"shared_checksum/000007_sFUZZ_5.sst", "table"},
    {"private/1/CURRENT", "MANIFEST-000005\n"},
    {"private/1/MANIFEST-000005", "manifest"},
}};

void PutBackupFile(const fs::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

// In memory where there is such a place: a file that is truncated and written again waits for the
// disk, for most of the time of a run.
fs::path PlaceOfBackups() {
  std::error_code error;
  return fs::is_directory("/dev/shm", error) ? fs::path("/dev/shm") : fs::temp_directory_path();
}

// A directory of backups with one backup, all of it but the description.
class DescribedBackup {
 public:
  DescribedBackup() : directory_(PlaceOfBackups()) {
    for (const char* folder : {"meta", "shared_checksum", "private/1"}) {
      fs::create_directories(log() / folder);
    }
    for (const BackupFile& file : kBackupFiles) PutBackupFile(log() / file.name, file.bytes);
    PutBackupFile(description(), "");
    entries_ = CountEntries();
  }

  const fs::path& path() const { return directory_.path(); }
  fs::path log() const { return path() / "log"; }
  fs::path description() const { return log() / "meta" / "1"; }

  // Neither more nor less than there was.
  void CheckLeftAlone() const {
    MUSTER_CHECK(CountEntries() == entries_);
    for (const BackupFile& file : kBackupFiles) {
      MUSTER_CHECK(fs::file_size(log() / file.name) == file.bytes.size());
    }
  }

 private:
  std::ptrdiff_t CountEntries() const {
    return std::distance(fs::recursive_directory_iterator(path()), {});
  }

  const TemporaryDirectory directory_;
  std::ptrdiff_t entries_ = 0;
};

std::string HexOf(std::string_view bytes) {
  std::string hex;
  for (const char byte : bytes) hex += fmt::format("{:02X}", static_cast<unsigned char>(byte));
  return hex;
}

void CheckDamage(const Status& status) {
  MUSTER_CHECK(status.code() == StatusCode::kDataLoss || status.code() == StatusCode::kNotFound);
}

}  // namespace

void FuzzBackup(std::string_view bytes) {
  static const DescribedBackup backup;
  static const std::string head = HexOf("label\n" + HeadFile().Encode());
  std::string description(bytes);
  if (const std::size_t at = description.find("HEAD"); at != std::string::npos)
    description.replace(at, 4, head);
  PutBackupFile(backup.description(), description);
  if (const auto backups = ListLogBackups(backup.log()); backups.ok()) {
    MUSTER_CHECK(backups->size() == 1 && (*backups)[0].number == 1);
    const Time made_at = (*backups)[0].made_at;
    MUSTER_CHECK(*ParseTime(FormatTime(made_at)) == made_at);
  } else {
    CheckDamage(backups.status());
  }
  CheckDamage(RestoreLedger(backup.path(), 1, backup.path() / "restored").status());
  MUSTER_CHECK(!fs::exists(backup.path() / "restored"));
  backup.CheckLeftAlone();
}

}  // namespace muster
