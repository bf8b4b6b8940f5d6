// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Excerpts of input for messages.
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_EXCERPT_H_
#define MUSTER_LEDGER_EXCERPT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace muster {

// The longest excerpt in bytes, its "..." not counted.
inline constexpr std::size_t kExcerptBytesMax = 80;

// `text` on one line: a run of ASCII white space and control characters becomes one blank, and what
// is longer than `bytes_max` is cut between two characters and ends in "...".
std::string Excerpt(std::string_view text, std::size_t bytes_max = kExcerptBytesMax);

}  // namespace muster

#endif  // MUSTER_LEDGER_EXCERPT_H_
