// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Position and LogSize are strong types, so that the two can never be swapped.
#ifndef MUSTER_LEDGER_POSITION_H_
#define MUSTER_LEDGER_POSITION_H_

#include <compare>
#include <cstdint>
#include <limits>

namespace muster {

// The place of a record in the log, from 0, without gaps.
struct Position {
  std::uint64_t value = 0;
  friend auto operator<=>(Position, Position) = default;
};

// The number of records in a log, and so the position of the next one. As a state of knowledge
// ("known at"), the records below it.
struct LogSize {
  std::uint64_t value = 0;
  friend auto operator<=>(LogSize, LogSize) = default;
};

// Whether a log of `size` has a record at `position`.
constexpr bool Holds(LogSize size, Position position) { return position.value < size.value; }

}  // namespace muster

#endif  // MUSTER_LEDGER_POSITION_H_
