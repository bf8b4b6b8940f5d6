// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/release/release_state.h"

#include <algorithm>

#include "ledger/admission_state.h"

namespace muster {

StatusOr<std::vector<RecordedRelease>> ReadAllReleases(const Ledger& ledger) {
  MUSTER_ASSIGN_OR_RETURN(const StringMap<Position> kept, ReadReleases(ledger.log()));
  std::vector<RecordedRelease> releases;
  for (const auto& [name, position] : kept) releases.push_back({name, position});
  std::sort(releases.begin(), releases.end(),
            [](const auto& a, const auto& b) { return a.position < b.position; });
  return releases;
}

std::optional<RecordedRelease> FindRelease(const std::vector<RecordedRelease>& releases,
                                           std::string_view name) {
  const auto found = std::find_if(releases.begin(), releases.end(),
                                  [&](const RecordedRelease& each) { return each.name == name; });
  return found == releases.end() ? std::nullopt : std::optional(*found);
}

}  // namespace muster
