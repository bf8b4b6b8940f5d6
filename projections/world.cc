// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/world.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace muster {

World::World(const FactTable& facts, const FactIndex& index, std::shared_ptr<const PostMap> posts,
             FactPosition known_at)
    : facts_(facts),
      index_(index),
      posts_(std::move(posts)),
      known_at_(known_at),
      movements_known_(facts.movements().CountKnown(known_at)) {
  const std::vector<Span>& known = facts.settings().known;
  has_settings_ = std::any_of(known.begin(), known.end(),
                              [&](const Span& span) { return span.Holds(known_at_); });
  if (!has_settings_) return;
  occurring_.resize(facts_.reaches.size());
  known_settings_.resize(facts_.reaches.size());
}

void World::FindOccurrences() const {
  if (!occurs_.empty()) return;
  const std::vector<FactDay> by_name = index_.first_days().At(known_at_);
  occurs_.assign(posts_->size(), kNeverDay);
  for (NamedPostId name = 1; name < by_name.size(); ++name) {
    FactDay& day = occurs_[posts_->Of(name)];
    day = std::min(day, by_name[name]);
  }
  for (ReachId reach = 0; reach < facts_.reaches.size(); ++reach) {
    const PostId own = posts_->OwnPost(reach);
    if (own == kNoPost) continue;
    for (const std::uint32_t row : index_.SettingsOf(reach)) {
      if (!facts_.settings().known[row].Holds(known_at_)) continue;
      occurs_[own] = std::min(occurs_[own], Setting(row).day);
      break;
    }
  }
}

const World::Occurring& World::OccurringIn(ReachId reach) {
  std::optional<Occurring>& occurring = occurring_[reach];
  if (occurring) return *occurring;
  FindOccurrences();
  occurring.emplace();
  std::vector<PostId>& posts = occurring->posts;
  for (const PostId post : posts_->PostsOf(reach)) {
    if (occurs_[post] != kNeverDay) posts.push_back(post);
  }
  std::sort(posts.begin(), posts.end(), [this](PostId a, PostId b) {
    return std::tuple(occurs_[a], a) < std::tuple(occurs_[b], b);
  });
  for (const PostId post : posts) occurring->days.push_back(occurs_[post]);
  return *occurring;
}

std::span<const std::uint32_t> World::SettingsOf(ReachId reach) {
  std::optional<std::vector<std::uint32_t>>& known = known_settings_[reach];
  if (!known) {
    known.emplace();
    const Buckets::Range rows = index_.SettingsOf(reach);
    const std::span<const Span> spans = index_.SpansOf(reach);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (spans[i].Holds(known_at_)) known->push_back(rows.first[i]);
    }
  }
  return *known;
}

SettingKey World::KeyOf(std::uint32_t row) {
  const SettingFact& setting = Setting(row);
  std::uint32_t posts = 1;
  if (!IsApart(setting.reach)) {
    const std::vector<FactDay>& days = OccurringIn(setting.reach).days;
    posts = static_cast<std::uint32_t>(std::upper_bound(days.begin(), days.end(), setting.day) -
                                       days.begin());
  }
  return {setting.day, posts, setting.root, setting.written};
}

std::size_t World::CountUpTo(ReachId reach, const SettingKey& key) {
  const std::span<const std::uint32_t> rows = SettingsOf(reach);
  const auto is_up_to = [&](std::uint32_t row) {
    const FactDay day = Setting(row).day;
    return day != key.day ? day < key.day : KeyOf(row) <= key;
  };
  return static_cast<std::size_t>(std::partition_point(rows.begin(), rows.end(), is_up_to) -
                                  rows.begin());
}

std::size_t World::CountBefore(ReachId reach, const SettingKey& before, FactDay last_day) {
  const std::span<const std::uint32_t> rows = SettingsOf(reach);
  const SettingKey first_of_day{before.day, 0, 0, 0};
  const auto is_before = [&](std::uint32_t row) {
    const FactDay day = Setting(row).day;
    if (day > last_day) return false;
    // Only on the day itself does the number of posts matter, which is costly to know.
    if (day != before.day || before == first_of_day) return day < before.day;
    return KeyOf(row) < before;
  };
  return static_cast<std::size_t>(std::partition_point(rows.begin(), rows.end(), is_before) -
                                  rows.begin());
}

}  // namespace muster
