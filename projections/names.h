// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Names: the strings that facts are about, as small integers in the order of their first use.
#ifndef MUSTER_PROJECTIONS_NAMES_H_
#define MUSTER_PROJECTIONS_NAMES_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"
#include "absl/strings/string_view.h"

namespace muster {

using NameId = std::uint32_t;

// Nothing was said.
inline constexpr NameId kNoName = 0;
// The word "unspecified" was said.
inline constexpr NameId kUnspecifiedName = 1;

// Thread-compatible.
class Names {
 public:
  Names();
  Names(const Names& other);
  Names& operator=(const Names& other) { return *this = Names(other); }
  Names(Names&&) = default;
  Names& operator=(Names&&) = default;

  NameId Intern(std::string_view name);
  std::optional<NameId> Find(std::string_view name) const;
  const std::string& operator[](NameId id) const { return names_[id]; }
  std::size_t size() const { return names_.size(); }

 private:
  struct Hash {
    std::size_t operator()(std::string_view name) const {
      return absl::Hash<absl::string_view>()(absl::string_view(name.data(), name.size()));
    }
  };
  // The texts stay where they are when more come.
  std::deque<std::string> names_;
  absl::flat_hash_map<std::string_view, NameId, Hash> ids_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_NAMES_H_
