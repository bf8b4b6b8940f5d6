// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_setting.h"

#include <algorithm>
#include <tuple>

namespace muster::model {
namespace {

using Parts = google::protobuf::RepeatedPtrField<v1::Part>;

// A setting of a whole scope, before it is taken apart; or the `complete` of a muster.
struct Order {
  std::uint64_t position = 0;
  int written = 0;
  int day = 0;
  Scope scope = {};
  // Of `complete`: the scopes of all lines, whose posts are left alone.
  bool complete = false;
  std::vector<Scope> covered = {};
  Bounds people = {};
  bool best_stated = false;

  bool ToZero() const { return people.least == 0 && people.most == 0; }
};

class Orders {
 public:
  explicit Orders(const std::optional<std::string>& of) : of_(of) {}

  void Add(std::uint64_t position, const v1::Muster& muster) {
    const int day = muster.on().best() - (muster.at() == v1::OPENING ? 1 : 0);
    const Scope scope = ScopeOf(muster.scope());
    Order complete{.position = position, .day = day, .scope = scope, .complete = true};
    complete.best_stated = true;
    int written = 0;
    for (const v1::Line& line : muster.lines()) {
      const Scope line_scope = scope & ScopeOf(line.scope());
      complete.covered.push_back(line_scope);
      Add({.position = position, .written = written++, .day = day, .scope = line_scope},
          line.strength(), line.of_which());
    }
    if (muster.complete()) {
      complete.written = written++;
      orders_.push_back(complete);
    }
    if (muster.has_strength()) {
      Add({.position = position, .written = written, .day = day, .scope = scope}, muster.strength(),
          muster.of_which());
    }
  }

  void Add(std::uint64_t position, const v1::Departure& departure) {
    if (!departure.all()) return;
    orders_.push_back({.position = position,
                       .day = departure.on().best(),
                       .scope = ScopeOf(departure.who(), departure.from()),
                       .best_stated = true});
  }

  const std::vector<Order>& all() const { return orders_; }

 private:
  void Add(Order order, const v1::Strength& strength, const Parts& parts) {
    order.people = BoundsOf(strength);
    order.best_stated = strength.best_stated();
    if (of_ && !order.ToZero()) {
      const auto part = std::find_if(parts.begin(), parts.end(),
                                     [&](const v1::Part& p) { return p.name() == *of_; });
      if (part == parts.end()) return;
      order.people = BoundsOf(part->strength());
      order.best_stated = part->strength().best_stated();
    }
    orders_.push_back(order);
  }

  const std::optional<std::string>& of_;
  std::vector<Order> orders_;
};

// The posts that occur by `day`: "in a movement whose earliest day is not after it, or as the
// unattributed post of a setting of its day or earlier".
Posts PostsOccurringBy(int day, const std::vector<Movement>& movements,
                       const std::vector<Order>& orders, const Contingents& contingents) {
  Posts posts;
  for (const Movement& movement : movements) {
    if (movement.earliest > day) continue;
    if (movement.from) posts.insert(*movement.from);
    if (movement.to) posts.insert(*movement.to);
  }
  for (const Order& order : orders) {
    if (order.day > day || order.complete) continue;
    posts.insert(UnattributedPost(order.scope, contingents));
  }
  return posts;
}

}  // namespace

std::vector<Setting> SettingsOf(const std::map<std::uint64_t, v1::Event>& effective,
                                const std::vector<Movement>& movements,
                                const Contingents& contingents,
                                const std::optional<std::string>& of) {
  Orders orders(of);
  for (const auto& [position, event] : effective) {
    if (event.has_muster()) orders.Add(position, event.muster());
    if (event.has_departure()) orders.Add(position, event.departure());
  }
  std::vector<Setting> settings;
  for (const Order& order : orders.all()) {
    Setting setting{.position = order.position,
                    .written = order.written,
                    .day = order.day,
                    .unattributed = UnattributedPost(order.scope, contingents),
                    .people = order.people,
                    .best_stated = order.best_stated};
    for (const Post& post : PostsOccurringBy(order.day, movements, orders.all(), contingents)) {
      const bool covered = std::any_of(order.covered.begin(), order.covered.end(),
                                       [&](const Scope& scope) { return scope.Includes(post); });
      if (order.scope.Includes(post) && !covered) setting.posts.insert(post);
    }
    if (!order.ToZero()) {
      settings.push_back(setting);
      continue;
    }
    // "A setting whose least and most are 0 is taken apart into its posts"; of a zeroed post, the
    // unattributed post is itself.
    for (const Post& post : setting.posts) {
      Setting zero = setting;
      zero.posts = {post};
      zero.unattributed = post;
      zero.people = {};
      settings.push_back(zero);
    }
  }
  std::stable_sort(settings.begin(), settings.end(), [](const Setting& a, const Setting& b) {
    return std::tuple(a.day, a.posts.size(), a.position, a.written) <
           std::tuple(b.day, b.posts.size(), b.position, b.written);
  });
  return settings;
}

}  // namespace muster::model
