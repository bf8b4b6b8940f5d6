// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Whether a write-ahead log of RocksDB that was not closed breaks off where a crash breaks it off,
// or earlier.
//
// RocksDB takes everything behind a damaged length, up to the end of the file, for a write that was
// cut off, and drops it without an error. But each write here is synced before the next begins: if
// a whole write stands behind a broken one, the broken one was not the last, and what it said was
// acknowledged.
#ifndef MUSTER_LEDGER_WAL_CHECK_H_
#define MUSTER_LEDGER_WAL_CHECK_H_

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>

#include "ledger/status.h"

namespace muster {

// How many bytes, from the first on, are whole: all of them unless something is broken or cut off.
// Also of a manifest, which has the same format. Pure.
std::size_t WholeBytesOfWal(std::string_view bytes);

// Where in the bytes of a write-ahead log something is broken that a later write shows to be
// damage; nullopt if it is whole, or breaks off at its end. Pure.
std::optional<std::size_t> FindDamageInWal(std::string_view bytes);

// Looks at every write-ahead log in RocksDB's directory. Errors: DATA_LOSS, naming file and place;
// UNAVAILABLE if one cannot be read.
Status CheckWals(const std::filesystem::path& database);

// DATA_LOSS, naming it, if the manifest that CURRENT names is not whole, or there is none. One that
// a writer has in hand may not be for a moment. RocksDB 7.8 reads a damaged one without end in a
// secondary instance. Errors: also UNAVAILABLE.
Status CheckManifestIsWhole(const std::filesystem::path& database);

}  // namespace muster

#endif  // MUSTER_LEDGER_WAL_CHECK_H_
