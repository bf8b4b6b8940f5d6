// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Tile names: where C2SP tlog-tiles has the parts of a log.
//
//   tile/<L>/<N>[.p/<W>]       hashes: 256 of level L, or the first W of a tile that is not
//   complete tile/entries/<N>[.p/<W>]   the records of a tile of level 0
//
// <N> is written in groups of three digits, all but the last after an `x`: x001/x234/067.
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_TILE_NAME_H_
#define MUSTER_LEDGER_TILE_NAME_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster {

struct TileName {
  std::optional<int> level;  // from 0 to 7; nullopt: the entries
  std::uint64_t index = 0;
  std::size_t width = 0;  // from 1 to kTileWidth (merkle.h)
};

// "tile/0/x001/067.p/12".
std::string TilePath(const TileName& name);

// Reads such a path, and nullopt if it is none, or not written as TilePath does.
std::optional<TileName> ParseTilePath(std::string_view path);

}  // namespace muster

#endif  // MUSTER_LEDGER_TILE_NAME_H_
