// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// World: the facts as one state of knowledge has them, with the posts that occur and the settings
// in the order in which they are applied (DESIGN section 4, steps 2 and 3).
#ifndef MUSTER_PROJECTIONS_WORLD_H_
#define MUSTER_PROJECTIONS_WORLD_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "projections/fact_index.h"
#include "projections/fact_table.h"
#include "projections/post_map.h"

namespace muster {

// The place of a setting in the order: by day, fewest posts first, by position, as written.
// Settings taken apart into single posts share it; they have no post in common.
struct SettingKey {
  FactDay day = kNeverBefore;
  std::uint32_t posts = 0;
  FactPosition root = 0;
  std::uint32_t written = 0;
  friend auto operator<=>(const SettingKey&, const SettingKey&) = default;
};
inline constexpr SettingKey kBeforeAllSettings{};

// A moment in the order of events: the closing of `day` as far as the settings below `before` are
// applied.
struct Moment {
  FactDay day = 0;
  SettingKey before;
};
inline Moment ClosingOf(FactDay day) { return {day, {day + 1, 0, 0, 0}}; }

inline constexpr std::uint32_t kNoRow = std::numeric_limits<std::uint32_t>::max();

// What it derives, it derives when first asked. Thread-compatible; to be used by one thread at a
// time.
class World {
 public:
  // All of them outlive the world and are not changed meanwhile.
  World(const FactTable& facts, const FactIndex& index, std::shared_ptr<const PostMap> posts,
        FactPosition known_at);

  const FactTable& facts() const { return facts_; }
  const FactIndex& index() const { return index_; }
  const PostMap& posts() const { return *posts_; }
  std::shared_ptr<const PostMap> shared_posts() const { return posts_; }
  FactPosition known_at() const { return known_at_; }
  // The number of leading movement rows that may be known.
  std::size_t movements_known() const { return movements_known_; }
  bool has_settings() const { return has_settings_; }

  // The first day by which a post occurs; kNeverDay if it never does. REQUIRES: has_settings().
  FactDay OccursOn(PostId post) const {
    FindOccurrences();
    return occurs_[post];
  }

  // The posts of a reach that occur, the first to occur first, and the days on which they do.
  struct Occurring {
    std::vector<PostId> posts;
    std::vector<FactDay> days;
  };
  const Occurring& OccurringIn(ReachId reach);

  // The settings of a reach that are known, in their order.
  std::span<const std::uint32_t> SettingsOf(ReachId reach);
  const SettingFact& Setting(std::uint32_t row) const { return facts_.settings().rows[row]; }
  bool IsApart(ReachId reach) const { return facts_.reaches[reach].apart; }
  SettingKey KeyOf(std::uint32_t row);

  // How many of SettingsOf(reach) are below `before` and not after `last_day`.
  std::size_t CountBefore(ReachId reach, const SettingKey& before, FactDay last_day = kNeverDay);
  // How many are up to `key`, it included.
  std::size_t CountUpTo(ReachId reach, const SettingKey& key);

 private:
  void FindOccurrences() const;

  const FactTable& facts_;
  const FactIndex& index_;
  std::shared_ptr<const PostMap> posts_;
  FactPosition known_at_;
  std::size_t movements_known_ = 0;
  bool has_settings_ = false;
  mutable std::vector<FactDay> occurs_;  // empty until asked for
  std::vector<std::optional<Occurring>> occurring_;
  std::vector<std::optional<std::vector<std::uint32_t>>> known_settings_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_WORLD_H_
