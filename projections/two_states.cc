// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/two_states.h"

#include <algorithm>
#include <utility>

#include "projections/lensed_facts.h"
#include "projections/part_facts.h"
#include "projections/query_check.h"
#include "projections/standings.h"

namespace muster {
namespace {

// In a derived table, the known-ats of the states.
constexpr FactPosition kBefore = 1;
constexpr FactPosition kAfter = 2;
constexpr FactPosition kAfterUnamended = 3;
constexpr Span TrueAt(FactPosition state) { return {state - 1, state}; }

// Whether a report was amended in [from, to).
bool AmendsReports(const EffectiveSet& set, LogSize from, LogSize to) {
  const std::vector<FactPosition>& changes = set.report_changes();
  return std::any_of(changes.begin(), changes.end(), [&](FactPosition at) {
    return Holds(to, Position{at}) && !Holds(from, Position{at});
  });
}

// `unamended`: also the later state without the amendments of reports since the earlier one.
StatusOr<FactTable> LensedStates(const RecordSource& source, const EffectiveSet& set,
                                 const Lens& lens, LogSize from, LogSize to, bool unamended) {
  FactTable table;
  table.names = set.facts().names;
  const auto add = [&](FactPosition state, LogSize known_at, LogSize amended_until) -> Status {
    MUSTER_ASSIGN_OR_RETURN(const Standings standings,
                            Standings::At(source, known_at, amended_until));
    return AddFactsThroughLens(source, lens, standings, known_at, TrueAt(state), table);
  };
  MUSTER_RETURN_IF_ERROR(add(kBefore, from, from));
  MUSTER_RETURN_IF_ERROR(add(kAfter, to, to));
  if (unamended) MUSTER_RETURN_IF_ERROR(add(kAfterUnamended, to, from));
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
  const bool unamended = !query.lens.IsClear() && AmendsReports(set, from, to);
  if (!query.lens.IsClear()) {
    MUSTER_ASSIGN_OR_RETURN(FactTable lensed,
                            LensedStates(source, set, query.lens, from, to, unamended));
    states->derived_ = std::make_unique<const FactTable>(std::move(lensed));
    facts = states->derived_.get();
    before = kBefore;
    after = kAfter;
  }
  if (query.of) {
    FactTable part = EmptyTableOver(*facts);
    AddFactsOfPart(*facts, *query.of, before, TrueAt(kBefore), part);
    AddFactsOfPart(*facts, *query.of, after, TrueAt(kAfter), part);
    if (unamended) {
      AddFactsOfPart(*facts, *query.of, kAfterUnamended, TrueAt(kAfterUnamended), part);
    }
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
  const auto posts_after = std::make_shared<const PostMap>(*facts, set.registry(), to);
  states->after_.emplace(*facts, *session_index, posts_after, after);
  if (unamended) {
    states->after_unamended_.emplace(*facts, *session_index, posts_after, kAfterUnamended);
  }
  states->contingents_ = ChangedContingents::Find(set, from, to);
  if (states->contingents_.any_new || !states->contingents_.changed.empty()) {
    const Registry registry = states->contingents_.Without(set, to);
    states->before_unchanged_.emplace(
        *facts, *session_index, std::make_shared<const PostMap>(*facts, registry, to), before);
  }
  return states;
}

std::vector<World*> TwoStates::WorldsOfReasons() {
  std::vector<World*> worlds = {before_unchanged_ ? &before_unchanged_->world() : &before_->world(),
                                &after_->world()};
  if (after_unamended_) worlds.push_back(&after_unamended_->world());
  return worlds;
}

}  // namespace muster
