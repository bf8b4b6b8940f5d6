// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The head file of a log: what the log is known to hold, kept outside the store. RocksDB opens with
// fewer records and without an error after some kinds of damage; against this file that is noticed.
//
//   muster log head 1
//   size 12
//   root 6e34...
//   frontier 000000000000000c...
//   manifest MANIFEST-000005 1243 9f86...
//   checksum 2c26...
//
// `frontier` is the encoding of the Merkle frontier, so that the records that came after the file
// was written can be checked from there on. `manifest` stands only after a clean close: the name,
// size and SHA-256 of the file in which RocksDB lists all the others. `checksum` is the SHA-256 of
// the lines above.
#ifndef MUSTER_LEDGER_HEAD_FILE_H_
#define MUSTER_LEDGER_HEAD_FILE_H_

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/merkle.h"
#include "ledger/sha256.h"
#include "ledger/status.h"

namespace muster {

struct HeadFile {
  struct Manifest {
    std::string name;
    std::uint64_t size_bytes = 0;
    Hash sha256{};
    friend bool operator==(const Manifest&, const Manifest&) = default;
  };

  MerkleFrontier frontier;
  std::optional<Manifest> manifest;

  std::string Encode() const;
  // Errors: DATA_LOSS, saying what is wrong.
  static StatusOr<HeadFile> Decode(std::string_view text);

  // Errors: DATA_LOSS, naming the file, if it is missing or damaged; UNAVAILABLE if it cannot be
  // read.
  static StatusOr<HeadFile> Read(const std::filesystem::path& file);
  // Puts this in the place of what is there, if anything, durably and at once: a crash leaves the
  // one or the other. Errors: UNAVAILABLE.
  Status Write(const std::filesystem::path& file) const;
};

// The manifest that CURRENT in RocksDB's `directory` names. Errors: DATA_LOSS, naming the file that
// is missing or damaged.
StatusOr<HeadFile::Manifest> ReadManifest(const std::filesystem::path& directory);

// Whether `manifest` is still in force and unaltered in RocksDB's `directory`. Errors: DATA_LOSS,
// naming the file and what differs.
Status CheckManifest(const std::filesystem::path& directory, const HeadFile::Manifest& manifest);

}  // namespace muster

#endif  // MUSTER_LEDGER_HEAD_FILE_H_
