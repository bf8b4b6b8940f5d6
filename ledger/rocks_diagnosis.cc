// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/rocks_diagnosis.h"

#include <rocksdb/options.h>
#include <rocksdb/sst_file_reader.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "ledger/head_file.h"
#include "ledger/rocks_store.h"
#include "ledger/table_check.h"
#include "ledger/wal_check.h"

namespace muster {
namespace {

// More would say nothing new.
constexpr std::size_t kFilesNamedMax = 5;

// In the order of their names.
std::vector<std::filesystem::path> FilesIn(const std::filesystem::path& database) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  std::filesystem::directory_iterator file(database, error);
  for (; !error && file != std::filesystem::directory_iterator(); file.increment(error))
    files.push_back(file->path());
  std::sort(files.begin(), files.end());
  return files;
}

// What is wrong with the table files that are there.
std::vector<std::string> DamagedTables(const std::filesystem::path& database) {
  std::vector<std::string> damaged;
  for (const std::filesystem::path& table : FilesIn(database)) {
    if (table.extension() != ".sst") continue;
    if (const Status fault = CheckTable(table); !fault.ok()) {
      damaged.emplace_back(Message(fault));
      continue;
    }
    rocksdb::SstFileReader reader{rocksdb::Options()};
    const rocksdb::Status status = reader.Open(table.string());
    if (!status.ok()) damaged.push_back(fmt::format("{}: {}", table.string(), status.ToString()));
  }
  return damaged;
}

// The write-ahead logs and manifests that are not whole. A crash may have cut off the end of one of
// them, so that this explains an error, but does not make one.
std::vector<std::string> BrokenLogs(const std::filesystem::path& database) {
  std::vector<std::string> broken;
  for (const std::filesystem::path& file : FilesIn(database)) {
    if (file.extension() != ".log" && !file.filename().string().starts_with("MANIFEST")) continue;
    std::ifstream in(file, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    const std::size_t whole = WholeBytesOfWal(bytes);
    if (whole < bytes.size()) {
      broken.push_back(
          fmt::format("{} is broken at byte {} of {}", file.string(), whole, bytes.size()));
    }
  }
  return broken;
}

}  // namespace

Status Diagnose(const std::filesystem::path& database, const Status& status) {
  if (status.code() != StatusCode::kDataLoss) return status;
  std::vector<std::string> causes = DamagedTables(database);
  // RocksDB misses the manifest that CURRENT names, and does not say who names it.
  const Status manifest = ReadManifest(database).status();
  if (manifest.code() == StatusCode::kDataLoss && Message(manifest) != Message(status))
    causes.emplace_back(Message(manifest));
  if (causes.empty()) {
    // A reader beside a writer has to bear with missing files; an ordinary opening names them.
    const Status opened = RocksStore::Open(database, RocksStore::Mode::kReadOnly, {}).status();
    if (!opened.ok() && Message(opened) != Message(status)) causes.emplace_back(Message(opened));
  }
  std::string message(Message(status));
  // Of a write-ahead log RocksDB says no more than "checksum mismatch".
  // What else is broken may be left of a crash, and not be the cause.
  if (message.find(database.string()) == std::string::npos) {
    const std::vector<std::string> broken = BrokenLogs(database);
    causes.insert(causes.begin(), broken.begin(), broken.end());
  }
  for (std::size_t i = 0; i < std::min(causes.size(), kFilesNamedMax); ++i)
    message += "; " + causes[i];
  return ErrorOf(status.code(), "{}", message);
}

}  // namespace muster
