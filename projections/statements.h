// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Statements: the events that say something and move nobody (mandates, dispatches, pledges, claims,
// statements), as they read at a known-at. Amendments, retractions, accounts and the lens have been
// applied to the rows of a fact table already.
#ifndef MUSTER_PROJECTIONS_STATEMENTS_H_
#define MUSTER_PROJECTIONS_STATEMENTS_H_

#include <functional>
#include <initializer_list>

#include "ledger/position.h"
#include "ledger/status.h"
#include "projections/fact_table.h"

namespace muster {

namespace v1 {
class Event;
}  // namespace v1

// `root`: the first member of the event's chain. `reading` lives as long as the call.
using StatementVisitor = std::function<Status(Position root, const v1::Event& reading)>;

// Calls `visit` with what stands at `known_at` of the given kinds, by the first positions of their
// chains. Of a view's session: ForEachStatement(world.facts(), world.known_at(), ...), which is
// right with and without a lens or a part. Errors: DATA_LOSS if a row does not parse; what `visit`
// returns.
Status ForEachStatement(const FactTable& facts, FactPosition known_at,
                        std::initializer_list<StatementKind> kinds, const StatementVisitor& visit);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_STATEMENTS_H_
