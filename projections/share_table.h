// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// ShareTable: what the differences of a reach's settings count, as every state of knowledge has
// them. A record changes the differences of few settings, so a table of all known-ats is little
// longer than one of a single known-at; and what one known-at adds up need not be found out again
// for the next.
#ifndef MUSTER_PROJECTIONS_SHARE_TABLE_H_
#define MUSTER_PROJECTIONS_SHARE_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "projections/fact_index.h"
#include "projections/fact_table.h"
#include "projections/post_map.h"
#include "projections/share_sum.h"

namespace muster {

// The place of a setting among all those of its reach that are ever known, in their order.
using SettingRank = std::uint32_t;

// Immutable after construction; safe for concurrent use.
class ShareTable {
 public:
  // The difference of one setting at the known-ats of `known`.
  struct Row {
    SettingRank rank = 0;
    Span known;
    // Not found out here: it depends on more than the setting of the reach before it.
    bool open = false;
    Interval own;
    Interval foreign;
    const Interval& Of(ShareOwner owner) const { return owner == kOwn ? own : foreign; }
  };
  // Those of a block of neighbours added up, from a known-at on.
  static constexpr SettingRank kBlockRanks = 64;
  struct Block {
    FactPosition from = 0;
    std::array<ShareSum, 2> sums;  // by owner
  };

  // Rows in the order in which they came to be known, of `ranks` settings; for each block what it
  // comes to, in that order too.
  ShareTable(std::size_t ranks, const std::vector<Row>& rows,
             const std::vector<std::vector<Block>>& blocks);

  // Work and memory are bounded: nullopt if there would be more than `rows_max` rows, or if more
  // movements must be looked at than pays. REQUIRES: the reach is taken whole and has a post of its
  // own.
  static std::optional<ShareTable> Make(const FactTable& facts, const FactIndex& index,
                                        const PostMap& posts, ReachId reach, std::size_t rows_max);

  std::size_t size() const { return rows_.size(); }
  std::size_t ranks() const { return starts_.size() - 1; }
  std::size_t blocks() const { return block_starts_.size() - 1; }
  // nullptr if the setting is not known then.
  const Row* Find(SettingRank rank, FactPosition known_at) const;
  // By owner; nullptr if it was nothing yet.
  const std::array<ShareSum, 2>* FindBlock(std::size_t block, FactPosition known_at) const;
  // The settings whose differences are not found out, ascending.
  std::vector<SettingRank> OpenAt(FactPosition known_at) const;

 private:
  std::vector<Row> rows_;                  // by rank, then known-at
  std::vector<std::size_t> starts_;        // by rank
  std::vector<std::size_t> block_starts_;  // in the next two
  std::vector<FactPosition> block_from_;
  std::vector<std::array<ShareSum, 2>> block_sums_;
  std::vector<std::uint32_t> open_;  // numbers of rows
};

// The same at one known-at, added up from the first setting on. Thread-compatible.
class KnownShares {
 public:
  // After so many sums it pays to add up setting by setting, which a single answer seldom needs.
  static constexpr std::size_t kSumsByBlocks = 1024;

  KnownShares(std::shared_ptr<const ShareTable> table, FactPosition known_at);

  // Of the settings in [begin, end) but the open ones.
  ShareSum Sum(SettingRank begin, SettingRank end, ShareOwner owner);
  const std::vector<SettingRank>& open() const { return open_; }

 private:
  ShareSum SumUpTo(SettingRank end, ShareOwner owner) const;
  void AddUpSettings();

  std::shared_ptr<const ShareTable> table_;
  FactPosition known_at_;
  std::vector<SettingRank> open_;
  std::vector<std::array<ShareSum, 2>> before_;  // entry n: of the first n blocks
  std::size_t sums_ = 0;
  std::vector<std::array<ShareSum, 2>> before_setting_;  // entry n: of the first n settings
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_SHARE_TABLE_H_
