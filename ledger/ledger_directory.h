// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Ledger directory: the files of a ledger and what its FORMAT file says.
#ifndef MUSTER_LEDGER_LEDGER_DIRECTORY_H_
#define MUSTER_LEDGER_LEDGER_DIRECTORY_H_

#include <filesystem>
#include <optional>
#include <string>

#include "ledger/status.h"

namespace muster {

// The version of the stored format that this program reads and writes. Version 1, without the tiles
// of the Merkle tree, was never released.
inline constexpr int kFormatVersion = 3;

std::filesystem::path LogDirectory(const std::filesystem::path& ledger);
std::filesystem::path ProjectionsDirectory(const std::filesystem::path& ledger);
// States the format and the origin; without it the directory is no ledger.
std::filesystem::path FormatFile(const std::filesystem::path& ledger);
// The signing key in force (stored_key.h), and the next one while it is being put in force
// (key_ring.h).
std::filesystem::path KeyFile(const std::filesystem::path& ledger);
std::filesystem::path NextKeyFile(const std::filesystem::path& ledger);
std::filesystem::path CopyKeyFile(const std::filesystem::path& ledger);
// Checkpoints with signatures that the ledger cannot make again, and the witnesses' verifier keys
// (checkpoint_store.h).
std::filesystem::path CheckpointsDirectory(const std::filesystem::path& ledger);
std::filesystem::path WitnessesFile(const std::filesystem::path& ledger);
// Who may do what over the network, kept by the layer above. It is in no backup: a copy elsewhere
// does not let anybody in, and an old one does not bring back who was shut out.
std::filesystem::path AccessDirectory(const std::filesystem::path& ledger);

// Makes the directory with an empty log, a key and, last, the FORMAT file, without which it is no
// ledger. `origin` may be empty: one is made from the directory's name and chance. With a
// passphrase the key is encrypted. Errors: ALREADY_EXISTS if it exists and is not empty;
// INVALID_ARGUMENT for an origin that may not be one; UNAVAILABLE.
Status CreateLedgerDirectory(const std::filesystem::path& directory, std::string origin,
                             const std::optional<std::string>& passphrase);

// The origin that the FORMAT file states. Errors: NOT_FOUND if the directory is no ledger;
// FAILED_PRECONDITION if its format is of another version; DATA_LOSS if the file is damaged.
StatusOr<std::string> ReadOrigin(const std::filesystem::path& directory);

}  // namespace muster

#endif  // MUSTER_LEDGER_LEDGER_DIRECTORY_H_
