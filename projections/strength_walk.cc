// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/strength_walk.h"

#include <algorithm>
#include <array>
#include <queue>
#include <tuple>

#include "ledger/status.h"
#include "projections/since_setting.h"

namespace muster {
namespace {

std::uint64_t MemoKey(const SettingRef& setting) {
  return std::uint64_t{setting.row} << 32 | setting.post;
}

}  // namespace

Interval AmountInterval(const Amount& amount) {
  return {amount.least, amount.best,
          amount.most == Amount::kNoMost ? Interval::kNoMost : std::int64_t{amount.most}};
}

Interval CountIn(const MovementDate& date, const Amount& amount, FactDay after, FactDay until) {
  switch (CertaintyIn(date.earliest, date.latest, after, until)) {
    case Certainty::kNot:
      return {};
    case Certainty::kSurely:
      return AmountInterval(amount);
    case Certainty::kPossibly:
      break;
  }
  Interval possible = AmountInterval(amount);
  possible.least = 0;
  if (date.best <= after || date.best > until) possible.best = 0;
  return possible;
}

Interval CountIn(const Movements& movements, std::size_t row, FactDay after, FactDay until) {
  return CountIn({movements.earliest[row], movements.best_day[row], movements.latest[row]},
                 {movements.least[row], movements.best[row], movements.most[row]}, after, until);
}

Interval Floored(Interval strength) {
  if (strength.best >= 0) strength.least = std::max<std::int64_t>(strength.least, 0);
  return strength;
}

Interval Narrower(const Interval& a, const Interval& b) {
  MUSTER_CHECK(a.best == b.best);
  return {std::max(a.least, b.least), a.best, std::min(a.most, b.most)};
}

StrengthWalk::StrengthWalk(World& world, ShareCache* shares, std::size_t many)
    : world_(world), movements_(world.facts().movements()), many_(many), shares_(shares) {}

void StrengthWalk::BeginSet(std::span<const PostId> set) {
  // Not before somebody walks: there may be many posts.
  posts_.resize(world_.posts().size());
  reach_seen_.resize(world_.facts().reaches.size());
  ++set_number_;
  for (const PostId post : set) posts_[post].in_set = set_number_;
  ForgetCovers();
}

void StrengthWalk::ForgetCovers() { ++cover_number_; }

std::span<const PostId> StrengthWalk::PostsOf(const SettingRef& setting) {
  const ReachId reach = world_.Setting(setting.row).reach;
  if (world_.IsApart(reach)) {
    // One post, and a span needs a place that stays: the post map has each post among those of its
    // reach.
    const Buckets::Range posts = world_.posts().PostsOf(reach);
    return {std::lower_bound(posts.begin(), posts.end(), setting.post), 1};
  }
  return std::span(world_.OccurringIn(reach).posts).first(world_.KeyOf(setting.row).posts);
}

// --- Choosing
// ---------------------------------------------------------------------------------------

// The posts of a reach's settings are first ones of the order in which its posts come to occur, so
// the latest setting without a post that is covered or outside the set is also the widest such one:
// whichever way the walk goes, it is the reach's next candidate, and once one is chosen the reach
// has no other.
StrengthWalk::Candidate StrengthWalk::WholeCandidate(ReachId reach, const Moment& moment) {
  const World::Occurring& occurring = world_.OccurringIn(reach);
  FactDay last_day = kNeverDay;
  for (std::size_t i = 0; i < occurring.posts.size(); ++i) {
    const PostId post = occurring.posts[i];
    if (InSet(post) && !IsCovered(post)) continue;
    last_day = occurring.days[i] - 1;
    break;
  }
  const std::size_t count = world_.CountBefore(reach, moment.before, last_day);
  if (count == 0) return {};
  const std::uint32_t row = world_.SettingsOf(reach)[count - 1];
  return {world_.KeyOf(row), {row, world_.posts().OwnPost(reach)}, reach, false};
}

StrengthWalk::Candidate StrengthWalk::ApartCandidate(PostId post, const Moment& moment) {
  Candidate latest;
  if (IsCovered(post)) return latest;
  for (const ReachId reach : world_.posts().ApartOver(post)) {
    const std::size_t count = world_.CountBefore(reach, moment.before);
    if (count == 0) continue;
    const std::uint32_t row = world_.SettingsOf(reach)[count - 1];
    if (world_.Setting(row).day < world_.OccursOn(post)) continue;
    const SettingKey key = world_.KeyOf(row);
    if (latest.setting.row == kNoRow || key > latest.key) latest = {key, {row, post}, reach, true};
  }
  return latest;
}

void StrengthWalk::Cover(const Candidate& chosen, Walked* walked) {
  for (const PostId post : PostsOf(chosen.setting)) {
    posts_[post].covered = cover_number_;
    posts_[post].by = chosen.key;
    walked->covered.emplace_back(post, chosen.key.day);
  }
  walked->chosen.push_back(chosen.setting);
}

void StrengthWalk::Choose(std::span<const PostId> set, const Moment& moment, WalkOrder order,
                          Walked* walked) {
  const auto comes_later = [order](const Candidate& a, const Candidate& b) {
    if (order == WalkOrder::kLatestFirst) return a.key < b.key;
    return std::tuple(a.key.posts, a.key) < std::tuple(b.key.posts, b.key);
  };
  std::priority_queue<Candidate, std::vector<Candidate>, decltype(comes_later)> candidates(
      comes_later);
  const auto push = [&candidates](const Candidate& candidate) {
    if (candidate.setting.row != kNoRow) candidates.push(candidate);
  };
  for (const PostId post : set) {
    for (const ReachId reach : world_.posts().WholeOwning(post)) {
      push(WholeCandidate(reach, moment));
    }
    if (world_.posts().has_apart()) push(ApartCandidate(post, moment));
  }
  std::size_t uncovered = set.size();
  while (!candidates.empty() && uncovered > 0) {
    const Candidate candidate = candidates.top();
    candidates.pop();
    if (IsCovered(candidate.setting.post)) continue;
    if (!candidate.apart) {
      // What was chosen meanwhile may have taken posts from it; an earlier one may still be free.
      const Candidate free = WholeCandidate(candidate.reach, moment);
      if (free.setting != candidate.setting) {
        push(free);
        continue;
      }
    }
    Cover(candidate, walked);
    uncovered -= PostsOf(candidate.setting).size();
  }
}

// --- Differences
// ------------------------------------------------------------------------------------

std::optional<Interval> StrengthWalk::ShareOf(const SettingRef& setting, ShareOwner owner) {
  const Interval* before = FindBefore(setting);
  if (before == nullptr) {
    missing_.push_back(setting);
    return std::nullopt;
  }
  return ShareOfDifference(KnownLevelOf(setting, *before) - *before, owner);
}

bool StrengthWalk::FillShareSums(ReachId reach, std::span<const std::uint32_t> rows,
                                 std::size_t end, ShareOwner owner, std::vector<ShareSum>& sums) {
  if (sums.empty()) sums.emplace_back();
  const std::size_t missing_before = missing_.size();
  for (std::size_t i = sums.size() - 1; i < end; ++i) {
    const std::optional<Interval> share = ShareOf({rows[i], world_.posts().OwnPost(reach)}, owner);
    // What is missing is told of all at once.
    if (missing_.size() != missing_before) continue;
    ShareSum sum = sums.back();
    sum.Add(*share);
    sums.push_back(sum);
  }
  return missing_.size() == missing_before;
}

StrengthWalk::SharedShares* StrengthWalk::FindShared(ReachId reach) {
  if (shares_ == nullptr || world_.posts().OwnPost(reach) == kNoPost) return nullptr;
  const auto [found, is_new] = shared_.try_emplace(reach);
  std::optional<SharedShares>& shared = found->second;
  if (is_new) {
    if (auto table = shares_->Find(reach, world_.known_at())) {
      shared.emplace(SharedShares{KnownShares(std::move(table), world_.known_at()), {}, {}});
      const Buckets::Range rows = world_.index().SettingsOf(reach);
      for (const SettingRank rank : shared->known.open()) {
        shared->open_rows.push_back(rows.begin()[rank]);
      }
    }
  }
  return shared ? &*shared : nullptr;
}

std::optional<ShareSum> StrengthWalk::SumRange(ReachId reach, std::size_t begin, std::size_t end,
                                               ShareOwner owner) {
  const std::span<const std::uint32_t> rows = world_.SettingsOf(reach);
  const auto sum_of = [](const std::vector<ShareSum>& sums, std::size_t first, std::size_t last) {
    ShareSum sum = sums[last];
    sum.Add(sums[first], -1);
    return sum;
  };
  SharedShares* const shared = FindShared(reach);
  if (shared == nullptr) {
    std::vector<ShareSum>& sums = share_sums_[reach][owner];
    if (!FillShareSums(reach, rows, end, owner, sums)) return std::nullopt;
    return sum_of(sums, begin, end);
  }
  const SettingRank first = world_.index().RankOf(rows[begin]);
  const SettingRank last = world_.index().RankOf(rows[end - 1]) + 1;
  const std::vector<SettingRank>& open = shared->known.open();
  const auto open_below = [&open](SettingRank rank) {
    return static_cast<std::size_t>(std::lower_bound(open.begin(), open.end(), rank) -
                                    open.begin());
  };
  std::vector<ShareSum>& sums = shared->open_sums[owner];
  if (!FillShareSums(reach, shared->open_rows, open_below(last), owner, sums)) return std::nullopt;
  ShareSum sum = shared->known.Sum(first, last, owner);
  sum.Add(sum_of(sums, open_below(first), open_below(last)));
  return sum;
}

void StrengthWalk::AddRange(ReachId reach, std::size_t begin, std::size_t end, ShareOwner owner,
                            Walked* walked) {
  if (!listing_ && end - begin >= many_) {
    if (const auto sum = SumRange(reach, begin, end, owner)) walked->sum += sum->Whole();
    return;
  }
  const std::span<const std::uint32_t> rows = world_.SettingsOf(reach);
  for (std::size_t i = end; i > begin; --i) {
    const SettingRef setting = {rows[i - 1], world_.posts().OwnPost(reach)};
    const std::optional<Interval> share = ShareOf(setting, owner);
    // A foreign difference that may be none counts for nothing, and is not told of.
    if (!share || (owner == kForeign && *share == Interval())) continue;
    if (listing_) walked->differences.push_back({setting, *share});
    walked->sum += *share;
  }
}

// Settings whose unattributed post is `post`.
void StrengthWalk::AddOwnDifferences(PostId post, const Moment& moment, Walked* walked) {
  const SettingKey cover = CoverOf(post);
  for (const ReachId reach : world_.posts().WholeOwning(post)) {
    const std::size_t end = world_.CountBefore(reach, moment.before);
    AddRange(reach, std::min(world_.CountUpTo(reach, cover), end), end, kOwn, walked);
  }
  if (!world_.posts().has_apart()) return;
  for (const ReachId reach : world_.posts().ApartOver(post)) {
    const std::span<const std::uint32_t> rows = world_.SettingsOf(reach);
    for (std::size_t i = world_.CountBefore(reach, moment.before); i > 0; --i) {
      const FactDay day = world_.Setting(rows[i - 1]).day;
      if (day < world_.OccursOn(post) || day < cover.day) break;
      if (day == cover.day && world_.KeyOf(rows[i - 1]) <= cover) break;
      const SettingRef setting = {rows[i - 1], post};
      const std::optional<Interval> share = ShareOf(setting, kOwn);
      if (!share) continue;
      if (listing_) walked->differences.push_back({setting, *share});
      walked->sum += *share;
    }
  }
}

// Settings of a reach that includes posts of the set, but whose unattributed post is outside it.
void StrengthWalk::AddForeignDifferences(ReachId reach, const Moment& moment, Walked* walked) {
  // A post stands open to the settings that come after its cover and do not come before it occurs.
  SettingKey open_after;
  bool any = false;
  for (const PostId post : world_.OccurringIn(reach).posts) {
    if (!InSet(post)) continue;
    const SettingKey after = std::max(CoverOf(post), SettingKey{world_.OccursOn(post), 0, 0, 0});
    if (!any || after < open_after) open_after = after;
    any = true;
  }
  if (!any) return;
  const std::size_t end = world_.CountBefore(reach, moment.before);
  AddRange(reach, std::min(world_.CountUpTo(reach, open_after), end), end, kForeign, walked);
}

void StrengthWalk::AddDifferences(std::span<const PostId> set, const Moment& moment,
                                  Walked* walked) {
  ++seen_number_;
  for (const PostId post : set) {
    AddOwnDifferences(post, moment, walked);
    for (const ReachId reach : world_.posts().WholeOver(post)) {
      if (reach_seen_[reach] == seen_number_) continue;
      reach_seen_[reach] = seen_number_;
      if (!InSet(world_.posts().OwnPost(reach))) AddForeignDifferences(reach, moment, walked);
    }
  }
}

// --- Strengths before settings
// ----------------------------------------------------------------------

const Interval* StrengthWalk::FindBefore(const SettingRef& setting) const {
  const auto found = before_.find(MemoKey(setting));
  return found == before_.end() ? nullptr : &found->second;
}

Interval StrengthWalk::KnownLevelOf(const SettingRef& setting, const Interval& before) const {
  const SettingFact& row = world_.Setting(setting.row);
  Interval level = AmountInterval(row.amount);
  if (!row.best_stated) level.best = std::clamp(before.best, level.least, level.most);
  return level;
}

Interval StrengthWalk::LevelOf(const SettingRef& setting) {
  const SettingFact& row = world_.Setting(setting.row);
  return row.best_stated ? AmountInterval(row.amount) : KnownLevelOf(setting, Before(setting));
}

Interval StrengthWalk::DifferenceOf(const SettingRef& setting) {
  const Interval before = Before(setting);
  return KnownLevelOf(setting, before) - before;
}

Interval StrengthWalk::Before(const SettingRef& setting) {
  if (FindBefore(setting) == nullptr) Resolve({setting});
  return *FindBefore(setting);
}

// A strength before one setting may need those before earlier ones, through as many settings as
// there are: a stack of our own, not the program's.
void StrengthWalk::Resolve(std::vector<SettingRef> wanted) {
  std::vector<SettingRef>& stack = wanted;
  while (!stack.empty()) {
    const SettingRef setting = stack.back();
    if (FindBefore(setting) != nullptr) {
      stack.pop_back();
      continue;
    }
    missing_.clear();
    std::optional<Interval> strength = TryStrengthSince(setting);
    if (!strength && missing_.empty()) {
      const Moment moment = {world_.Setting(setting.row).day, world_.KeyOf(setting.row)};
      strength = TryStrength(PostsOf(setting), moment);
    }
    if (missing_.empty()) {
      before_.emplace(MemoKey(setting), *strength);
      stack.pop_back();
    } else {
      stack.insert(stack.end(), missing_.begin(), missing_.end());
    }
  }
}

Interval StrengthWalk::TryStrength(std::span<const PostId> set, const Moment& moment) {
  std::array<Interval, 2> sums;
  for (const WalkOrder order : {WalkOrder::kLatestFirst, WalkOrder::kWidestFirst}) {
    Walked walked;
    TryWalk(set, moment, order, &walked);
    if (!missing_.empty()) return {};
    Interval& sum = sums[order == WalkOrder::kWidestFirst];
    sum = walked.sum;
    sum += MovementsOf(set, moment.day);
  }
  return Floored(Narrower(sums[0], sums[1]));
}

void StrengthWalk::TryWalk(std::span<const PostId> set, const Moment& moment, WalkOrder order,
                           Walked* walked) {
  BeginSet(set);
  Choose(set, moment, order, walked);
  for (const SettingRef& setting : walked->chosen) {
    const SettingFact& row = world_.Setting(setting.row);
    const Interval* before = row.best_stated ? nullptr : FindBefore(setting);
    if (!row.best_stated && before == nullptr) {
      missing_.push_back(setting);
      continue;
    }
    walked->sum += row.best_stated ? AmountInterval(row.amount) : KnownLevelOf(setting, *before);
  }
  AddDifferences(set, moment, walked);
}

Walked StrengthWalk::Walk(std::span<const PostId> set, const Moment& moment, WalkOrder order) {
  listing_ = true;
  Walked walked = WalkWhole(set, moment, order);
  listing_ = false;
  return walked;
}

Walked StrengthWalk::WalkForSum(std::span<const PostId> set, const Moment& moment,
                                WalkOrder order) {
  return WalkWhole(set, moment, order);
}

Walked StrengthWalk::WalkWhole(std::span<const PostId> set, const Moment& moment, WalkOrder order) {
  MUSTER_CHECK(world_.has_settings());
  while (true) {
    Walked walked;
    missing_.clear();
    TryWalk(set, moment, order, &walked);
    if (missing_.empty()) return walked;
    const bool listing = std::exchange(listing_, false);
    Resolve(std::exchange(missing_, {}));
    listing_ = listing;
  }
}

// --- One muster after the other
// -------------------------------------------------------------------------------

const StrengthWalk::Others& StrengthWalk::OthersOver(ReachId reach) {
  const auto [found, is_new] = others_.try_emplace(reach);
  Others& others = found->second;
  if (!is_new) return others;
  const PostMap& posts = world_.posts();
  std::vector<ReachId>& reaches = others.reaches;
  for (const PostId post : posts.PostsOf(reach)) {
    for (const Buckets::Range& over : {posts.WholeOver(post), posts.ApartOver(post)}) {
      for (const ReachId other : over) {
        if (other != reach) reaches.push_back(other);
      }
    }
  }
  std::sort(reaches.begin(), reaches.end());
  reaches.erase(std::unique(reaches.begin(), reaches.end()), reaches.end());
  constexpr std::size_t kFew = 8;
  if (reaches.size() <= kFew) return others;
  for (const ReachId other : std::exchange(reaches, {})) {
    const std::span<const std::uint32_t> rows = world_.SettingsOf(other);
    others.by_day.insert(others.by_day.end(), rows.begin(), rows.end());
  }
  std::sort(others.by_day.begin(), others.by_day.end(), [this](std::uint32_t a, std::uint32_t b) {
    return world_.Setting(a).day < world_.Setting(b).day;
  });
  return others;
}

bool StrengthWalk::OthersBetween(ReachId reach, std::uint32_t first, std::uint32_t last) {
  const Others& others = OthersOver(reach);
  const SettingKey first_key = world_.KeyOf(first);
  const SettingKey last_key = world_.KeyOf(last);
  for (const ReachId other : others.reaches) {
    if (world_.CountBefore(other, last_key) > world_.CountUpTo(other, first_key)) return true;
  }
  auto other = std::lower_bound(
      others.by_day.begin(), others.by_day.end(), first_key.day,
      [this](std::uint32_t row, FactDay day) { return world_.Setting(row).day < day; });
  for (; other != others.by_day.end() && world_.Setting(*other).day <= last_key.day; ++other) {
    const SettingKey key = world_.KeyOf(*other);
    if (key > first_key && key < last_key) return true;
  }
  return false;
}

std::optional<Interval> StrengthWalk::TryStrengthSince(const SettingRef& setting) {
  const ReachId reach = world_.Setting(setting.row).reach;
  if (world_.IsApart(reach) || world_.posts().OwnPost(reach) == kNoPost) return std::nullopt;
  const std::size_t count = world_.CountBefore(reach, world_.KeyOf(setting.row));
  if (count == 0) return std::nullopt;
  const std::uint32_t row = world_.SettingsOf(reach)[count - 1];
  const FactDay after = world_.Setting(row).day;
  const FactDay until = world_.Setting(setting.row).day;
  constexpr std::size_t kRowsForAPost = 4;
  if (world_.index().CountMovements(after, until) > kRowsForAPost * PostsOf(setting).size() ||
      OthersBetween(reach, row, setting.row)) {
    return std::nullopt;
  }
  const SettingRef last = {row, setting.post};
  Interval strength = AmountInterval(world_.Setting(row).amount);
  if (!world_.Setting(row).best_stated) {
    const Interval* before = FindBefore(last);
    if (before == nullptr) {
      missing_.push_back(last);
      return std::nullopt;
    }
    strength = KnownLevelOf(last, *before);
  }
  // Even if both are of one day: a movement of an uncertain date may count after the first of them.
  world_.index().VisitMovements(after, until, [&](std::uint32_t movement) {
    if (!movements_.Holds(movement, world_.known_at())) return;
    AddSince(
        movements_, world_.posts(), reach, movement, after, until,
        [this](PostId post) { return world_.OccursOn(post); }, &strength);
  });
  return Floored(strength);
}

// --- Movements
// --------------------------------------------------------------------------------------

// Adds what one end, at a post of the set, counts for it.
void StrengthWalk::AddEnd(const MovementEnd& end, PostId post, FactDay until, Interval* sum) const {
  const NamedPostId other_name = end.arrives ? movements_.from[end.row] : movements_.to[end.row];
  const PostId other = world_.posts().Of(other_name);
  const FactDay after = CoverOf(post).day;
  if (other != kNoPost && InSet(other) && CoverOf(other).day == after) return;
  *sum += CountEnd(movements_, end, after, until);
}

Interval StrengthWalk::MovementsOf(std::span<const PostId> set, FactDay until) const {
  const PostMap& posts = world_.posts();
  const FactIndex& index = world_.index();
  // The posts that are covered share a window that is mostly short. If they are many, it is cheaper
  // to go through the movements of the window than through the posts.
  constexpr std::size_t kRowsForAPost = 4;
  FactDay first_cover = kNeverDay;
  std::size_t covered = 0;
  for (const PostId post : set) {
    if (!IsCovered(post)) continue;
    first_cover = std::min(first_cover, posts_[post].by.day);
    ++covered;
  }
  const bool by_window =
      covered > 0 && index.CountMovements(first_cover, until) < covered * kRowsForAPost;
  Interval sum;
  if (by_window) {
    index.VisitMovements(first_cover, until, [&](std::uint32_t row) {
      if (!movements_.Holds(row, world_.known_at())) return;
      const PostId from = posts.Of(movements_.from[row]);
      const PostId to = posts.Of(movements_.to[row]);
      if (to != kNoPost && InSet(to) && IsCovered(to)) AddEnd({row, true}, to, until, &sum);
      if (from != kNoPost && InSet(from) && IsCovered(from)) {
        AddEnd({row, false}, from, until, &sum);
      }
    });
  }
  for (const PostId post : set) {
    if (by_window && IsCovered(post)) continue;
    for (const NamedPostId name : posts.NamesOf(post)) {
      index.VisitEnds(name, CoverOf(post).day, until, [&](const MovementEnd& end) {
        if (movements_.Holds(end.row, world_.known_at())) AddEnd(end, post, until, &sum);
      });
    }
  }
  return sum;
}

}  // namespace muster
