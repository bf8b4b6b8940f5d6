// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/export/group_sums.h"

#include <fmt/format.h>

#include "tests/property/random_query.h"

namespace muster {

std::string Show(const GroupSums& sums) {
  std::string text;
  for (const auto& [key, people] : sums) text += fmt::format("  {}: {}\n", key, people);
  return text;
}

ViewQuery QueryOfAllPosts(Chooser& choose, const RandomLedger& random, const model::Log& log) {
  ViewQuery query = RandomQuery(choose, random.ledger().Head().size);
  query.where.clear();
  query.by.clear();
  query.depth.reset();
  DropUnknownValues(log, &query);
  return query;
}

}  // namespace muster
