// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// MovementScan: what the movements count for the groups of a partition (DESIGN section 4, step 6),
// in one pass over their columns.
#ifndef MUSTER_PROJECTIONS_MOVEMENT_SCAN_H_
#define MUSTER_PROJECTIONS_MOVEMENT_SCAN_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "projections/fact_table.h"
#include "projections/interval.h"
#include "projections/partition.h"
#include "projections/strength_walk.h"
#include "projections/world.h"

namespace muster {

// What the movements come to for one group. Sums can be taken from again: open bounds are counted,
// not added.
struct GroupTally {
  std::int64_t least = 0;
  std::int64_t best = 0;
  std::int64_t most = 0;
  std::int32_t no_least = 0;
  std::int32_t no_most = 0;
  // What touches the group up to the day asked for: the last best day, and flags.
  FactDay latest = kNeverBefore;
  std::uint32_t touched_by = 0;
  static constexpr std::uint32_t kOther = 1;
  static constexpr std::uint32_t kLoss = 2;

  // Adds, or with `sign` -1 takes away, what counts for the group, or with `against` against it.
  void Add(const Interval& counted, bool against, int sign);
  void Add(const GroupTally& other);
  Interval Sum() const;
};

// What a scan needs of a row.
struct ScanRow {
  std::uint32_t row = 0;
  FactPosition known_until = kStillTrue;
  MovementDate date;
  NamedPostId from = kAbroad;
  NamedPostId to = kAbroad;
  Amount amount;
  bool single = false;  // no leg of an assignment that ends
  bool plain = false;   // single, of one day, with both bounds
  bool loss = false;

  static ScanRow Of(const Movements& movements, std::size_t row);
};

// The groups of one partition for one walk: for each named post its group, and the day at whose end
// it is covered (kNeverBefore: never).
struct ScanTarget {
  struct End {
    GroupId group = 0;
    FactDay covered = kNeverBefore;
  };
  // By named post. Abroad and the posts outside all groups are in one more group, which nobody asks
  // for: so the scan need not look whether there is one.
  std::vector<End> ends;
  std::vector<GroupTally> groups;
  // Those of the partition; may be null.
  const BlockTallies* blocks = nullptr;

  explicit ScanTarget(const Partition& partition);
  void Empty();
};

inline ScanRow ScanRow::Of(const Movements& m, std::size_t row) {
  const bool single = m.leg[row] == MovementRow::kSingle;
  return {static_cast<std::uint32_t>(row),
          m.known_until[row],
          {m.earliest[row], m.best_day[row], m.latest[row]},
          m.from[row],
          m.to[row],
          {m.least[row], m.best[row], m.most[row]},
          single,
          single && m.earliest[row] == m.latest[row] && m.most[row] != Amount::kNoMost,
          m.kind[row] == MovementKind::kLoss};
}

class MovementScan {
 public:
  // `world` outlives the scan.
  explicit MovementScan(const World& world) : world_(world) {}

  // Adds all movements up to `day` to the groups of each target.
  void Add(FactDay day, const std::vector<ScanTarget*>& targets) const;

  // Takes away from `tally` what a movement from one group to another counts in both, where it is
  // within both together: its ends are covered alike. REQUIRES: `row` is no way back.
  void TakeAwayInside(std::size_t row, FactDay day, const ScanTarget& target,
                      GroupTally& tally) const;

  // Counts one movement (with its way back) anew in a target that had it as of the day `before`.
  // REQUIRES: `row` is no way back; before < day.
  void CountAgain(std::size_t row, FactDay before, FactDay day, ScanTarget& target) const;

 private:
  // Adds what a movement with its way back counts on `day`, or takes it away again.
  void Count(std::size_t row, FactDay day, int sign, ScanTarget& target) const;
  void CountEnd(std::size_t row, FactDay day, int sign, bool arrives, FactDay covered,
                GroupTally& tally) const;
  void TouchGroups(std::size_t row, FactDay day, ScanTarget& target) const;
  static void AddSingle(const ScanRow& row, FactDay day, ScanTarget& target);
  void AddRow(const ScanRow& row, FactDay day, ScanTarget& target) const;
  void AddRows(std::size_t begin, std::size_t end, FactDay day, ScanTarget& target) const;
  void AddByBlocks(FactDay day, ScanTarget& target) const;
  // The ends in the cells of its blocks. `by_row`: whether a block's rows were added one by one.
  void AddCells(FactDay day, const std::vector<bool>& by_row, ScanTarget& target) const;

  const World& world_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_MOVEMENT_SCAN_H_
