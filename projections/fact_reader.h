// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Takes an event apart into the facts that it comes down to (DESIGN sections 2 and 4, step 3), or
// keeps it as a statement.
#ifndef MUSTER_PROJECTIONS_FACT_READER_H_
#define MUSTER_PROJECTIONS_FACT_READER_H_

#include "projections/fact_table.h"

namespace muster {

namespace v1 {
class Event;
}  // namespace v1

// Whether the event can have facts at all: a movement, what sets a level, or a statement.
bool HasFacts(const v1::Event& event);

// The facts of `event`, whose chain begins at `root`. Names, posts and reaches are added to
// `table`, rows are not.
Facts ReadFacts(FactPosition root, const v1::Event& event, FactTable& table);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_FACT_READER_H_
