// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Ledger import makes a ledger of a file that carries a whole log (log_export.h).
//
// No secret travels in such a file. The ledger that is made of it signs with a new key, or with the
// one that is given: then it goes on as the ledger that the log comes from.
//
// Thread-safety: safe for concurrent use on different directories.
#ifndef MUSTER_LEDGER_LEDGER_IMPORT_H_
#define MUSTER_LEDGER_LEDGER_IMPORT_H_

#include <cstdint>
#include <filesystem>
#include <functional>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/log.h"
#include "ledger/status.h"
#include "ledger/verifier_key.h"

namespace muster {

struct LedgerImportOptions {
  // The name under which the ledger will sign; nullopt: that of the log.
  std::optional<std::string> origin;
  // Encrypts the new key.
  std::optional<std::string> passphrase;
  // A file with the secret key to sign with, as a ledger keeps it; nullopt: a new one is made.
  std::optional<std::filesystem::path> signing_key;
  // The keys that must have signed the log; none: those that the file says are its own, which
  // shows that it is whole, not whose it is.
  std::vector<VerifierKey> keys;
  // Told of the records taken and verified so far, now and then.
  std::function<void(Position, LogSize)> progress;
};

struct LedgerImport {
  VerifiedCheckpoint checkpoint;  // of the log, by the keys above
  std::string origin;             // of the ledger
  std::uint64_t reports = 0;
  std::uint64_t documents = 0;
};

// Makes a ledger in `directory`, which must not exist or be empty, of the log that `in` carries:
// the same records byte for byte, with the same root, and all that was written beside them. It is
// made beside `directory` and verified before it is moved there.
//
// Errors: ALREADY_EXISTS; INVALID_ARGUMENT if the stream is not what it should be, or the options
// do not fit it; FAILED_PRECONDITION, saying why, if what it has does not verify; NOT_FOUND if
// there is no file of the key; UNAVAILABLE. On any error nothing is left of it.
StatusOr<LedgerImport> ImportLedger(std::istream& in, const std::filesystem::path& directory,
                                    const LedgerImportOptions& options);

}  // namespace muster

#endif  // MUSTER_LEDGER_LEDGER_IMPORT_H_
