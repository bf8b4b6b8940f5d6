// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// ShareSweep: goes through the log once, record by record, and keeps the differences of a reach's
// settings up to date. What it writes down on the way is a ShareTable.
#ifndef MUSTER_PROJECTIONS_SHARE_SWEEP_H_
#define MUSTER_PROJECTIONS_SHARE_SWEEP_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <vector>

#include "projections/fact_index.h"
#include "projections/fact_table.h"
#include "projections/post_map.h"
#include "projections/share_table.h"

namespace muster {

// Thread-compatible.
class ShareSweep {
 public:
  // All outlive the sweep and are not changed meanwhile.
  ShareSweep(const FactTable& facts, const FactIndex& index, const PostMap& posts, ReachId reach,
             std::size_t rows_max);

  // nullopt as ShareTable::Make. To be called once.
  std::optional<ShareTable> Run();

 private:
  // A fact that bears on the reach begins or ends to be true with the record at `at`.
  enum class Fact : std::uint8_t { kMovement, kSetting, kOther };
  struct Event {
    FactPosition at = 0;
    bool begins = false;
    Fact fact = Fact::kMovement;
    std::uint32_t row = 0;
  };
  // A setting that is known.
  struct Known {
    std::size_t row = kNoShare;  // of `rows_`
    std::int64_t level_best = 0;
  };
  static constexpr std::size_t kNoShare = static_cast<std::size_t>(-1);
  using Days = std::map<FactDay, std::uint32_t>;  // how often each

  void FindEvents();
  void FindSides();
  void AddEvents(const Span& known, Fact fact, std::uint32_t row);
  void FindInner();

  void Apply(const Event& event);
  void ApplySetting(const Event& event);
  void ApplyOther(const Event& event);
  void ApplyMovement(const Event& event);
  void CountOccurrence(PostId post, FactDay day, bool begins);
  // The settings whose differences the rows at the post may change as it comes to occur otherwise.
  void TouchInner(PostId post, FactDay a, FactDay b);
  // The settings of which a movement of these days may have been before, and not before the one
  // before them, if that one is of a day in [after_min, after_max).
  void TouchWindow(FactDay first, FactDay last, FactDay after_min = kNeverBefore,
                   FactDay after_max = kNeverDay);

  void Settle(FactPosition at);
  // The strength before a setting; nullopt if it is left open.
  std::optional<Interval> Before(SettingRank rank, FactPosition known_at);
  // Whether a setting of another reach may lie between two of this one that are of these days.
  bool OthersIn(FactDay first, FactDay last) const;
  void Write(const ShareTable::Row& row);
  void CloseRow(SettingRank rank, FactPosition at);
  void AddToBlock(const ShareTable::Row& row, int sign);
  void KeepBlocks(FactPosition at);

  void Work() { work_left_ -= work_left_ == 0 ? 0 : 1; }
  FactDay DayOf(SettingRank rank) const { return facts_.settings().rows[order_[rank]].day; }
  FactDay OccursOn(PostId post) const;

  const FactTable& facts_;
  const Movements& movements_;
  const FactIndex& index_;
  const PostMap& posts_;
  const ReachId reach_;
  const std::size_t rows_max_;
  const std::span<const std::uint32_t> order_;  // the rows of the settings, by rank
  std::size_t work_left_;

  std::vector<Event> events_;
  std::map<SettingRank, Known> known_;
  // When the settings of the other reaches over its posts come among its own.
  enum class Side : std::uint8_t { kBeforeThoseOfTheDay, kAfterThoseOfTheDay, kAmongThem };
  std::map<ReachId, Side> sides_;
  std::array<Days, 3> others_;  // by side
  // When the posts come to occur that movements within the reach touch; of others nobody asks.
  std::unordered_map<PostId, Days> occurs_;
  std::set<SettingRank> touched_;

  std::vector<ShareTable::Row> rows_;
  std::vector<std::vector<ShareTable::Block>> blocks_;
  std::vector<std::array<ShareSum, 2>> block_sums_;
  std::set<std::size_t> changed_blocks_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_SHARE_SWEEP_H_
