// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The description of a backup, which RocksDB's BackupEngine keeps. `HEAD` in the input stands for
// what muster adds to it, in the hexadecimal digits of RocksDB, with its checksum.
#include <filesystem>
#include <fstream>
#include <string>

#include "ledger/head_file.h"
#include "ledger/ledger_backup.h"
#include "ledger/log_backup.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/support/temporary_directory.h"

namespace muster {
namespace {

std::string HexOf(std::string_view bytes) {
  std::string hex;
  for (const char byte : bytes) hex += fmt::format("{:02X}", static_cast<unsigned char>(byte));
  return hex;
}

}  // namespace

void FuzzBackup(std::string_view bytes) {
  static const TemporaryDirectory directory;
  static const std::string head = HexOf("label\n" + HeadFile().Encode());
  std::string description(bytes);
  if (const std::size_t at = description.find("HEAD"); at != std::string::npos)
    description.replace(at, 4, head);
  const std::filesystem::path log = directory.path() / "log";
  std::filesystem::create_directories(log / "meta");
  std::filesystem::create_directories(log / "shared_checksum");
  std::ofstream(log / "meta" / "1", std::ios::binary | std::ios::trunc) << description;
  const auto backups = ListLogBackups(log);
  if (!backups.ok()) {
    MUSTER_CHECK(backups.status().code() == StatusCode::kDataLoss ||
                 backups.status().code() == StatusCode::kNotFound);
  } else {
    MUSTER_CHECK(backups->size() == 1 && (*backups)[0].number == 1);
  }
  MUSTER_CHECK(!RestoreLedger(directory.path(), 1, directory.path() / "restored").ok());
  MUSTER_CHECK(!std::filesystem::exists(directory.path() / "restored"));
}

}  // namespace muster
