// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/refusal.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string_view>
#include <utility>

namespace muster {

void SortRefusals(Refusals& refusals) {
  // The moves of the sort would empty the strings that views point at: the names are copied.
  std::map<std::string, std::size_t, std::less<>> ranks;
  for (const Refusal& refusal : refusals) ranks.emplace(refusal.file, ranks.size());
  std::stable_sort(refusals.begin(), refusals.end(), [&](const Refusal& a, const Refusal& b) {
    if (a.file != b.file) return ranks.find(a.file)->second < ranks.find(b.file)->second;
    return a.position < b.position;
  });
}

}  // namespace muster
