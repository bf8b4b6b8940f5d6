// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// String pool: strings that come again and again, each kept once under a small number.
#ifndef MUSTER_LEDGER_STRING_POOL_H_
#define MUSTER_LEDGER_STRING_POOL_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace muster {

// Finds std::string keys by std::string_view without a copy.
struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

template <typename Value>
using StringMap = std::unordered_map<std::string, Value, StringHash, std::equal_to<>>;

// Thread-compatible.
class StringPool {
 public:
  std::uint32_t Intern(std::string_view text) {
    const auto found = numbers_.find(text);
    if (found != numbers_.end()) return found->second;
    const auto number = static_cast<std::uint32_t>(strings_.size());
    strings_.emplace_back(text);
    numbers_.emplace(strings_.back(), number);
    return number;
  }

  // Valid as long as the pool. REQUIRES: `number` came from Intern.
  const std::string& Get(std::uint32_t number) const { return strings_[number]; }

 private:
  StringMap<std::uint32_t> numbers_;
  std::deque<std::string> strings_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_STRING_POOL_H_
