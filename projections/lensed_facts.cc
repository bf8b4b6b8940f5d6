// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/lensed_facts.h"

#include <map>

#include "ledger/chain.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "projections/fact_reader.h"
#include "projections/lensed_chains.h"

namespace muster {
namespace {

FactPosition RootId(Position root) { return static_cast<FactPosition>(root.value); }

}  // namespace

StatusOr<FactTable> FactsThroughLens(const RecordSource& source, const Lens& lens,
                                     const Standings& standings, LogSize known_at,
                                     const Names& names) {
  FactTable table;
  table.names = names;
  MUSTER_RETURN_IF_ERROR(AddFactsThroughLens(source, lens, standings, known_at, {}, table));
  return table;
}

Status AddFactsThroughLens(const RecordSource& source, const Lens& lens, const Standings& standings,
                           LogSize known_at, const Span& known, FactTable& table) {
  // Only how a chain reads at the known-at matters, so chains are read when all their members are
  // known.
  LensedChains chains(lens, &standings);
  std::map<Position, Facts> plain;
  const auto counts = [&](const v1::Record& record) {
    return record.event().has_mandate() || standings.Admits(lens, record);
  };
  MUSTER_RETURN_IF_ERROR(
      source.Read(Position{0}, known_at, [&](Position position, const v1::Record& record) {
        if (!chains.Add(position, record) && HasFacts(record.event()) && counts(record)) {
          plain.emplace(position, ReadFacts(RootId(position), record.event(), table));
        }
        return OkStatus();
      }));
  MUSTER_RETURN_IF_ERROR(chains.Complete(source));
  for (const auto& [root, links] : chains.all()) {
    const Chain chain = chains.Fold(root);
    const v1::Event* reading = chain.Reading();
    plain.erase(root);
    if (reading != nullptr) plain.emplace(root, ReadFacts(RootId(root), *reading, table));
  }
  for (const auto& [root, facts] : plain) table.Open(known.from, facts, known.until);
  return OkStatus();
}

}  // namespace muster
