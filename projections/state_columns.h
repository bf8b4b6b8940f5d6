// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The two great tables of a saved state, posts and movements, as files: one a column, the values
// one behind the other as they are in memory (little-endian), so that loading maps them. Rows are
// added behind those that are there, and never changed: what ended them, and the parts of the few
// that have some, stands in pages beside them, with checksums of the columns.
#ifndef MUSTER_PROJECTIONS_STATE_COLUMNS_H_
#define MUSTER_PROJECTIONS_STATE_COLUMNS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "ledger/status.h"
#include "projections/effective_set.h"
#include "projections/state_codec.h"

namespace muster {

std::uint64_t ChecksumOf(std::string_view bytes);

// The tables that have columns.
inline constexpr std::array kColumnTables = {StateTable::kPosts, StateTable::kMovements};

// Rows in a page.
inline constexpr std::size_t kPageRows = 65536;
constexpr std::size_t PagesOf(std::size_t rows) { return (rows + kPageRows - 1) / kPageRows; }

// Writes the rows [from, rows) of each table durably. Where `from` is 0 the files are made anew:
// who has the old ones mapped keeps them. Errors: UNAVAILABLE.
Status AppendColumns(const std::filesystem::path& directory, const EffectiveSet& set,
                     const StateCounts& from, const StateCounts& rows);

// Puts the first rows of each table into `parts`, which has none. Returns whether there are so
// many; they are not checked yet.
bool MapColumns(const std::filesystem::path& directory, const StateCounts& rows,
                EffectiveSet::Parts& parts);

// The page of the rows [page * kPageRows, ...) below `rows`.
std::string EncodePage(const EffectiveSet& set, StateTable table, std::size_t page,
                       std::size_t rows);

// Checks the rows of a page, and completes them. Returns whether they are what they were.
bool TakePage(std::string_view bytes, StateTable table, std::size_t page, std::size_t rows,
              EffectiveSet::Parts& parts);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_STATE_COLUMNS_H_
