// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_bounds.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <tuple>

#include "ledger/status.h"

namespace muster::model {
namespace {

// How sure it is that a date lies in the window (t, day] (DESIGN section 3, "A window"). t is minus
// infinity for a window from the beginning.
enum class Certainty { kSurely, kPossibly, kNot };
Certainty InWindow(const Movement& movement, double t, int day) {
  const bool from_beginning = t == -kNoBound;
  if (movement.latest <= t || movement.earliest > day) return Certainty::kNot;
  if ((from_beginning || movement.earliest > t) && movement.latest <= day) {
    return Certainty::kSurely;
  }
  return Certainty::kPossibly;
}

// "Sure movements count [least, best, most]; possible ones [0, best if t < best day <= D else 0,
// most]".
Bounds CountedIn(const Movement& movement, double t, int day) {
  switch (InWindow(movement, t, day)) {
    case Certainty::kSurely:
      return movement.people;
    case Certainty::kPossibly: {
      const bool best_in = t < movement.best && movement.best <= day;
      return {.least = 0, .best = best_in ? movement.people.best : 0, .most = movement.people.most};
    }
    case Certainty::kNot:
      break;
  }
  return {};
}

// One walk over the settings and what it chose. Settings are named by their index, which is the
// order in which they are applied.
class Walk {
 public:
  // Step 5. `order`: the settings up to the day in the order in which they are looked at.
  Walk(const PostSet& asked, const std::vector<WeighedSetting>& settings,
       const std::vector<std::size_t>& order)
      : asked_(asked), settings_(settings), order_(order) {
    for (std::size_t index : order) {
      const Posts& posts = settings[index].setting.posts;
      const bool all_free = std::all_of(posts.begin(), posts.end(), [&](const Post& post) {
        return asked(post) && covering_.find(post) == covering_.end();
      });
      if (posts.empty() || !all_free) continue;
      chosen_.push_back(index);
      for (const Post& post : posts) covering_[post] = index;
    }
  }

  bool chose_any() const { return !chosen_.empty(); }

  std::vector<Share> Shares(int day, const std::vector<Movement>& movements) const {
    std::vector<Share> shares;
    for (std::size_t index : chosen_) {
      const std::uint64_t position = settings_[index].setting.position;
      shares.push_back({Share::kSetting, position, false, settings_[index].level});
    }
    for (const Movement& movement : movements) {
      shares.push_back({Share::kMovement, movement.position, movement.way_back,
                        ShareOf(movement, day, movements)});
    }
    for (std::size_t index : order_) {
      if (std::find(chosen_.begin(), chosen_.end(), index) != chosen_.end()) continue;
      const std::uint64_t position = settings_[index].setting.position;
      shares.push_back({Share::kDifference, position, false, DifferenceOf(index)});
    }
    return shares;
  }

 private:
  bool Asked(const End& end) const { return end.has_value() && asked_(*end); }

  // The day at whose end the post was covered; minus infinity if it was not.
  double CoveredOn(const Post& post) const {
    const auto covering = covering_.find(post);
    return covering == covering_.end() ? -kNoBound : settings_[covering->second].setting.day;
  }

  // "not covered by it or later".
  bool IsCoveredSince(std::size_t index, const Post& post) const {
    const auto covering = covering_.find(post);
    return covering != covering_.end() && covering->second >= index;
  }

  bool IsInside(const Movement& movement) const {
    return Asked(movement.from) && Asked(movement.to) &&
           CoveredOn(*movement.from) == CoveredOn(*movement.to);
  }

  // "An assignment with `until` and its way back have one strength: where both count surely at a
  // post they cancel."
  bool Cancels(const Movement& movement, const Post& post, int day,
               const std::vector<Movement>& movements) const {
    if (!movement.goes_back && !movement.way_back) return false;
    const double t = CoveredOn(post);
    int sure = 0;
    for (const Movement& leg : movements) {
      if (leg.position == movement.position && InWindow(leg, t, day) == Certainty::kSurely) {
        ++sure;
      }
    }
    return sure == 2;
  }

