// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Ledger files: the small files of a ledger's directory, beside its log and its projections, as a
// backup keeps them: under the digest of a list of theirs.
//
// Thread-safety: one caller at a time for a directory.
#ifndef MUSTER_LEDGER_LEDGER_FILES_H_
#define MUSTER_LEDGER_LEDGER_FILES_H_

#include <filesystem>
#include <string>
#include <string_view>

#include "ledger/status.h"

namespace muster {

// Copies them into a directory of its own below `store`, named by their digest, unless it is there.
// Secret keys, readable by their owner only, are left out without `with_key`. Gives the digest, 64
// hexadecimal digits. Errors: UNAVAILABLE; RESOURCE_EXHAUSTED for a file that is not small.
StatusOr<std::string> SaveLedgerFiles(const std::filesystem::path& ledger,
                                      const std::filesystem::path& store, bool with_key);

// Copies what has this digest back into `ledger`, the one that makes it a ledger last. Every file
// is checked. Errors: DATA_LOSS, naming the file; ALREADY_EXISTS; UNAVAILABLE.
Status RestoreLedgerFiles(const std::filesystem::path& store, std::string_view digest,
                          const std::filesystem::path& ledger);

// Whether a secret key is among them. Errors: DATA_LOSS.
StatusOr<bool> HasSecretKey(const std::filesystem::path& store, std::string_view digest);

}  // namespace muster

#endif  // MUSTER_LEDGER_LEDGER_FILES_H_
