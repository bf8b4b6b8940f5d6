// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/share_sweep.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "projections/since_setting.h"
#include "projections/strength_walk.h"

namespace muster {
namespace {

// So many looks at a movement or a setting for each there is. More come together where many
// uncertain dates span many settings; then the differences of one known-at are quicker found.
constexpr std::size_t kLooksForAFact = 64;

void CountDay(std::map<FactDay, std::uint32_t>& days, FactDay day, bool begins) {
  if (begins) {
    ++days[day];
  } else if (--days[day] == 0) {
    days.erase(day);
  }
}

}  // namespace

ShareSweep::ShareSweep(const FactTable& facts, const FactIndex& index, const PostMap& posts,
                       ReachId reach, std::size_t rows_max)
    : facts_(facts),
      movements_(facts.movements()),
      index_(index),
      posts_(posts),
      reach_(reach),
      rows_max_(rows_max),
      order_(index.SettingsOf(reach).begin(), index.SettingsOf(reach).end()),
      work_left_(kLooksForAFact * (facts.movements().size() + facts.settings().size())),
      blocks_((order_.size() + ShareTable::kBlockRanks - 1) / ShareTable::kBlockRanks),
      block_sums_(blocks_.size()) {}

std::optional<ShareTable> ShareTable::Make(const FactTable& facts, const FactIndex& index,
                                           const PostMap& posts, ReachId reach,
                                           std::size_t rows_max) {
  return ShareSweep(facts, index, posts, reach, rows_max).Run();
}

std::optional<ShareTable> ShareSweep::Run() {
  if (order_.size() > rows_max_) return std::nullopt;
  FindInner();
  FindEvents();
  for (std::size_t i = 0; i < events_.size(); ++i) {
    Apply(events_[i]);
    if (i + 1 < events_.size() && events_[i + 1].at == events_[i].at) continue;
    Settle(events_[i].at);
    if (work_left_ == 0 || rows_.size() > rows_max_) return std::nullopt;
  }
  return ShareTable(order_.size(), rows_, blocks_);
}

// --- What bears on the reach
// ------------------------------------------------------------------------------------

void ShareSweep::FindInner() {
  for (std::size_t row = 0; row < movements_.size(); ++row) {
    const PostId from = posts_.Of(movements_.from[row]);
    const PostId to = posts_.Of(movements_.to[row]);
    if (!IsInReach(posts_, from, reach_) || !IsInReach(posts_, to, reach_)) continue;
    occurs_.try_emplace(from);
    occurs_.try_emplace(to);
  }
}

void ShareSweep::AddEvents(const Span& known, Fact fact, std::uint32_t row) {
  events_.push_back({known.from, true, fact, row});
  if (known.until != kStillTrue) events_.push_back({known.until, false, fact, row});
}

void ShareSweep::FindEvents() {
  for (std::uint32_t row = 0; row < movements_.size(); ++row) {
    if (IsInReach(posts_, posts_.Of(movements_.from[row]), reach_) ||
        IsInReach(posts_, posts_.Of(movements_.to[row]), reach_)) {
      AddEvents(facts_.MovementSpan(row), Fact::kMovement, row);
    }
  }
  for (const std::uint32_t row : order_) {
    AddEvents(facts_.settings().known[row], Fact::kSetting, row);
  }
  FindSides();
  for (const auto& [other, side] : sides_) {
    for (const std::uint32_t row : index_.SettingsOf(other)) {
      AddEvents(facts_.settings().known[row], Fact::kOther, row);
    }
  }
  // What ends makes room for what begins.
  std::sort(events_.begin(), events_.end(), [](const Event& a, const Event& b) {
    return std::tuple(a.at, a.begins, a.fact, a.row) < std::tuple(b.at, b.begins, b.fact, b.row);
  });
}

// Settings of one day go by how many posts they have, and the unattributed post of a reach surely
// has come to occur by the day of a setting.
void ShareSweep::FindSides() {
  for (const PostId post : posts_.PostsOf(reach_)) {
    for (const ReachId other : posts_.WholeOver(post)) sides_.emplace(other, Side::kAmongThem);
    for (const ReachId other : posts_.ApartOver(post)) sides_.emplace(other, Side::kAmongThem);
  }
  sides_.erase(reach_);
  const auto includes_more = [this](ReachId outer, ReachId inner) {
    const Buckets::Range all = posts_.PostsOf(outer);
    const Buckets::Range part = posts_.PostsOf(inner);
    return !facts_.reaches[outer].apart && !facts_.reaches[inner].apart &&
           posts_.OwnPost(outer) != kNoPost && !IsInReach(posts_, posts_.OwnPost(outer), inner) &&
           std::includes(all.begin(), all.end(), part.begin(), part.end());
  };
  for (auto& [other, side] : sides_) {
    if (includes_more(reach_, other)) side = Side::kBeforeThoseOfTheDay;
    if (includes_more(other, reach_)) side = Side::kAfterThoseOfTheDay;
  }
}

void ShareSweep::Apply(const Event& event) {
  switch (event.fact) {
    case Fact::kMovement:
      return ApplyMovement(event);
    case Fact::kSetting:
      return ApplySetting(event);
    case Fact::kOther:
      return ApplyOther(event);
  }
}

void ShareSweep::ApplySetting(const Event& event) {
  const SettingRank rank = index_.RankOf(event.row);
  if (event.begins) {
    known_[rank];
    touched_.insert(rank);
  } else {
    CloseRow(rank, event.at);
    known_.erase(rank);
    touched_.erase(rank);
  }
  const auto next = known_.upper_bound(rank);
  if (next != known_.end()) touched_.insert(next->first);
  CountOccurrence(posts_.OwnPost(reach_), DayOf(rank), event.begins);
}

void ShareSweep::ApplyOther(const Event& event) {
  const SettingFact& setting = facts_.settings().rows[event.row];
  Days& days = others_[static_cast<std::size_t>(sides_.at(setting.reach))];
  CountDay(days, setting.day, event.begins);
  // As what may have moved on that day or the one before it.
  TouchWindow(setting.day, setting.day == kNeverDay ? kNeverDay : setting.day + 1);
  CountOccurrence(posts_.OwnPost(setting.reach), setting.day, event.begins);
}

void ShareSweep::ApplyMovement(const Event& event) {
  const std::uint32_t row = event.row;
  for (const NamedPostId name : {movements_.from[row], movements_.to[row]}) {
    const PostId post = posts_.Of(name);
    if (post != kNoPost) CountOccurrence(post, movements_.earliest[row], event.begins);
  }
  TouchWindow(movements_.earliest[row], movements_.latest[row]);
}

FactDay ShareSweep::OccursOn(PostId post) const {
  const auto found = occurs_.find(post);
  return found == occurs_.end() || found->second.empty() ? kNeverDay : found->second.begin()->first;
}

void ShareSweep::CountOccurrence(PostId post, FactDay day, bool begins) {
  const auto found = occurs_.find(post);
  if (found == occurs_.end()) return;
  const FactDay before = OccursOn(post);
  CountDay(found->second, day, begins);
  const FactDay after = OccursOn(post);
  // Where nobody was before, or nobody is left, no movement but those of the same record is known.
  if (before == after || before == kNeverDay || after == kNeverDay) return;
  TouchInner(post, std::min(before, after), std::max(before, after));
}

void ShareSweep::TouchInner(PostId post, FactDay a, FactDay b) {
  for (const NamedPostId name : posts_.NamesOf(post)) {
    index_.VisitEnds(name, a, kNeverDay, [&](const MovementEnd& end) {
      const PostId from = posts_.Of(movements_.from[end.row]);
      const PostId to = posts_.Of(movements_.to[end.row]);
      Work();
      if (!IsInReach(posts_, from, reach_) || !IsInReach(posts_, to, reach_)) return;
      TouchWindow(movements_.earliest[end.row], movements_.latest[end.row], a, b);
      if (movements_.leg[end.row] != MovementRow::kOut) return;
      TouchWindow(movements_.earliest[end.row + 1], movements_.latest[end.row + 1], a, b);
    });
  }
}

void ShareSweep::TouchWindow(FactDay first, FactDay last, FactDay after_min, FactDay after_max) {
  const auto is_before = [&](std::uint32_t row, FactDay day) {
    return facts_.settings().rows[row].day < day;
  };
  const auto first_rank = static_cast<SettingRank>(
      std::lower_bound(order_.begin(), order_.end(), first, is_before) - order_.begin());
  auto setting = known_.lower_bound(first_rank);
  FactDay after = setting == known_.begin() ? kNeverBefore : DayOf(std::prev(setting)->first);
  for (; setting != known_.end() && after < last && after < after_max && work_left_ > 0;
       ++setting) {
    if (after >= after_min) touched_.insert(setting->first);
    after = DayOf(setting->first);
    Work();
  }
}

// --- The differences
// --------------------------------------------------------------------------------------------

void ShareSweep::Settle(FactPosition at) {
  const FactPosition known_at = at + 1;
  while (!touched_.empty() && work_left_ > 0) {
    const SettingRank rank = *touched_.begin();
    touched_.erase(touched_.begin());
    Work();
    Known& known = known_.at(rank);
    const std::optional<Interval> before = Before(rank, known_at);
    const SettingFact& setting = facts_.settings().rows[order_[rank]];
    Interval level = AmountInterval(setting.amount);
    if (before && !setting.best_stated) {
      level.best = std::clamp(before->best, level.least, level.most);
    }
    ShareTable::Row row{rank, {at, kStillTrue}, !before, {}, {}};
    if (before) {
      row.own = ShareOfDifference(level - *before, kOwn);
      row.foreign = ShareOfDifference(level - *before, kForeign);
    }
    // Without a best of its own it passes on what came before it.
    const bool is_new = known.row == kNoShare;
    const bool passes_on = !setting.best_stated && (is_new || rows_[known.row].open != row.open ||
                                                    known.level_best != level.best);
    known.level_best = level.best;
    const auto next = known_.upper_bound(rank);
    if (passes_on && next != known_.end()) touched_.insert(next->first);
    Write(row);
  }
  KeepBlocks(at);
}

std::optional<Interval> ShareSweep::Before(SettingRank rank, FactPosition known_at) {
  const auto here = known_.find(rank);
  if (here == known_.begin()) return std::nullopt;
  const auto& [last_rank, last] = *std::prev(here);
  const SettingFact& last_setting = facts_.settings().rows[order_[last_rank]];
  const FactDay after = last_setting.day;
  const FactDay until = DayOf(rank);
  if (OthersIn(after, until)) return std::nullopt;
  Interval strength = AmountInterval(last_setting.amount);
  if (!last_setting.best_stated) {
    if (rows_[last.row].open) return std::nullopt;
    strength.best = last.level_best;
  }
  index_.VisitMovements(after, until, [&](std::uint32_t row) {
    Work();
    if (!movements_.Holds(row, known_at)) return;
    AddSince(
        movements_, posts_, reach_, row, after, until,
        [this](PostId post) { return OccursOn(post); }, &strength);
  });
  return Floored(strength);
}

bool ShareSweep::OthersIn(FactDay first, FactDay last) const {
  const auto any = [this](Side side, FactDay from, FactDay to) {
    const Days& days = others_[static_cast<std::size_t>(side)];
    const auto other = days.lower_bound(from);
    return other != days.end() && other->first <= to;
  };
  return any(Side::kAmongThem, first, last) || any(Side::kBeforeThoseOfTheDay, first + 1, last) ||
         any(Side::kAfterThoseOfTheDay, first, last - 1);
}

// --- The table
// ------------------------------------------------------------------------------------------------

void ShareSweep::Write(const ShareTable::Row& row) {
  Known& known = known_.at(row.rank);
  if (known.row != kNoShare) {
    const ShareTable::Row& standing = rows_[known.row];
    if (standing.open == row.open && standing.own == row.own && standing.foreign == row.foreign) {
      return;
    }
    CloseRow(row.rank, row.known.from);
  }
  known.row = rows_.size();
  rows_.push_back(row);
  AddToBlock(row, 1);
}

void ShareSweep::CloseRow(SettingRank rank, FactPosition at) {
  const std::size_t row = known_.at(rank).row;
  if (row == kNoShare) return;
  rows_[row].known.until = at;
  AddToBlock(rows_[row], -1);
}

void ShareSweep::AddToBlock(const ShareTable::Row& row, int sign) {
  const std::size_t block = row.rank / ShareTable::kBlockRanks;
  for (const ShareOwner owner : {kForeign, kOwn}) {
    block_sums_[block][owner].Add(row.Of(owner), sign);
  }
  changed_blocks_.insert(block);
}

void ShareSweep::KeepBlocks(FactPosition at) {
  for (const std::size_t block : changed_blocks_) {
    blocks_[block].push_back({at, block_sums_[block]});
  }
  changed_blocks_.clear();
}

}  // namespace muster
