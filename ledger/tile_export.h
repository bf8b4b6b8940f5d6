// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Tile export writes a log as static files in the layout of C2SP tlog-tiles, which any web server
// publishes and other people's clients read: `checkpoint`, the signed note, and tiles (tile_name.h)
// of hashes, 32 bytes each, and of records, each behind its length, 2 bytes, big endian.
//
// Thread-safety: safe for concurrent use on different directories.
#ifndef MUSTER_LEDGER_TILE_EXPORT_H_
#define MUSTER_LEDGER_TILE_EXPORT_H_

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "ledger/checkpoint.h"
#include "ledger/log.h"
#include "ledger/signed_note.h"
#include "ledger/status.h"
#include "ledger/tile_name.h"
#include "ledger/tree_reader.h"

namespace muster {

struct TileExport {
  std::uint64_t written = 0;  // files
  std::uint64_t kept = 0;     // complete ones that were there
};

// Told how many records are exported of how many.
using ExportProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

// Writes the log of the checkpoint that `note` is, into `directory`, which is made if it is
// missing, and may hold an earlier export of the same log, or a part of one: complete files that
// are there are not written again. The checkpoint is written last and at once, when all that it
// speaks of is there.
//
// Errors: INVALID_ARGUMENT if the note is no checkpoint of this log; FAILED_PRECONDITION if the
// directory holds another log; DATA_LOSS if the records do not hash to the tree; UNAVAILABLE.
StatusOr<TileExport> ExportTiles(const Log& log, const SignedNote& note,
                                 const std::filesystem::path& directory,
                                 const ExportProgress& progress);

// The bytes of one file of that layout, of a complete tile or the first of a tile. Errors:
// NOT_FOUND if the log that `tree` reads has fewer; DATA_LOSS if the records do not hash to the
// tree.
StatusOr<std::string> ReadTile(const Log& log, const TreeReader& tree, const TileName& name);

}  // namespace muster

#endif  // MUSTER_LEDGER_TILE_EXPORT_H_
