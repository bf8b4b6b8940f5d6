// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "projections/group_strengths.h"
#include "projections/view_reasons.h"
#include "projections/view_session.h"

namespace muster {
namespace {

// By walk: latest first, widest first.
using ByWalk = std::array<Interval, 2>;
constexpr std::array kWalkOrders = {WalkOrder::kLatestFirst, WalkOrder::kWidestFirst};

// Which walk gives each number of the answer.
struct Givers {
  std::size_t least = 0;
  std::size_t best = 0;
  std::size_t most = 0;
};

// One walk for all three numbers if it gives the narrower bounds alone, so that an answer needs
// both only where they are.
Givers GiversOf(const ByWalk& sums) {
  const auto gives_both = [&](std::size_t walk) {
    return sums[walk].least >= sums[1 - walk].least && sums[walk].most <= sums[1 - walk].most;
  };
  if (gives_both(0)) return {0, 0, 0};
  if (gives_both(1)) return {1, 1, 1};
  const bool first_gives_least = sums[0].least > sums[1].least;
  return {first_gives_least ? 0U : 1U, 0, first_gives_least ? 1U : 0U};
}

Interval ShareOf(const ByWalk& by_walk, const Givers& givers) {
  return {by_walk[givers.least].least, by_walk[givers.best].best, by_walk[givers.most].most};
}

std::optional<Day> DayOrOpen(FactDay day) {
  if (day == kOpenFactDay) return std::nullopt;
  return Day{day};
}

// What makes up the strength of one set of posts on one day.
class ReasonCollector {
 public:
  // `rows`: those with an end in the set. `targets`: of the set, prepared for `day`, one for each
  // walk, or one for both if they cover the same. They outlive the collector.
  ReasonCollector(ViewSession& session, const Partition& whole,
                  const std::vector<std::uint32_t>& rows, FactDay day,
                  const std::vector<ScanTarget*>& targets)
      : world_(session.world()),
        walk_(session.walk()),
        day_(day),
        rows_(rows),
        targets_({targets.front(), targets.back()}) {
    for (const PostId post : whole.PostsOf(0)) {
      if (!world_.has_settings() || world_.OccursOn(post) <= day) posts_.push_back(post);
    }
  }

  // REQUIRES: called once.
  void Collect(Reasons& reasons) {
    WalkSettings();
    ScanMovements();
    givers_ = GiversOf(sums_);
    for (const Movement& movement : movements_) AddMovement(movement, reasons);
    AddChosen(reasons);
    for (const auto& [key, shares] : differences_) AddDifference(key, shares, reasons);
    Sort(reasons);
    AddFloor(reasons);
    reasons.both_walks = givers_.least != givers_.most;
  }

 private:
  // One leg of a movement, with what it counts for the set.
  struct Movement {
    std::size_t row = 0;
    ByWalk shares;
  };
  // The settings of one row that a walk chose: of one that is taken apart, several.
  struct Chosen {
    PostId post = kNoPost;  // of one of them
    ByWalk shares;
    std::array<std::size_t, 2> covered = {};
  };
  using DifferenceKey = std::pair<std::uint32_t, PostId>;  // a SettingRef in order

  void WalkSettings() {
    if (!world_.has_settings()) return;
    for (std::size_t i = 0; i < kWalkOrders.size(); ++i) {
      const Walked walked = walk_.Walk(posts_, ClosingOf(day_), kWalkOrders[i]);
      for (const SettingRef& setting : walked.chosen) {
        Chosen& chosen = chosen_[setting.row];
        chosen.post = setting.post;
        chosen.shares[i] += walk_.LevelOf(setting);
        chosen.covered[i] += walk_.PostsOf(setting).size();
      }
      for (const CountedDifference& difference : walked.differences) {
        differences_[{difference.setting.row, difference.setting.post}][i] = difference.share;
      }
      sums_[i] += walked.sum;
    }
  }

  // DESIGN section 4, step 6.
  void ScanMovements() {
    const muster::Movements& m = world_.facts().movements();
    for (const std::uint32_t row : rows_) {
      if (m.known_until[row] < world_.known_at() || m.leg[row] == MovementRow::kBack) continue;
      const bool has_back = m.leg[row] == MovementRow::kOut;
      if (m.earliest[row] > day_ && !(has_back && m.earliest[row + 1] <= day_)) continue;
      Movement out{row, {}};
      Movement back{row + 1, {}};
      for (std::size_t i = 0; i < targets_.size(); ++i) {
        CountAt(row, *targets_[i], &out.shares[i], &back.shares[i]);
        sums_[i] += out.shares[i];
        sums_[i] += back.shares[i];
      }
      if (out.shares != ByWalk()) movements_.push_back(out);
      if (has_back && back.shares != ByWalk()) movements_.push_back(back);
    }
  }

