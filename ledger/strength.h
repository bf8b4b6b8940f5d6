// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Strengths: numbers of people with bounds, in words and signs (DESIGN section 3).
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_STRENGTH_H_
#define MUSTER_LEDGER_STRENGTH_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/status.h"

namespace muster {

namespace v1 {
class Strength;
}  // namespace v1

// The greatest number of people that can be written.
inline constexpr std::uint32_t kPeopleMax = 2147483647;  // 2^31 - 1

// Reads a strength as it is written in a report file: "217", "over 200", "150..200=180", "~200",
// "nearly 400", "unknown". Case and white space do not matter. `text` of the result is the wording
// with the white space at its ends removed.
//
// Errors: INVALID_ARGUMENT, saying what is wrong and which forms there are: not a form, an empty or
// reversed range, a guess outside its range, a number of 2^31 or more.
StatusOr<v1::Strength> ParseStrength(std::string_view text);

// The numbers of a strength for a reader: "217", "201..", "150..249, best 200", "0.. (unknown)".
std::string DescribeStrength(const v1::Strength& strength);

}  // namespace muster

#endif  // MUSTER_LEDGER_STRENGTH_H_
