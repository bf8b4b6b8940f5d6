// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/lensed_facts.h"

#include <map>
#include <memory>
#include <vector>

#include "ledger/chain.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "projections/fact_reader.h"

namespace muster {
namespace {

// A later member of a chain.
struct Member {
  Position position;
  std::shared_ptr<const v1::Record> record;
  bool admitted = false;
};

FactPosition RootId(Position root) { return static_cast<FactPosition>(root.value); }

}  // namespace

StatusOr<FactTable> FactsThroughLens(const RecordSource& source, const Lens& lens,
                                     const Standings& standings, LogSize known_at,
                                     const Names& names) {
  FactTable table;
  table.names = names;
  // Only how a chain reads at the known-at matters, so chains are read when all their members are
  // known.
  std::map<Position, std::vector<Member>> chains;
  std::map<Position, Facts> plain;
  MUSTER_RETURN_IF_ERROR(
      source.Read(Position{0}, known_at, [&](Position position, const v1::Record& record) {
        const std::vector<Position> targets = TargetsOf(record);
        if (!targets.empty()) {
          const auto copy = std::make_shared<const v1::Record>(record);
          const bool admitted = standings.Admits(lens, record);
          for (const Position root : targets) chains[root].push_back({position, copy, admitted});
        } else if (HasFacts(record.event()) && standings.Admits(lens, record)) {
          plain.emplace(position, ReadFacts(RootId(position), record.event(), table));
        }
        return OkStatus();
      }));
  for (const auto& [root, members] : chains) {
    MUSTER_ASSIGN_OR_RETURN(const RecordPtr first, source.ReadRecord(root));
    Chain chain(root, *first, standings.Admits(lens, *first));
    for (const Member& member : members)
      chain.Add(member.position, *member.record, member.admitted);
    const v1::Event* reading = chain.Reading();
    plain.erase(root);
    if (reading != nullptr) plain.emplace(root, ReadFacts(RootId(root), *reading, table));
  }
  for (const auto& [root, facts] : plain) table.Open(0, facts);
  return table;
}

}  // namespace muster