  void CountAt(std::size_t row, const ScanTarget& target, Interval* out, Interval* back) const {
    const muster::Movements& m = world_.facts().movements();
    const ScanTarget::End from = target.ends[m.from[row]];
    const ScanTarget::End to = target.ends[m.to[row]];
    if (from.group == to.group && from.covered == to.covered) return;
    const bool has_back = m.leg[row] == MovementRow::kOut;
    const auto count_end = [&](const ScanTarget::End& end, bool arrives) {
      if (end.group != 0) return;
      const auto surely = [&](std::size_t leg) {
        return CertaintyIn(m.earliest[leg], m.latest[leg], end.covered, day_) == Certainty::kSurely;
      };
      if (has_back && surely(row) && surely(row + 1)) return;
      const Interval there = CountIn(m, row, end.covered, day_);
      *out += arrives ? there : Negated(there);
      if (!has_back) return;
      const Interval again = CountIn(m, row + 1, end.covered, day_);
      *back += arrives ? Negated(again) : again;
    };
    count_end(to, true);
    count_end(from, false);
  }

  void AddMovement(const Movement& movement, Reasons& reasons) const {
    const Interval share = ShareOf(movement.shares, givers_);
    if (share == Interval()) return;
    const MovementRow row = world_.facts().Movement(movement.row);
    Reason reason;
    reason.event = row.root;
    reason.earliest = DayOrOpen(row.date.earliest);
    reason.best = Day{row.date.best};
    reason.latest = Day{row.date.latest};
    reason.from = ValuesOf(world_.posts().Of(row.from));
    reason.to = ValuesOf(world_.posts().Of(row.to));
    reason.way_back = row.leg == MovementRow::kBack;
    reason.strength = PeopleOf(AmountInterval(row.amount));
    reason.share = PeopleOf(share);
    reasons.lines.push_back(std::move(reason));
  }

  // A line for a setting, without its numbers.
  Reason SettingLine(std::uint32_t row, Reason::Kind kind) const {
    const SettingFact& setting = world_.Setting(row);
    const Reach& reach = world_.facts().reaches[setting.reach];
    Reason reason;
    reason.kind = kind;
    reason.event = setting.root;
    reason.earliest = reason.best = reason.latest = Day{setting.day};
    reason.rest = reach.apart && !reach.own_post;
    reason.departs = setting.departs;
    for (int i = 0; i < kDimensions; ++i) {
      for (const NameId value : reach.scope.values[i]) {
        reason.scope.push_back(
            {std::string(DimensionName(static_cast<Dimension>(i))), world_.facts().names[value]});
      }
    }
    return reason;
  }

  void AddChosen(Reasons& reasons) {
    for (const auto& [row, chosen] : chosen_) {
      const auto rests_on = [&, &covered = chosen.covered](std::size_t walk) {
        return covered[walk] > 0;
      };
      Reason reason = SettingLine(row, Reason::Kind::kSetting);
      reason.in_least = rests_on(givers_.least);
      reason.in_best = rests_on(givers_.best);
      reason.in_most = rests_on(givers_.most);
      if (!reason.in_least && !reason.in_best && !reason.in_most) continue;
      reason.covered = std::max({chosen.covered[givers_.least], chosen.covered[givers_.best],
                                 chosen.covered[givers_.most]});
      // What is taken apart is set to 0 post by post, so that the level of one is that of all.
      reason.strength = PeopleOf(walk_.LevelOf({row, chosen.post}));
      reason.share = PeopleOf(ShareOf(chosen.shares, givers_));
      reasons.lines.push_back(std::move(reason));
    }
  }

  void AddDifference(const DifferenceKey& key, const ByWalk& shares, Reasons& reasons) {
    const Interval share = ShareOf(shares, givers_);
    if (share == Interval()) return;
    Reason reason = SettingLine(key.first, Reason::Kind::kDifference);
    const Interval difference = walk_.DifferenceOf({key.first, key.second});
    (difference.best < 0 ? reason.from : reason.to) = ValuesOf(key.second);
    reason.strength = PeopleOf(difference);
    reason.share = PeopleOf(share);
    reasons.lines.push_back(std::move(reason));
  }

  static void Sort(Reasons& reasons) {
    const auto place = [](const Reason& reason) {
      const bool counts = reason.kind != Reason::Kind::kMovement;
      return std::tuple(reason.best, counts, reason.event, reason.way_back);
    };
    std::stable_sort(reasons.lines.begin(), reasons.lines.end(),
                     [&](const Reason& a, const Reason& b) { return place(a) < place(b); });
  }

