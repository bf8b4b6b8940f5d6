// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// RocksLog keeps a log in a RocksDB directory on the local disk.
#ifndef MUSTER_LEDGER_ROCKS_LOG_H_
#define MUSTER_LEDGER_ROCKS_LOG_H_

#include <filesystem>
#include <memory>

#include "ledger/log.h"
#include "ledger/status.h"

namespace muster {

class RocksLog {
 public:
  // Makes an empty log in `directory`, which must not exist. The log is closed again.
  static Status Create(const std::filesystem::path& directory);

  // Opens the log for its one writer.
  //
  // Errors: FAILED_PRECONDITION if another process or object has it open for writing, saying which;
  // NOT_FOUND if there is none; DATA_LOSS, naming the damage, if files are missing, altered or cut,
  // or if there are fewer records than the head file vouches for; UNAVAILABLE.
  static StatusOr<std::unique_ptr<Log>> OpenWriter(const std::filesystem::path& directory);

  // Opens the log for reading, beside a writer or without one; never writes below `directory`.
  //
  // Errors: as above, but for the first.
  static StatusOr<std::unique_ptr<Log>> OpenReader(const std::filesystem::path& directory);
};

}  // namespace muster

#endif  // MUSTER_LEDGER_ROCKS_LOG_H_
