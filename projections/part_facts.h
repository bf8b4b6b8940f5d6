// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The facts about a part of the people, for `--of NAME` (DESIGN section 4, last paragraph before
// the example).
#ifndef MUSTER_PROJECTIONS_PART_FACTS_H_
#define MUSTER_PROJECTIONS_PART_FACTS_H_

#include <string_view>

#include "projections/fact_table.h"

namespace muster {

// What of `facts` is true at `known_at`, told of the part `name`: a movement counts with its part,
// [0, 0, most] where it does not say; musters that do not say it are passed over, settings to 0
// stay. Statements are as they were: who reads them looks for the part. The rows of the result are
// true at every known-at above 0.
FactTable FactsOfPart(const FactTable& facts, std::string_view name, FactPosition known_at);

// Adds them to `part_facts`, as true at the known-ats of `known`. REQUIRES: it was made by
// EmptyTableOver(facts); no row of it is known from later on.
void AddFactsOfPart(const FactTable& facts, std::string_view name, FactPosition known_at,
                    const Span& known, FactTable& part_facts);
// The names, posts and reaches of `facts`, without a row.
FactTable EmptyTableOver(const FactTable& facts);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_PART_FACTS_H_
