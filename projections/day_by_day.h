// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// DayByDay: the strengths of groups on one day after another, at the price of what changes between
// them.
#ifndef MUSTER_PROJECTIONS_DAY_BY_DAY_H_
#define MUSTER_PROJECTIONS_DAY_BY_DAY_H_

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "projections/group_strengths.h"
#include "projections/movement_scan.h"
#include "projections/world.h"

namespace muster {

// Days on which a movement may begin to count otherwise than the day before, and those at whose end
// something is set.
struct ChangeDays {
  // (day, row), sorted; rows are no ways back, which change with their ways out.
  std::vector<std::pair<FactDay, std::uint32_t>> movements;
  std::vector<FactDay> settings;  // sorted, distinct

  // All days of (after, until] on which something changes, sorted, distinct.
  std::vector<FactDay> In(FactDay after, FactDay until) const;
};

// The changes of (from, to].
ChangeDays FindChanges(const World& world, FactDay from, FactDay to);

// Goes from day to day. Between two settings what is covered stays, so only the movements that
// begin to count otherwise are counted again. Thread-compatible.
class DayByDay {
 public:
  // All outlive the object; the strengths are of groups of `world`. `changes`: of all days that are
  // gone to.
  DayByDay(const World& world, std::vector<GroupStrengths*> strengths, const ChangeDays& changes)
      : scan_(world), strengths_(std::move(strengths)), changes_(changes) {}

  // Makes the strengths those at the end of `day`. REQUIRES: days ascend.
  void GoTo(FactDay day);

 private:
  bool SettingBetween(FactDay after, FactDay until) const;
  void Restart(FactDay day);
  void Advance(FactDay from, FactDay until);

  MovementScan scan_;
  std::vector<GroupStrengths*> strengths_;
  const ChangeDays& changes_;
  std::vector<ScanTarget*> targets_;
  std::optional<FactDay> at_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_DAY_BY_DAY_H_
