// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/rocks_diagnosis.h"

#include <rocksdb/options.h>
#include <rocksdb/sst_file_reader.h>

#include <algorithm>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "ledger/rocks_store.h"

namespace muster {
namespace {

// More would say nothing new.
constexpr std::size_t kFilesNamedMax = 5;

// What is wrong with the table files that are there.
std::vector<std::string> DamagedTables(const std::filesystem::path& database) {
  std::vector<std::filesystem::path> tables;
  std::error_code error;
  std::filesystem::directory_iterator file(database, error);
  for (; !error && file != std::filesystem::directory_iterator(); file.increment(error)) {
    if (file->path().extension() == ".sst") tables.push_back(file->path());
  }
  std::sort(tables.begin(), tables.end());
  std::vector<std::string> damaged;
  for (const std::filesystem::path& table : tables) {
    rocksdb::SstFileReader reader{rocksdb::Options()};
    const rocksdb::Status status = reader.Open(table.string());
    if (!status.ok()) damaged.push_back(fmt::format("{}: {}", table.string(), status.ToString()));
  }
  return damaged;
}

}  // namespace

Status Diagnose(const std::filesystem::path& database, const Status& status) {
  if (status.code() != StatusCode::kDataLoss) return status;
  std::vector<std::string> causes = DamagedTables(database);
  if (causes.empty()) {
    // A reader beside a writer has to bear with missing files; an ordinary opening names them.
    const Status opened = RocksStore::Open(database, RocksStore::Mode::kReadOnly, {}).status();
    if (!opened.ok() && Message(opened) != Message(status)) causes.emplace_back(Message(opened));
  }
  std::string message(Message(status));
  for (std::size_t i = 0; i < std::min(causes.size(), kFilesNamedMax); ++i)
    message += "; " + causes[i];
  return ErrorOf(status.code(), "{}", message);
}

}  // namespace muster
