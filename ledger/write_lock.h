// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// WriteLock makes sure that a log has one writer. It is a lock of the operating system on a file,
// so it ends with the process that holds it, however that ends.
#ifndef MUSTER_LEDGER_WRITE_LOCK_H_
#define MUSTER_LEDGER_WRITE_LOCK_H_

#include <filesystem>

#include "ledger/status.h"

namespace muster {

// Thread-compatible. Holds the lock as long as it lives.
class WriteLock {
 public:
  // Takes the lock on `file`, which is made if it is missing, and writes this process's id into it.
  //
  // Errors: FAILED_PRECONDITION if another process, or another object of this one, holds it, saying
  // which; UNAVAILABLE if the file cannot be opened for writing.
  static StatusOr<WriteLock> Acquire(const std::filesystem::path& file);

  // Whether somebody holds the lock on `file`. Takes nothing and writes nothing; false if there is
  // no such file.
  static bool IsHeld(const std::filesystem::path& file);

  WriteLock(WriteLock&& other) noexcept;
  WriteLock& operator=(WriteLock&& other) noexcept;
  ~WriteLock();

 private:
  explicit WriteLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;  // -1 when moved from
};

}  // namespace muster

#endif  // MUSTER_LEDGER_WRITE_LOCK_H_
