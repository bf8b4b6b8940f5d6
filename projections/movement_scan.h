// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// MovementScan: what the movements count for the groups of a partition (DESIGN section 4, step 6),
// in one pass over their columns.
#ifndef MUSTER_PROJECTIONS_MOVEMENT_SCAN_H_
#define MUSTER_PROJECTIONS_MOVEMENT_SCAN_H_

#include <cstdint>
#include <span>
#include <vector>

#include "projections/cells.h"
#include "projections/fact_table.h"
#include "projections/group_tally.h"
#include "projections/interval.h"
#include "projections/partition.h"
#include "projections/strength_walk.h"
#include "projections/world.h"

namespace muster {

class DatedSums;

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

// The groups of one partition for one walk, and what is covered: for each named post the day at
// whose end it is (kNeverBefore: never). `partition` outlives it.
class ScanTarget {
 public:
  struct End {
    GroupId group = 0;
    FactDay covered = kNeverBefore;
  };
  // Abroad and the posts outside all groups are in one more group, which nobody asks for: so the
  // scan need not look whether there is one.
  std::vector<GroupTally> groups;

  // What is covered is kept post by post, or cell by cell. REQUIRES of the latter: the partition
  // has sums, and they are simple.
  enum class Covers { kByPost, kByCell };
  explicit ScanTarget(const Partition& partition, Covers covers = Covers::kByPost);
  void Empty();

  const Partition& partition() const { return *partition_; }
  // What scans may take from where it was added up; may be null.
  const DatedSums* sums() const { return partition_->sums(); }
  bool by_cell() const { return covers_ == Covers::kByCell; }

  // By named post. REQUIRES: by post.
  std::vector<End> ends;
  // By cell, of all its posts that occur by that day. REQUIRES: by cell.
  std::vector<FactDay> covered_cells;

  GroupId GroupOf(NamedPostId post) const { return partition_->of_named()[post]; }
  // Of a post that is in a movement known to `world`, whose earliest day is `earliest`.
  End EndOf(NamedPostId post, FactDay earliest, const World& world) const {
    return by_cell() ? EndInCell(post, earliest, world) : ends[post];
  }

 private:
  End EndInCell(NamedPostId post, FactDay earliest, const World& world) const;

  const Partition* partition_;
  Covers covers_;
};

// Adds what a movement with its way back counts on `day` at one of its ends, which is covered at
// the end of `covered`, or with `sign` -1 takes it away. REQUIRES: `row` is no way back.
void CountEnd(const Movements& movements, std::size_t row, FactDay day, int sign, bool arrives,
              FactDay covered, GroupTally& tally);

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

// One end of a row that is to be counted by itself.
struct LooseEnd {
  FactDay last = 0;  // on which the movement (or its way back) may be
  bool arrives = false;
  ScanRow row;  // no way back
};

class MovementScan {
 public:
  // `world` outlives the scan.
  explicit MovementScan(const World& world) : world_(world) {}

  // Adds all movements up to `day` to the groups of each target.
  void Add(FactDay day, const std::vector<ScanTarget*>& targets) const;

  // Adds only those movements, by row. REQUIRES: they are known to the world, or replaced.
  void AddOf(std::span<const std::uint32_t> rows, FactDay day,
             const std::vector<ScanTarget*>& targets) const;

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
  void TouchGroups(std::size_t row, FactDay day, ScanTarget& target) const;
  static void AddSingle(const ScanRow& row, FactDay day, ScanTarget& target);
  void AddRow(const ScanRow& row, FactDay day, ScanTarget& target) const;
  void AddRows(std::size_t begin, std::size_t end, FactDay day, ScanTarget& target) const;
  void AddBySums(FactDay day, ScanTarget& target) const;
  // Ends in a cell, or that the sums leave out elsewhere.
  void AddCell(CellId cell, FactDay day, ScanTarget& target) const;
  void AddLoose(std::span<const LooseEnd> ends, FactDay day, ScanTarget& target) const;

  const World& world_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_MOVEMENT_SCAN_H_
