// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// ScopeLevels: the best numbers of everything that can be overdrawn or stand above its authority.
#ifndef MUSTER_PROJECTIONS_FINDINGS_SCOPE_LEVELS_H_
#define MUSTER_PROJECTIONS_FINDINGS_SCOPE_LEVELS_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/position.h"
#include "ledger/registry.h"
#include "projections/world.h"

namespace muster {

// In the order in which a reader is told of them.
enum class ScopeKind : std::uint8_t { kContingent, kPost, kContributor, kMission };

// A registered contingent with what is below it; a post of a named contingent; a contributor in a
// mission; a mission.
struct LeveledScope {
  ScopeKind kind = ScopeKind::kMission;
  std::array<std::string, kDimensions> values;  // of the dimensions that it fixes; empty: any
  friend auto operator<=>(const LeveledScope&, const LeveledScope&) = default;
};

// Days in a row at whose ends a scope's best is negative.
struct Overdraft {
  LeveledScope scope;
  FactDay since = 0;
  std::optional<FactDay> until;  // the last of them; nullopt: for good
  std::int64_t best = 0;         // at the end of the first
  // The events that took people from the scope on the first day, ascending.
  std::vector<FactPosition> takers;
};

// The best of a mission at the end of a day on which it may have changed.
struct MissionLevel {
  FactDay day = 0;
  std::int64_t best = 0;
  std::vector<FactPosition> givers;  // the events that brought people on that day, ascending
};

struct ScopeLevels {
  std::vector<Overdraft> overdrafts;  // by day, then scope
  std::map<std::string, std::vector<MissionLevel>> missions;
};

// Nothing is overdrawn of which nothing but losses is recorded (a post goes by its contingent): it
// is not said how many were there (DESIGN section 9: such a strength is no number).
// Never answers for the unattributed post of a muster from the muster's day on: what is missing
// there may be missing anywhere.
ScopeLevels FindScopeLevels(World& world, const Registry& registry, LogSize known_at);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_FINDINGS_SCOPE_LEVELS_H_
