// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// DatedSums: what the movements come to for the groups of a partition at the end of any day, as
// known at any position, without a look at each of them.
//
// What a movement counts at a post that nothing covers is a function of the day alone, and changes
// on a few days: by steps. Where it is known from one record on (and until another), a step counts
// for all days from its own on and all known-ats beyond its record. So the answer is the sum of the
// steps of a quadrant of (position, day). The steps are kept in strips of positions, each sorted by
// day, with a table of the sums of whole strips up to some days: what is left of a quadrant is one
// strip and one column of days.
#ifndef MUSTER_PROJECTIONS_DATED_SUMS_H_
#define MUSTER_PROJECTIONS_DATED_SUMS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "projections/cells.h"
#include "projections/fact_table.h"
#include "projections/group_tally.h"
#include "projections/movement_scan.h"
#include "projections/partition.h"

namespace muster {

// Immutable after construction; safe for concurrent use.
class DatedSums {
 public:
  // Fewer movements are scanned as fast; for more groups the tables are too large.
  static constexpr std::size_t kMovementsMin = 200000;
  static constexpr std::size_t kGroupsMax = 256;

  // `side`: how many strips, and columns of days, at least one. `facts` outlive the object and are
  // not changed meanwhile; the groups are those of `partition`.
  DatedSums(const FactTable& facts, std::shared_ptr<const Cells> cells, const Partition& partition,
            std::size_t side);
  // So many that the tables take some eight bytes a movement.
  static std::size_t SideFor(const FactTable& facts, const Partition& partition);

  // Whether so much is added up that an answer is quicker for it.
  bool pays() const { return loose_count_ <= rows_ / 2; }
  std::size_t loose_count() const { return loose_count_; }

  const Cells& cells() const { return *cells_; }
  // The group that all posts of a cell are in, kNoGroup if they are in none.
  GroupId GroupOf(CellId cell) const { return group_of_cell_[cell]; }
  // Whether settings are about one group each, and have no post in common: then each group is
  // covered by the latest ones of its cells.
  bool simple() const { return simple_; }

  // Adds what counts for the groups where no setting may cover, and what touches them, there or
  // elsewhere. `groups`: by number, and one more; of `partition`, the same groups as those the sums
  // were made of. `movements_known`: by how many rows are known at `known_at`.
  void AddTo(std::span<GroupTally> groups, const Partition& partition, FactDay day,
             FactPosition known_at, std::size_t movements_known) const;

  // An end of an exact movement in a cell: people who come, or go if negative, on a day, by all
  // that is known from a position on.
  struct CellStep {
    FactDay day = 0;
    FactPosition at = 0;
    NamedPostId post = kAbroad;
    std::int64_t people = 0;
  };
  // Those of (after, until].
  std::span<const CellStep> StepsOf(CellId cell, FactDay after, FactDay until) const;

  // What has to be counted end by end: of inexact movements, those in a cell; and those where
  // nothing covers, if the other end is in a cell and in the same group, for it may lie within.
  // Those of a cell that may have been after `after`.
  std::span<const LooseEnd> LooseOf(CellId cell, FactDay after) const;
  // Those outside all cells.
  std::span<const LooseEnd> LooseElsewhere() const { return loose_.back(); }

 private:
  // One step for a group.
  struct Step {
    FactDay day = 0;
    FactPosition at = 0;
    std::uint32_t people = 0;
    std::uint16_t group = 0;
    std::uint8_t bounds = 0;  // which it is a step of
    bool down = false;
  };
  static constexpr std::uint8_t kLeast = 1, kBest = 2, kMost = 4, kNoLeast = 8, kNoMost = 16;

  // How a row that was corrected, or of a day before that of earlier rows, touches a group while it
  // holds.
  struct Irregular {
    Span known;
    FactDay earliest = 0;
    FactDay best_day = 0;
    std::uint32_t touch = 0;
  };

  void FindGroupsOfCells(const Partition& partition);
  // Takes a movement, with its way back, apart into steps, or keeps it for one by one.
  void TakeRow(const Partition& partition, std::size_t row, std::vector<Step>& steps);
  void TakeEnd(std::size_t row, GroupId group, bool arrives, std::vector<Step>& steps) const;
  void TakeCellEnd(std::size_t row, NamedPostId post, bool arrives);
  void TakeLoose(std::size_t row, CellId cell, bool arrives);
  void KeepSteps(std::vector<Step> steps, std::size_t side);
  void AddUpTable();
  void KeepTouches(const Partition& partition, std::size_t side);
  static void AddStep(const Step& step, GroupTally& tally);
  void AddSteps(std::span<GroupTally> groups, FactDay day, FactPosition known_at) const;
  void Touch(std::span<GroupTally> groups, const Partition& partition, FactDay day,
             FactPosition known_at, std::size_t movements_known) const;
  // The last best day of a group's rows in the first strips that is not after `day`.
  FactDay LatestOf(std::size_t group, std::size_t strips, FactDay day) const;

  const FactTable& facts_;
  const std::shared_ptr<const Cells> cells_;
  const std::size_t rows_;
  const std::size_t groups_;
  bool simple_ = true;
  std::vector<GroupId> group_of_cell_;

  // By strip of positions, in each by day.
  std::vector<Step> steps_;
  std::vector<FactPosition> strip_ends_;  // the last position of each strip
  std::vector<FactDay> columns_;          // the first day of each column
  // By column and strip, where the column begins in the strip; then where the strips end.
  std::vector<std::uint32_t> starts_;
  std::vector<GroupTally> table_;  // (strips + 1) x (columns + 1) x groups: all before both

  // By group and strip of rows, of those never corrected. Of the days, each strip's are not before
  // those of the strips before it: the others are among the irregular ones.
  std::size_t touch_rows_ = 1;
  std::size_t touch_strips_ = 0;
  struct Touched {
    // Of this strip.
    std::uint32_t start = 0;
    std::uint32_t end = 0;
    // Of this strip and those before.
    FactDay last_best = kNeverBefore;
    FactDay other_from = kNeverDay;
    FactDay loss_from = kNeverDay;
  };
  std::vector<Touched> touched_;
  std::vector<FactDay> touch_days_;                // best days, sorted in each
  std::vector<std::vector<Irregular>> irregular_;  // by group, by best day

  std::vector<std::vector<CellStep>> cell_steps_;
  std::vector<std::vector<LooseEnd>> loose_;  // by cell, by last day; behind them those elsewhere
  std::size_t loose_count_ = 0;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_DATED_SUMS_H_
