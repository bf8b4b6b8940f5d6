// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// StrengthWalk: the bounds of a set of posts (DESIGN section 4, steps 5 to 8).
#ifndef MUSTER_PROJECTIONS_STRENGTH_WALK_H_
#define MUSTER_PROJECTIONS_STRENGTH_WALK_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "projections/interval.h"
#include "projections/share_cache.h"
#include "projections/share_sum.h"
#include "projections/share_table.h"
#include "projections/world.h"

namespace muster {

// One setting: a row, and of a row that is taken apart, the post.
struct SettingRef {
  std::uint32_t row = kNoRow;
  PostId post = kNoPost;  // its unattributed post
  friend bool operator==(const SettingRef&, const SettingRef&) = default;
};

// A setting that was not chosen, and what of its difference counts for a set of posts.
struct CountedDifference {
  SettingRef setting;
  Interval share;
};

// What one walk finds for a set of posts.
struct Walked {
  std::vector<SettingRef> chosen;
  // The posts of the set that are covered, and the days at whose end they are.
  std::vector<std::pair<PostId, FactDay>> covered;
  std::vector<CountedDifference> differences;
  // What the chosen settings and the differences come to.
  Interval sum;
};

enum class WalkOrder { kLatestFirst, kWidestFirst };

// How a movement whose date is [earliest, latest], best day `best`, counts for the window (after,
// until].
enum class Certainty { kNot, kPossibly, kSurely };
inline Certainty CertaintyIn(FactDay earliest, FactDay latest, FactDay after, FactDay until) {
  if (latest <= after || earliest > until) return Certainty::kNot;
  return earliest > after && latest <= until ? Certainty::kSurely : Certainty::kPossibly;
}

Interval AmountInterval(const Amount& amount);

// What a movement of such a date counts at a post of the set whose window is (after, until].
struct MovementDate {
  FactDay earliest = 0;
  FactDay best = 0;
  FactDay latest = 0;
};
Interval CountIn(const MovementDate& date, const Amount& amount, FactDay after, FactDay until);
// The same of a row.
Interval CountIn(const Movements& movements, std::size_t row, FactDay after, FactDay until);

// `least` stops at 0 unless best is negative.
Interval Floored(Interval strength);
// The narrower of two walks' sums, which have one best.
Interval Narrower(const Interval& a, const Interval& b);

// Remembers the strength before each setting that it once needed, so that many sets of posts and
// many days of one world share the work. Thread-compatible; to be used by one thread at a time.
class StrengthWalk {
 public:
  // Sums of fewer differences are not kept.
  static constexpr std::size_t kManyDifferences = 64;

  // `world` outlives the walk, and so does `shares`, of the world's facts and posts, unless it is
  // null. Reaches with `many` settings in a sum take them from there.
  explicit StrengthWalk(World& world, ShareCache* shares = nullptr,
                        std::size_t many = kManyDifferences);

  // Steps 5 and 7 for the posts `set` at `moment`. REQUIRES: the world has settings; no post twice.
  Walked Walk(std::span<const PostId> set, const Moment& moment, WalkOrder order);
  // The same, without the differences one by one: quick however many musters a scope has.
  Walked WalkForSum(std::span<const PostId> set, const Moment& moment, WalkOrder order);

  // The strength of the setting's posts just before it.
  Interval Before(const SettingRef& setting);
  // What it sets them to: a strength without a best of its own takes the derived best.
  Interval LevelOf(const SettingRef& setting);
  // Its unexplained difference.
  Interval DifferenceOf(const SettingRef& setting);

  // The posts of a setting.
  std::span<const PostId> PostsOf(const SettingRef& setting);

 private:
  struct Candidate {
    SettingKey key;
    SettingRef setting;
    ReachId reach = 0;
    bool apart = false;
  };

  using ShareSums = std::array<std::vector<ShareSum>, 2>;  // by owner
  // Those of a reach that are known at every known-at, and of the others the sums.
  struct SharedShares {
    KnownShares known;
    std::vector<std::uint32_t> open_rows;
    ShareSums open_sums;
  };

  // The settings of other reaches over posts of one: of few reaches, these; of more, the settings
  // together by day.
  struct Others {
    std::vector<ReachId> reaches;
    std::vector<std::uint32_t> by_day;
  };

