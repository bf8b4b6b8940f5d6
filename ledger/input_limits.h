// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Limits of what a report file may hold.
#ifndef MUSTER_LEDGER_INPUT_LIMITS_H_
#define MUSTER_LEDGER_INPUT_LIMITS_H_

#include <cstddef>

namespace muster {

inline constexpr std::size_t kNameBytesMax = 256;                    // ids, names, strengths, dates
inline constexpr std::size_t kTextBytesMax = std::size_t{16} << 10;  // free texts
inline constexpr std::size_t kDocumentBytesMax = std::size_t{64} << 20;
inline constexpr std::size_t kListItemsMax = 10'000;
inline constexpr std::size_t kReportEventsMax = 100'000;

}  // namespace muster

#endif  // MUSTER_LEDGER_INPUT_LIMITS_H_
