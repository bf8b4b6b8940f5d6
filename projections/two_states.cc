// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/two_states.h"

#include <utility>

#include "projections/lensed_facts.h"
#include "projections/part_facts.h"
#include "projections/query_check.h"
#include "projections/standings.h"

namespace muster {
namespace {

// In a derived table, the known-ats of the two states.
constexpr FactPosition kBefore = 1;
constexpr FactPosition kAfter = 2;
constexpr Span kTrueBefore{0, kBefore};
constexpr Span kTrueAfter{kBefore, kStillTrue};

StatusOr<FactTable> LensedStates(const RecordSource& source, const EffectiveSet& set,
                                 const Lens& lens, LogSize from, LogSize to) {
  FactTable table;
  table.names = set.facts().names;
  for (const auto& [state, known] : {std::pair(from, kTrueBefore), std::pair(to, kTrueAfter)}) {
    MUSTER_ASSIGN_OR_RETURN(const Standings standings, Standings::At(source, state));
    MUSTER_RETURN_IF_ERROR(AddFactsThroughLens(source, lens, standings, state, known, table));
  }
  return table;
}

}  // namespace

StatusOr<std::unique_ptr<TwoStates>> TwoStates::Make(const RecordSource& source,
                                                     const EffectiveSet& set,
                                                     const FactIndex& index, const ViewQuery& query,
                                                     LogSize from, LogSize to) {
  std::unique_ptr<TwoStates> states(new TwoStates);
  const FactTable* facts = &set.facts();
  FactPosition before = FactKnownAt(from);
  FactPosition after = FactKnownAt(to);
  if (!query.lens.IsClear()) {
    MUSTER_ASSIGN_OR_RETURN(FactTable lensed, LensedStates(source, set, query.lens, from, to));
    states->derived_ = std::make_unique<const FactTable>(std::move(lensed));
    facts = states->derived_.get();
    before = kBefore;
    after = kAfter;
  }
  if (query.of) {
    FactTable part = EmptyTableOver(*facts);
    AddFactsOfPart(*facts, *query.of, before, kTrueBefore, part);
    AddFactsOfPart(*facts, *query.of, after, kTrueAfter, part);
    states->derived_ = std::make_unique<const FactTable>(std::move(part));
    before = kBefore;
    after = kAfter;
  }
  const FactIndex* session_index = &index;
  if (states->derived_ != nullptr) {
    facts = states->derived_.get();
    states->derived_index_ = std::make_unique<const FactIndex>(*facts);
    session_index = states->derived_index_.get();
  }
  states->before_.emplace(*facts, *session_index,
                          std::make_shared<const PostMap>(*facts, set.registry(), from), before);
  states->after_.emplace(*facts, *session_index,
                         std::make_shared<const PostMap>(*facts, set.registry(), to), after);
  states->contingents_ = ChangedContingents::Find(set, from, to);
  if (states->contingents_.any_new || !states->contingents_.changed.empty()) {
    const Registry registry = states->contingents_.Without(set, to);
    states->before_unchanged_.emplace(
        *facts, *session_index, std::make_shared<const PostMap>(*facts, registry, to), before);
  }
  return states;
}

}  // namespace muster
