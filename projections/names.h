// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Names: the strings that facts are about, as small integers in the order of their first use.
#ifndef MUSTER_PROJECTIONS_NAMES_H_
#define MUSTER_PROJECTIONS_NAMES_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

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

  NameId Intern(std::string_view name);
  std::optional<NameId> Find(std::string_view name) const;
  const std::string& operator[](NameId id) const { return names_[id]; }
  std::size_t size() const { return names_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const {
      return std::hash<std::string_view>()(name);
    }
  };
  std::vector<std::string> names_;
  std::unordered_map<std::string, NameId, Hash, std::equal_to<>> ids_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_NAMES_H_
