// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// BlockTallies: what most of the movements come to for the groups of a partition, added up block by
// block of the table. A scan takes a block that lies wholly in the past from here, and looks only
// at the rows that are left out of it. What counts at a post that a setting may cover depends on
// when it is covered: of that, where it is exact, only what moved since then is looked at.
#ifndef MUSTER_PROJECTIONS_BLOCK_TALLIES_H_
#define MUSTER_PROJECTIONS_BLOCK_TALLIES_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "projections/fact_table.h"
#include "projections/movement_scan.h"
#include "projections/partition.h"
#include "projections/post_map.h"

namespace muster {

// Immutable after construction; safe for concurrent use.
class BlockTallies {
 public:
  // Fewer movements are scanned as fast; for more groups the tallies are too large.
  static constexpr std::size_t kMovementsMin = 200000;
  static constexpr std::size_t kGroupsMax = 256;

  // In blocks of so many rows, at least one. The groups are those of `partition`, a partition of
  // `posts`.
  BlockTallies(const FactTable& facts, const PostMap& posts, const Partition& partition,
               std::size_t block_rows);
  // Few enough that little of a block is left over, so many that there are about a thousand blocks.
  static std::size_t RowsOfBlock(const FactTable& facts) {
    constexpr std::size_t kBlocks = 1024;
    return facts.movements().size() / kBlocks + 1;
  }

  // Whether so much is added up that a scan is quicker for it.
  bool pays() const { return rest_.size() <= rows_ / 2; }
  std::size_t block_rows() const { return block_rows_; }
  // The first day on which something that is added up of a block may have been, and the first at
  // whose end all of it surely has.
  FactDay BeginsOn(std::size_t block) const { return begins_on_[block]; }
  FactDay PastFrom(std::size_t block) const { return past_from_[block]; }
  // By group.
  std::span<const GroupTally> TalliesOf(std::size_t block) const {
    return std::span(tallies_).subspan(block * groups_, groups_);
  }
  // The rows that are not: inexact ones of posts that a setting may cover, corrected ones, those
  // that end or have no upper bound, those of wide dates or far from the others of their block.
  std::span<const ScanRow> RestOf(std::size_t block) const {
    return std::span(rest_).subspan(rest_starts_[block],
                                    rest_starts_[block + 1] - rest_starts_[block]);
  }

  // An end, at a post that a setting may cover, of an exact movement that is added up otherwise.
  struct CoveredEnd {
    FactDay day = 0;
    std::uint32_t row = 0;
    NamedPostId post = kAbroad;
    std::uint32_t people = 0;
    bool arrives = false;
  };
  // The posts that one reach includes (each post in one cell alone), and their ends by day.
  struct Cell {
    std::vector<NamedPostId> posts;
    std::vector<CoveredEnd> ends;
  };
  const std::vector<Cell>& cells() const { return cells_; }

 private:
  static constexpr std::uint32_t kNoCell = std::numeric_limits<std::uint32_t>::max();

  // Makes the cells without ends; the cell of each named post.
  std::vector<std::uint32_t> MakeCells(const FactTable& facts, const PostMap& posts);

  std::size_t groups_;
  std::size_t rows_;
  std::size_t block_rows_;
  std::vector<FactDay> begins_on_, past_from_;
  std::vector<GroupTally> tallies_;
  std::vector<ScanRow> rest_;
  std::vector<std::size_t> rest_starts_;  // by block
  std::vector<Cell> cells_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_BLOCK_TALLIES_H_