  // The set of posts that is walked, and what is covered of it.
  struct PostState {
    std::uint32_t in_set = 0;   // the number of the walk in which it is
    std::uint32_t covered = 0;  // likewise
    SettingKey by;              // what covers it
  };

  void BeginSet(std::span<const PostId> set);
  void ForgetCovers();
  bool InSet(PostId post) const { return posts_[post].in_set == set_number_; }
  bool IsCovered(PostId post) const { return posts_[post].covered == cover_number_; }
  const SettingKey& CoverOf(PostId post) const {
    return IsCovered(post) ? posts_[post].by : kBeforeAllSettings;
  }

  // Each sets `walked`, or adds to `missing_` the settings whose strengths before must be known
  // first.
  void TryWalk(std::span<const PostId> set, const Moment& moment, WalkOrder order, Walked* walked);
  void Choose(std::span<const PostId> set, const Moment& moment, WalkOrder order, Walked* walked);
  void AddDifferences(std::span<const PostId> set, const Moment& moment, Walked* walked);
  void AddOwnDifferences(PostId post, const Moment& moment, Walked* walked);
  void AddForeignDifferences(ReachId reach, const Moment& moment, Walked* walked);
  // Those of SettingsOf(reach)[begin, end).
  void AddRange(ReachId reach, std::size_t begin, std::size_t end, ShareOwner owner,
                Walked* walked);
  // The sum of the range; nullopt if strengths before settings are missing, which are noted.
  std::optional<ShareSum> SumRange(ReachId reach, std::size_t begin, std::size_t end,
                                   ShareOwner owner);
  // Adds up the first `end` of `rows`, settings of the reach. False if strengths are missing.
  bool FillShareSums(ReachId reach, std::span<const std::uint32_t> rows, std::size_t end,
                     ShareOwner owner, std::vector<ShareSum>& sums);
  // nullptr if there are none.
  SharedShares* FindShared(ReachId reach);
  // nullopt if the strength before is missing, which is noted.
  std::optional<Interval> ShareOf(const SettingRef& setting, ShareOwner owner);

  Candidate WholeCandidate(ReachId reach, const Moment& moment);
  Candidate ApartCandidate(PostId post, const Moment& moment);
  void Cover(const Candidate& chosen, Walked* walked);

  Walked WalkWhole(std::span<const PostId> set, const Moment& moment, WalkOrder order);

  // The strength before a setting from the one of its reach before it and what moved since (see
  // since_setting.h); nullopt if that is not quicker, or not all.
  std::optional<Interval> TryStrengthSince(const SettingRef& setting);
  // Whether a setting of another reach over posts of this one lies between the two settings.
  bool OthersBetween(ReachId reach, std::uint32_t first, std::uint32_t last);
  const Others& OthersOver(ReachId reach);

  // The strength of `set` at `moment` if nothing is missing.
  Interval TryStrength(std::span<const PostId> set, const Moment& moment);
  // Step 6, from the ends of the movements at the posts of the set.
  Interval MovementsOf(std::span<const PostId> set, FactDay until) const;
  void AddEnd(const MovementEnd& end, PostId post, FactDay until, Interval* sum) const;

  void Resolve(std::vector<SettingRef> wanted);
  const Interval* FindBefore(const SettingRef& setting) const;
  Interval KnownLevelOf(const SettingRef& setting, const Interval& before) const;

  World& world_;
  const Movements& movements_;
  const std::size_t many_;
  std::vector<PostState> posts_;
  std::vector<std::uint32_t> reach_seen_;  // the number of the walk that looked at it
  std::uint32_t set_number_ = 0;
  std::uint32_t cover_number_ = 0;
  std::uint32_t seen_number_ = 0;
  std::vector<SettingRef> missing_;
  std::unordered_map<std::uint64_t, Interval> before_;
  bool listing_ = false;  // the differences one by one
  ShareCache* const shares_;
  // By reach. Entry n of the sums is that of the first n settings.
  std::unordered_map<ReachId, ShareSums> share_sums_;
  std::unordered_map<ReachId, std::optional<SharedShares>> shared_;
  std::unordered_map<ReachId, Others> others_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_STRENGTH_WALK_H_
