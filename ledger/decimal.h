// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#ifndef MUSTER_LEDGER_DECIMAL_H_
#define MUSTER_LEDGER_DECIMAL_H_

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace muster {

// A number of at most 64 bits in ASCII digits, without sign and leading zeroes, as the formats of
// C2SP write numbers.
inline std::optional<std::uint64_t> ParseDecimal(std::string_view text) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  return number;
}

}  // namespace muster

#endif  // MUSTER_LEDGER_DECIMAL_H_
