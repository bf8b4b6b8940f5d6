// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Log import makes a log of the stream of items that ExportLog wrote (log_export.h): the same
// records byte for byte, and beside them all that admission would have written with them.
#ifndef MUSTER_LEDGER_LOG_IMPORT_H_
#define MUSTER_LEDGER_LOG_IMPORT_H_

#include <cstdint>
#include <functional>
#include <istream>
#include <memory>
#include <string>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/log.h"
#include "ledger/signed_note.h"
#include "ledger/status.h"
#include "ledger/verifier_key.h"

namespace muster {

struct LogImport {
  Checkpoint checkpoint;
  SignedNote note;                // of the checkpoint; its signatures are not verified
  std::vector<VerifierKey> keys;  // that the stream says are the log's
  std::uint64_t reports = 0;
  std::uint64_t documents = 0;  // of these, without those that were blacked out
};

// Reads one stream, which may come from anybody. Thread-compatible; used once.
class LogImporter {
 public:
  // Reads the beginning. `in` must outlive the importer. Errors: INVALID_ARGUMENT if it is no such
  // stream.
  static StatusOr<std::unique_ptr<LogImporter>> Open(std::istream& in);
  virtual ~LogImporter() = default;

  // The log's name, which may name a key (SigningKey::CheckName).
  virtual const std::string& origin() const = 0;

  // Appends the rest to `log`, which must be empty and open for writing, and verifies all of it
  // (VerifyLog) and that its root is the one stated. The memory that it takes does not grow with
  // the stream. `progress` is told of the records taken so far, and then of those verified.
  //
  // Errors: INVALID_ARGUMENT if the stream is not what it should be; FAILED_PRECONDITION, saying
  // why, if what it has does not verify; those of the log. On any error the log is to be thrown
  // away.
  virtual StatusOr<LogImport> Import(
      Log& log, const std::function<void(Position, LogSize)>& progress = {}) = 0;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_LOG_IMPORT_H_