  void AddFloor(Reasons& reasons) const {
    const Interval sum = ShareOf(sums_, givers_);
    const Interval floored = Floored(sum);
    if (sum == floored) return;
    Reason reason;
    reason.kind = Reason::Kind::kFloor;
    reason.best = reason.latest = Day{day_};
    reason.earliest = Day{day_};
    reason.share = People{0, 0, 0};
    if (sum.least == Interval::kNoLeast) {
      reason.share.least = std::nullopt;
    } else {
      reason.share.least = -sum.least;
    }
    reasons.lines.push_back(std::move(reason));
  }

  std::optional<PostValues> ValuesOf(PostId post) const {
    if (post == kNoPost) return std::nullopt;
    const PostMap& posts = world_.posts();
    PostValues values;
    for (int i = 0; i < kDimensions; ++i) {
      const auto dimension = static_cast<Dimension>(i);
      const NameId name = posts.ValuesOf(dimension)[posts.ValueIndex(post, dimension)];
      values[static_cast<std::size_t>(i)] = world_.facts().names[name];
    }
    return values;
  }

  World& world_;
  StrengthWalk& walk_;
  FactDay day_;
  const std::vector<std::uint32_t>& rows_;
  std::vector<PostId> posts_;
  const std::array<const ScanTarget*, 2> targets_;  // by walk; the set is group 0
  ByWalk sums_;
  Givers givers_;
  std::vector<Movement> movements_;
  std::map<std::uint32_t, Chosen> chosen_;
  std::map<DifferenceKey, ByWalk> differences_;
};

// Turns the roots that the lines name into places among the events, which are made for them.
void ListEvents(Reasons& reasons) {
  std::map<std::size_t, std::size_t> places;
  for (const Reason& reason : reasons.lines) {
    if (reason.event) places.emplace(*reason.event, 0);
  }
  for (auto& [root, place] : places) {
    place = reasons.events.size();
    reasons.events.push_back({Position{root}, nullptr, {}});
  }
  for (Reason& reason : reasons.lines) {
    if (reason.event) reason.event = places.at(*reason.event);
  }
}

// The movements with an end at a post of `whole` that may count by `day`, and some others,
// ascending: by the ends at each of its posts.
std::vector<std::uint32_t> RowsAtPosts(const World& world, const Partition& whole, FactDay day) {
  const Movements& m = world.facts().movements();
  std::vector<std::uint32_t> rows;
  const auto take = [&](const MovementEnd& end) {
    if (end.row >= world.movements_known()) return;
    rows.push_back(end.row);
    if (m.leg[end.row] == MovementRow::kOut) rows.push_back(end.row + 1);
  };
  for (const PostId post : whole.PostsOf(0)) {
    for (const NamedPostId name : world.posts().NamesOf(post)) {
      world.index().VisitEnds(name, kNeverBefore, day, take);
    }
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

// The same by going through all movements. A bit a post is soon in the cache, however many posts
// there are.
std::vector<std::uint32_t> RowsAmongAll(const World& world, const Partition& whole) {
  std::vector<bool> inside(whole.of_named().size());
  for (std::size_t post = 0; post < inside.size(); ++post)
    inside[post] = whole.of_named()[post] == 0;
  std::vector<std::uint32_t> rows;
  const Movements& m = world.facts().movements();
  for (std::uint32_t row = 0; row < world.movements_known(); ++row) {
    if (inside[m.from[row]] || inside[m.to[row]]) rows.push_back(row);
  }
  return rows;
}

std::vector<std::uint32_t> RowsOf(const World& world, const Partition& whole, FactDay day) {
  // Many ends take longer to sort than all movements to go through.
  constexpr std::size_t kFewPosts = 16;
  const bool few = whole.PostsOf(0).size() * kFewPosts <= world.posts().size();
  return few && world.index().has_ends() ? RowsAtPosts(world, whole, day)
                                         : RowsAmongAll(world, whole);
}

}  // namespace

Reasons ComputeReasons(ViewSession& session, Day on, const ViewQuery& query) {
  World& world = session.world();
  const Partition whole = Partition::Whole(world.posts(), world.facts().names, query);
  GroupStrengths total(world, session.walk(), whole);
  total.Prepare(on.value);
  const std::vector<std::uint32_t> rows = RowsOf(world, whole, on.value);
  const std::vector<ScanTarget*> targets = total.Targets();
  MovementScan(world).AddOf(rows, on.value, targets);

  Reasons reasons{on, query.known_at, total.At(0), {}, {}, false};
  ReasonCollector(session, whole, rows, on.value, targets).Collect(reasons);
  if (reasons.total.basis == Basis::kLossesOnly) {
    for (Reason& reason : reasons.lines) reason.share = People();
  }
  ListEvents(reasons);
  return reasons;
}

}  // namespace muster
