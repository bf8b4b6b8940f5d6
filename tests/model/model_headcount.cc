// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_headcount.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "tests/model/model_chain.h"

namespace muster::model {
namespace {

const std::string kLabel = "label.";

// The first `depth` elements of a path.
std::string Shortened(const std::string& path, int depth) {
  std::size_t end = 0;
  for (int i = 0; i < depth; ++i) {
    end = path.find('/', i == 0 ? 0 : end + 1);
    if (end == std::string::npos) return path;
  }
  return path.substr(0, end);
}

bool EndsStep(Day day, Step step) {
  const std::chrono::sys_days date{std::chrono::days(day.value)};
  const std::chrono::year_month_day tomorrow{date + std::chrono::days(1)};
  switch (step) {
    case Step::kDay:
      return true;
    case Step::kWeek:
      return std::chrono::weekday(date) == std::chrono::Sunday;
    case Step::kMonth:
      return tomorrow.day() == std::chrono::day(1);
    case Step::kYear:
      return tomorrow.day() == std::chrono::day(1) && tomorrow.month() == std::chrono::January;
    case Step::kChange:
      break;
  }
  return false;
}

bool IsZero(const People& people) { return people == People{0, 0, 0}; }

// The numbers that a timeline would show of a day.
struct Answer {
  People total;
  std::map<Keys, People>
      groups;  // without those of nobody: an absent group and [0, 0, 0] are the same
  bool operator==(const Answer&) const = default;
};

Answer AnswerAt(const World& world, Day on, bool by) {
  Answer answer{.total = world.TotalAt(on).strength, .groups = {}};
  if (!by) return answer;
  for (const Keys& keys : world.ShownAt(on)) {
    const People people = world.GroupAt(keys, on).strength;
    if (!IsZero(people)) answer.groups[keys] = people;
  }
  return answer;
}

}  // namespace

World::World(const Log& log, const ViewQuery& query)
    : query_(query), contingents_(log, query.known_at.value) {
  const std::map<std::uint64_t, v1::Event> effective =
      EffectiveSet(log, query.known_at.value, query.lens);
  movements_ = MovementsOf(effective, contingents_, query.of);
  settings_ = SettingsOf(effective, movements_, contingents_, query.of);
  weighed_ = Weigh(movements_, settings_);
}

std::string World::ValueOf(const Post& post, const std::string& dimension) const {
  if (!dimension.starts_with(kLabel)) return Dimension(post, dimension);
  const Traits traits = contingents_.TraitsOf(post.contingent);
  const auto label = traits.labels.find(dimension.substr(kLabel.size()));
  return label == traits.labels.end() ? kUnspecified : label->second;
}

// "Of one dimension, either; of several, all."
bool World::IsAsked(const Post& post) const {
  return std::all_of(query_.where.begin(), query_.where.end(), [&](const Condition& one) {
    return std::any_of(query_.where.begin(), query_.where.end(), [&](const Condition& other) {
      return other.dimension == one.dimension &&
             Fulfils(other.dimension, other.value, ValueOf(post, other.dimension));
    });
  });
}

Keys World::KeysOf(const Post& post) const {
  Keys keys;
  for (const std::string& dimension : query_.by) {
    keys.push_back(KeyOf(dimension, ValueOf(post, dimension)));
  }
  return keys;
}

std::string World::KeyOf(const std::string& dimension, const std::string& value) const {
  return query_.depth && IsPath(dimension) ? Shortened(value, *query_.depth) : value;
}

Posts World::PostsBy(Day on) const {
  Posts posts;
  for (const Movement& movement : movements_) {
    if (movement.earliest > on.value) continue;
    if (movement.from) posts.insert(*movement.from);
    if (movement.to) posts.insert(*movement.to);
  }
  for (const Setting& setting : settings_) {
    if (setting.day > on.value) continue;
    posts.insert(setting.posts.begin(), setting.posts.end());
    posts.insert(setting.unattributed);
  }
  return posts;
}

Group World::GroupOf(const PostSet& asked, Day on) const {
  Group group;
  const Strength strength = StrengthOf(asked, on.value, movements_, weighed_);
  group.strength = ToPeople(strength.bounds);
  group.basis = strength.counted ? Basis::kCounted : Basis::kAddedUp;

  // What may have happened by the day decides what is known of the group; what best says has
  // happened decides `latest`. "nothing dated surely after D changes the answer for D".
  bool losses = false;
  bool others = false;
  const auto touched_on = [&](double best) {
    if (best > on.value) return;
    const Day day{static_cast<std::int32_t>(best)};
    group.latest = group.latest ? std::max(*group.latest, day) : day;
  };
  for (const Movement& movement : movements_) {
    const bool touches =
        (movement.from && asked(*movement.from)) || (movement.to && asked(*movement.to));
    if (!touches || movement.earliest > on.value) continue;
    (movement.loss ? losses : others) = true;
    touched_on(movement.best);
  }
  for (const Setting& setting : settings_) {
    const bool touches = asked(setting.unattributed) ||
                         std::any_of(setting.posts.begin(), setting.posts.end(), asked);
    if (!touches || setting.day > on.value) continue;
    others = true;
    touched_on(setting.day);
  }
  if (losses && !others) {
    group.strength = {};
    group.basis = Basis::kLossesOnly;
  }
  return group;
}

Group World::GroupAt(const Keys& keys, Day on) const {
  Group group =
      GroupOf([&](const Post& post) { return IsAsked(post) && KeysOf(post) == keys; }, on);
  group.keys = keys;
  return group;
}

Group World::TotalAt(Day on) const {
  return GroupOf([&](const Post& post) { return IsAsked(post); }, on);
}

Strength World::StrengthAt(Day on) const {
  return StrengthOf([&](const Post& post) { return IsAsked(post); }, on.value, movements_,
                    weighed_);
}

std::set<Keys> World::ShownAt(Day on) const {
  std::set<Keys> shown;
  if (query_.by.empty()) return shown;
  for (const Post& post : PostsBy(on)) {
    if (!IsAsked(post)) continue;
    const Keys keys = KeysOf(post);
    if (query_.all_groups || !IsZero(GroupAt(keys, on).strength)) shown.insert(keys);
  }
  return shown;
}

Number World::FoldedBest(Day on) const {
  Number best = 0;
  for (const auto& [post, level] : FoldedLevels(on)) {
    if (post && IsAsked(*post)) best += level;
  }
  return best;
}

Headcount HeadcountOn(const Log& log, Day on, const ViewQuery& query) {
  const World world(log, query);
  Headcount headcount{
      .on = on, .known_at = query.known_at, .by = query.by, .rows = {}, .total = world.TotalAt(on)};
  for (const Keys& keys : world.ShownAt(on)) headcount.rows.push_back(world.GroupAt(keys, on));
  return headcount;
}

Timeline TimelineOver(const Log& log, Day from, Day to, Step step, const ViewQuery& query) {
  const World world(log, query);
  const bool by = !query.by.empty();
  std::vector<Day> days;
  for (Day day = from; day <= to; day = day + 1) {
    if (step == Step::kChange) {
      if (day == from || AnswerAt(world, day, by) != AnswerAt(world, day - 1, by)) {
        days.push_back(day);
      }
    } else if (EndsStep(day, step) || day == to) {
      days.push_back(day);
    }
  }

  Timeline timeline;
  timeline.from = from;
  timeline.to = to;
  timeline.step = step;
  timeline.known_at = query.known_at;
  timeline.by = query.by;
  // "a group present at any point stands at every point".
  std::set<Keys> present;
  for (Day day : days) present.merge(world.ShownAt(day));
  for (Day day : days) {
    const Group total = world.TotalAt(day);
    timeline.totals.push_back({day, total});
    if (!by) timeline.points.push_back({day, total});
    for (const Keys& keys : present) timeline.points.push_back({day, world.GroupAt(keys, day)});
  }
  for (Day day = from; day <= to; day = day + 1) {
    for (const auto& [root, event] : EffectiveSet(log, query.known_at.value, query.lens)) {
      const v1::Statement& said = event.statement();
      if (!event.has_statement() || Day{said.on().best()} != day) continue;
      timeline.statements.push_back({day, said.on().text(), Position{root}, said.text(),
                                     said.speaker(), said.role(), event.according_to()});
    }
  }
  return timeline;
}

}  // namespace muster::model
