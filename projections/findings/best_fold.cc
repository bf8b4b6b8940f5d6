// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/findings/best_fold.h"

#include <algorithm>
#include <tuple>

namespace muster {

BestFold::BestFold(World& world)
    : world_(world), levels_(world.posts().size()), sums_(world.facts().reaches.size()) {
  FindOrder();
}

void BestFold::FindOrder() {
  const Movements& m = world_.facts().movements();
  for (std::uint32_t row = 0; row < world_.movements_known(); ++row) {
    if (m.Holds(row, world_.known_at())) movements_.push_back(row);
  }
  std::sort(movements_.begin(), movements_.end(), [&m](std::uint32_t a, std::uint32_t b) {
    return std::tuple(m.best_day[a], m.root[a], a) < std::tuple(m.best_day[b], m.root[b], b);
  });
  if (!world_.has_settings()) return;
  for (ReachId reach = 0; reach < world_.facts().reaches.size(); ++reach) {
    for (const std::uint32_t row : world_.SettingsOf(reach)) {
      settings_.push_back({world_.KeyOf(row), row});
    }
  }
  std::sort(settings_.begin(), settings_.end(),
            [](const Setting& a, const Setting& b) { return a.key < b.key; });
}

void BestFold::Run(Visitor& visitor) {
  visitor_ = &visitor;
  const Movements& m = world_.facts().movements();
  auto movement = movements_.begin();
  auto setting = settings_.begin();
  while (movement != movements_.end() || setting != settings_.end()) {
    FactDay day = kNeverDay;
    if (movement != movements_.end()) day = m.best_day[*movement];
    if (setting != settings_.end()) day = std::min(day, setting->key.day);
    for (; movement != movements_.end() && m.best_day[*movement] == day; ++movement) {
      Move(*movement);
    }
    for (; setting != settings_.end() && setting->key.day == day; ++setting) Set(*setting);
    visitor.EndDay(day);
  }
}

void BestFold::Move(std::uint32_t row) {
  const Movements& m = world_.facts().movements();
  const PostMap& posts = world_.posts();
  Post({m.best_day[row], m.root[row], posts.Of(m.from[row]), posts.Of(m.to[row]), m.best[row]});
}

void BestFold::Set(const Setting& setting) {
  const SettingFact& row = world_.Setting(setting.row);
  const PostMap& posts = world_.posts();
  if (world_.IsApart(row.reach)) {
    // Each post on its own, to 0. One that does not occur yet has nobody.
    for (const PostId post : posts.PostsOf(row.reach)) {
      const std::int64_t level = levels_[post];
      if (level > 0) Post({row.day, row.root, post, kNoPost, level});
      if (level < 0) Post({row.day, row.root, kNoPost, post, -level});
    }
    return;
  }
  const std::int64_t before = sums_[row.reach];
  std::int64_t level = row.amount.best;
  if (!row.best_stated) {
    const std::int64_t most = row.amount.most == Amount::kNoMost
                                  ? std::max<std::int64_t>(before, row.amount.least)
                                  : std::int64_t{row.amount.most};
    level = std::clamp<std::int64_t>(before, row.amount.least, most);
  }
  const PostId own = posts.OwnPost(row.reach);
  if (level > before) Post({row.day, row.root, kNoPost, own, level - before});
  if (level < before) Post({row.day, row.root, own, kNoPost, before - level});
}

void BestFold::Post(const Posting& posting) {
  if (posting.people == 0 || posting.from == posting.to) return;
  AddTo(posting.from, -posting.people);
  AddTo(posting.to, posting.people);
  visitor_->Post(posting);
}

void BestFold::AddTo(PostId post, std::int64_t people) {
  if (post == kNoPost) return;
  levels_[post] += people;
  for (const ReachId reach : world_.posts().WholeOver(post)) sums_[reach] += people;
}

}  // namespace muster
