// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/rocks_log.h"

#include <system_error>

#include "ledger/head_file.h"
#include "ledger/rocks_environment.h"
#include "ledger/rocks_files.h"
#include "ledger/rocks_reader.h"
#include "ledger/rocks_store.h"
#include "ledger/rocks_writer.h"

namespace muster {
namespace {

Status CheckDirectory(const std::filesystem::path& directory) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(directory, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    return NotFound("there is no log in {}", directory.string());
  }
  if (error) return Unavailable("cannot look into {}: {}", directory.string(), error.message());
  if (!std::filesystem::is_directory(status)) {
    return DataLoss("{} is not a directory", directory.string());
  }
  return OkStatus();
}

}  // namespace

Status RocksLog::Create(const std::filesystem::path& directory) {
  std::error_code error;
  if (!std::filesystem::create_directory(directory, error)) {
    if (!error) return AlreadyExists("{} exists already", directory.string());
    return Unavailable("cannot make {}: {}", directory.string(), error.message());
  }
  MUSTER_ASSIGN_OR_RETURN(
      const std::unique_ptr<RocksStore> store,
      RocksStore::Open(DatabaseOf(directory), RocksStore::Mode::kCreate, RocksEnvironment{}));
  MUSTER_RETURN_IF_ERROR(store->FlushAndClose());
  HeadFile head;
  MUSTER_ASSIGN_OR_RETURN(head.manifest, ReadManifest(DatabaseOf(directory)));
  return head.Write(HeadFileOf(directory));
}

StatusOr<std::unique_ptr<Log>> RocksLog::OpenWriter(const std::filesystem::path& directory) {
  return OpenRocksWriter(directory, {});
}

StatusOr<std::unique_ptr<Log>> OpenRocksWriter(const std::filesystem::path& directory,
                                               const RocksEnvironment& environment) {
  MUSTER_RETURN_IF_ERROR(CheckDirectory(directory));
  return RocksWriter::Open(directory, environment);
}

StatusOr<std::unique_ptr<Log>> RocksLog::OpenReader(const std::filesystem::path& directory) {
  MUSTER_RETURN_IF_ERROR(CheckDirectory(directory));
  return RocksReader::Open(directory);
}

}  // namespace muster
