// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Log export writes a whole log, with its reports and documents, as a stream of items
// (transfer_stream.h), of which ImportLog (log_import.h) makes it again.
//
// Thread-safety: safe for concurrent use on different streams.
#ifndef MUSTER_LEDGER_LOG_EXPORT_H_
#define MUSTER_LEDGER_LOG_EXPORT_H_

#include <cstdint>
#include <functional>
#include <ostream>
#include <span>

#include "ledger/checkpoint.h"
#include "ledger/log.h"
#include "ledger/status.h"
#include "ledger/verifier_key.h"

namespace muster {

struct LogExport {
  LogHead head;
  std::uint64_t reports = 0;
  std::uint64_t documents = 0;
};

// Writes the log of `size` records, all that it has, whose signed checkpoint `checkpoint` is;
// `keys` are the log's, oldest first. The memory that it takes does not grow with the log.
//
// Errors: INVALID_ARGUMENT if the checkpoint is of another size; UNAVAILABLE if `out` cannot be
// written; DATA_LOSS if the log is damaged: then what was written must be thrown away.
StatusOr<LogExport> ExportLog(const Log& log, const VerifiedCheckpoint& checkpoint,
                              std::span<const VerifierKey> keys, std::ostream& out,
                              const std::function<void(Position, LogSize)>& progress = {});

}  // namespace muster

#endif  // MUSTER_LEDGER_LOG_EXPORT_H_