  // Step 6.
  Bounds ShareOf(const Movement& movement, int day, const std::vector<Movement>& movements) const {
    if (IsInside(movement)) return {};
    Bounds share;
    if (Asked(movement.to) && !Cancels(movement, *movement.to, day, movements)) {
      share = share + CountedIn(movement, CoveredOn(*movement.to), day);
    }
    if (Asked(movement.from) && !Cancels(movement, *movement.from, day, movements)) {
      share = share + -CountedIn(movement, CoveredOn(*movement.from), day);
    }
    return share;
  }

  // Step 7.
  Bounds DifferenceOf(std::size_t index) const {
    const Setting& setting = settings_[index].setting;
    const Bounds& d = settings_[index].difference;
    if (asked_(setting.unattributed)) {
      if (IsCoveredSince(index, setting.unattributed)) return {};
      return {.least = std::min(d.least, 0.0), .best = d.best, .most = std::max(d.most, 0.0)};
    }
    const bool contains_zero = d.least <= 0 && d.most >= 0;
    const bool reaches_in =
        std::any_of(setting.posts.begin(), setting.posts.end(), [&](const Post& post) {
          return post != setting.unattributed && asked_(post) && !IsCoveredSince(index, post);
        });
    if (contains_zero || !reaches_in) return {};
    return {.least = std::min(d.least, 0.0), .best = 0, .most = std::max(d.most, 0.0)};
  }

  const PostSet& asked_;
  const std::vector<WeighedSetting>& settings_;
  const std::vector<std::size_t>& order_;
  std::vector<std::size_t> chosen_;
  std::map<Post, std::size_t> covering_;
};

Bounds SumOf(const std::vector<Share>& shares) {
  Bounds sum;
  for (const Share& share : shares) sum = sum + share.bounds;
  return sum;
}

}  // namespace

Strength StrengthOf(const PostSet& asked, int day, const std::vector<Movement>& movements,
                    const std::vector<WeighedSetting>& settings) {
  std::vector<std::size_t> latest_first;
  for (std::size_t i = settings.size(); i-- > 0;) {
    if (settings[i].setting.day <= day) latest_first.push_back(i);
  }
  std::vector<std::size_t> widest_first = latest_first;
  std::stable_sort(widest_first.begin(), widest_first.end(), [&](std::size_t a, std::size_t b) {
    return settings[a].setting.posts.size() > settings[b].setting.posts.size();
  });

  const Walk first(asked, settings, latest_first);
  const Walk second(asked, settings, widest_first);
  const std::array shares = {first.Shares(day, movements), second.Shares(day, movements)};
  const Bounds a = SumOf(shares[0]);
  const Bounds b = SumOf(shares[1]);
  // Step 8: "Best comes out the same; least is the greater of the two, most the smaller."
  MUSTER_CHECK(a.best == b.best);
  Bounds both{
      .least = std::max(a.least, b.least), .best = a.best, .most = std::min(a.most, b.most)};
  // "`least` stops at 0 unless best is negative."
  if (both.best >= 0) both.least = std::max(both.least, 0.0);
  return {.bounds = both, .counted = first.chose_any(), .shares = shares, .sums = {a, b}};
}

std::vector<WeighedSetting> Weigh(const std::vector<Movement>& movements,
                                  const std::vector<Setting>& settings) {
  std::vector<WeighedSetting> weighed;
  for (const Setting& setting : settings) {
    const PostSet its_posts = [&](const Post& post) { return setting.posts.count(post) > 0; };
    // Only those applied before it are in `weighed` yet: its strength just before it.
    const Bounds s = StrengthOf(its_posts, setting.day, movements, weighed).bounds;
    Bounds m = setting.people;
    if (!setting.best_stated) m.best = MovedInto(s.best, m.least, m.most);
    const Bounds d{.least = m.least - s.most, .best = m.best - s.best, .most = m.most - s.least};
    weighed.push_back({setting, m, d});
  }
  return weighed;
}

}  // namespace muster::model
