// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The saved form of an effective set: tables cut into blocks of rows, so that saving after a small
// append writes little.
//
// All numbers are little-endian and of fixed width; a string is its length (4 bytes) and its bytes.
// A change of any encoding is a new kStateFormat: a state of another format is thrown away and
// rebuilt.
#ifndef MUSTER_PROJECTIONS_STATE_CODEC_H_
#define MUSTER_PROJECTIONS_STATE_CODEC_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "ledger/status.h"
#include "projections/effective_set.h"

namespace muster {

class ByteReader;
class ByteWriter;

inline constexpr std::uint32_t kStateFormat = 4;

// The tables of a state. Their numbers are part of the format.
enum class StateTable : std::uint8_t {
  kNames,
  kPosts,
  kReaches,
  kRegistrations,
  kMentions,
  kMovements,
  kSettings,
  kReportChanges,
  kStatements,
};
inline constexpr int kStateTables = 9;

// Rows in a block.
inline constexpr std::size_t kBlockRows = 1024;
constexpr std::size_t BlocksOf(std::size_t rows) { return (rows + kBlockRows - 1) / kBlockRows; }

// How many rows each table has.
using StateCounts = std::array<std::uint64_t, kStateTables>;
StateCounts CountsOf(const EffectiveSet& set);

// The bytes of the rows [block * kBlockRows, ...) of a table, without those below `first`.
std::string EncodeBlock(const EffectiveSet& set, StateTable table, std::size_t block,
                        std::size_t first = 0);

// What of_which says in a row.
void WriteParts(std::span<const FactPart> parts, ByteWriter& out);
FactParts ReadParts(ByteReader& in);

// Puts a set together again from its blocks, which come table by table, in order.
class StateDecoder {
 public:
  // `columns`: how many leading rows of each table are not in blocks; they are put into parts().
  StateDecoder(LogSize size, const StateCounts& counts, const StateCounts& columns = {});

  EffectiveSet::Parts& parts() { return parts_; }

  // Makes room for the rows, as far as a log of that size may have them. REQUIRES: the size is that
  // of a log.
  void Reserve();

  // Errors: DATA_LOSS if `bytes` are not the next block.
  Status Add(StateTable table, std::size_t block, std::string_view bytes);
  StatusOr<EffectiveSet> Finish();

 private:
  StateCounts counts_;
  StateCounts columns_;
  EffectiveSet::Parts parts_;
};

// Everything, in one canonical form.
std::string EncodeState(const EffectiveSet& set);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_STATE_CODEC_H_
