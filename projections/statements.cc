// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/statements.h"

#include <algorithm>
#include <vector>

#include "muster/v1/event.pb.h"

namespace muster {

Status ForEachStatement(const FactTable& facts, FactPosition known_at,
                        std::initializer_list<StatementKind> kinds, const StatementVisitor& visit) {
  const Statements& statements = facts.statements();
  std::vector<const StatementRow*> standing;
  for (std::size_t i = 0; i < statements.CountKnown(known_at); ++i) {
    const StatementRow& row = statements.rows[i];
    if (!statements.known[i].Holds(known_at)) continue;
    if (std::find(kinds.begin(), kinds.end(), row.kind) == kinds.end()) continue;
    standing.push_back(&row);
  }
  std::sort(standing.begin(), standing.end(),
            [](const StatementRow* a, const StatementRow* b) { return a->root < b->root; });
  for (const StatementRow* row : standing) {
    v1::Event reading;
    if (!reading.ParseFromString(row->reading)) {
      return DataLoss("the statement of record {} does not parse", row->root);
    }
    MUSTER_RETURN_IF_ERROR(visit(Position{row->root}, reading));
  }
  return OkStatus();
}

}  // namespace muster
