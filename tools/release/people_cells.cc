// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/release/people_cells.h"

#include <fmt/format.h>

namespace muster {

void AddPeopleCells(const People& people, std::vector<std::string>& cells) {
  for (const auto& number : {people.least, people.best, people.most}) {
    cells.push_back(number ? fmt::format("{}", *number) : std::string());
  }
}

}  // namespace muster
