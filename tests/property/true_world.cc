// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/property/true_world.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "muster/v1/post.pb.h"
#include "tests/property/nodes.h"
#include "tests/property/random_event.h"
#include "tests/property/random_field.h"

namespace muster {
namespace {

// Days on which people may still come back.
constexpr int kDays = kWorldDays + 25;

// Words that hold for `n` people.
std::string TrueStrength(Chooser& choose, int n) {
  const int form = choose.Weighted<int>(
      {{0, 40}, {1, 8}, {2, 8}, {3, 8}, {4, 8}, {5, 8}, {6, 8}, {7, 8}, {8, 4}});
  const int below = choose.Below(n + 1);
  const int above = n + choose.Below(20);
  switch (form) {
    case 1:
      return fmt::format("about {}", n);
    case 2:
      return fmt::format("at least {}", below);
    case 3:
      return fmt::format("at most {}", above);
    case 4:
      return fmt::format("{} to {}", below, above);
    case 5:
      return fmt::format("{}..{}={}", below, above, below + choose.Below(above - below + 1));
    case 6:
      return fmt::format("under {}", above + 1);
    case 7:
      return below < n ? fmt::format("over {}", below) : fmt::format("{}", n);
    case 8:
      return "unknown";
    default:
      return fmt::format("{}", n);
  }
}

// Words that hold for an event of `day`.
std::string TrueDate(Chooser& choose, Day day) {
  const int form = choose.Weighted<int>({{0, 45}, {1, 20}, {2, 20}, {3, 8}, {4, 7}});
  const Day before = day - choose.Below(6);
  const Day after = day + choose.Below(6);
  switch (form) {
    case 1:
      return FormatDay(day + 3 - choose.Below(7)) + "~";
    case 2:
      return FormatDay(before) + "/" + FormatDay(after);
    case 3:
      return "../" + FormatDay(after);
    case 4:
      return FormatDay(day).substr(0, 7);
    default:
      return FormatDay(day);
  }
}

// Somebody who may be named as a whole.
struct Who {
  std::string contingent;
  std::string contributor;  // where the contingent is not known; the mission is M-1

  v1::Who Message() const {
    v1::Who who;
    if (!contingent.empty()) {
      who.set_contingent(contingent);
    } else {
      who.set_mission("M-1");
      who.set_contributor(contributor);
    }
    return who;
  }
  Node Body() const {
    if (!contingent.empty()) return MapNode({{"contingent", ScalarNode(contingent)}});
    return MapNode({{"mission", ScalarNode("M-1")}, {"contributor", ScalarNode(contributor)}});
  }
};

Who SomeWho(Chooser& choose) {
  const std::string name = choose.Of(
      {{"KEN-1", 35}, {"JAM-1", 25}, {"KEN-1/SWAT", 15}, {"KEN-2", 10}, {"KEN", 10}, {"JAM", 5}});
  if (name.find('-') == std::string::npos) return {.contingent = {}, .contributor = name};
  return {.contingent = name, .contributor = {}};
}

// Where a group of people stands.
struct Place {
  Who who;
  std::string place;
  std::string duty;

  Node End() const { return MapNode({{"place", ScalarNode(place)}, {"duty", ScalarNode(duty)}}); }
  model::Post Post(const model::Contingents& contingents) const {
    v1::PlaceDuty place_duty;
    place_duty.set_place(place);
    place_duty.set_duty(duty);
    return model::PostOf(who.Message(), place_duty, contingents);
  }
};

Place SomePlace(Chooser& choose, const Who& who) {
  return {.who = who, .place = RandomPlace(choose), .duty = RandomDuty(choose)};
}

}  // namespace

// What happens, day by day.
class TrueWorld::Life {
 public:
  Life(TrueWorld* world, const model::Contingents& contingents)
      : world_(*world), contingents_(contingents) {
    world_.days_.resize(kDays);
  }

  void Run(const std::vector<Choices>& plan) {
    struct Planned {
      int day;
      int phase;
      std::size_t index;
    };
    std::vector<Planned> order;
    world_.events_.resize(plan.size());
    for (std::size_t i = 0; i < plan.size(); ++i) {
      Chooser choose(plan[i]);
      const int phase = PhaseOf(choose);
      order.push_back({choose.Below(kWorldDays), phase, i});
    }
    std::stable_sort(order.begin(), order.end(), [](const Planned& a, const Planned& b) {
      return std::pair(a.day, a.phase) < std::pair(b.day, b.phase);
    });
    auto next = order.begin();
    for (day_ = 0; day_ < kDays; ++day_) {
      ComeBack();
      for (; next != order.end() && next->day == day_; ++next) {
        Chooser choose(plan[next->index]);
        index_ = next->index;
        PhaseOf(choose);
        choose.Below(kWorldDays);
        if (next->phase == 0) Move(choose);
        if (next->phase == 1) LeaveAll(choose);
        if (next->phase == 2) Count(choose);
      }
      for (const auto& [key, here] : people_) {
        if (here.number > 0) world_.days_[day_][key] = here.number;
      }
    }
    // What could not happen has no entry. Accounts follow their events' new places.
    std::vector<std::size_t> place(plan.size());
    std::vector<TrueEvent> happened;
    for (std::size_t i = 0; i < plan.size(); ++i) {
      place[i] = happened.size();
      if (!world_.events_[i].entry.entries.empty()) happened.push_back(world_.events_[i]);
    }
    world_.events_ = std::move(happened);
    for (TrueAccount& account : world_.accounts_) account.of = place[account.of];
  }

 private:
  struct Here {
    Place place;
    int number = 0;
    int expected_back = 0;  // of them, those who will go back to where they were
  };
  struct Return {
    int day;
    model::Post from;
    model::Post to;
    int number;
  };

  // Movements of a day come before departures of all, and those before counts.
  static int PhaseOf(Chooser& choose) { return choose.Weighted<int>({{0, 75}, {2, 20}, {1, 5}}); }

  Day Today() const { return FirstDay() + day_; }

  void ComeBack() {
    for (const Return& coming : returns_) {
      if (coming.day != day_) continue;
      people_[coming.from].number -= coming.number;
      people_[coming.from].expected_back -= coming.number;
      people_[coming.to].number += coming.number;
    }
  }

  Here& At(const Place& place) {
    Here& here = people_[place.Post(contingents_)];
    here.place = place;
    return here;
  }

  // Some of those who are free to go, wherever they are.
  std::optional<std::pair<Place, int>> SomePeople(Chooser& choose) {
    std::vector<const Here*> free;
    for (const auto& [key, here] : people_) {
      if (here.number > here.expected_back) free.push_back(&here);
    }
    if (free.empty()) return std::nullopt;
    const Here& here = *free[choose.Below(std::min<int>(100, int(free.size())))];
    const int most = std::min(here.number - here.expected_back, 100);
    return std::pair(here.place, 1 + choose.Below(most));
  }

  void Report(Chooser& choose, const std::string& kind, Node body, int number,
              std::optional<Day> until) {
    Put(body, "strength", TrueStrength(choose, number));
    std::string on = TrueDate(choose, Today());
    if (until) {
      // `until` may not come before the best day of `on`.
      if (ParseDate(on).value().best() > until->value) on = FormatDay(Today());
      Put(body, "until", FormatDay(*until));
    }
    Put(body, "on", on);
    Node entry = MapNode({{kind, std::move(body)}});
    if (kind == "arrival" || kind == "departure" || kind == "loss") Put(entry, "distinct", "true");
    world_.events_[index_].entry = std::move(entry);
    if (!choose.Percent(25)) return;
    Node account = MapNode({});
    Put(account, "strength", TrueStrength(choose, number));
    if (!until && choose.Percent(50)) Put(account, "on", TrueDate(choose, Today()));
    world_.accounts_.push_back({index_, std::move(account)});
  }

  void Move(Chooser& choose) {
    const int kind = choose.Weighted<int>({{0, 45}, {1, 28}, {2, 12}, {3, 5}, {4, 10}});
    if (kind == 0) {
      const Place to{.who = SomeWho(choose), .place = RandomPlace(choose), .duty = "unspecified"};
      const int number = 1 + choose.Below(40);
      At(to).number += number;
      Node body = to.who.Body();
      Put(body, "place", to.place);
      Report(choose, "arrival", std::move(body), number, std::nullopt);
      return;
    }
    const auto people = SomePeople(choose);
    if (!people) return;
    const auto& [from, number] = *people;
    At(from).number -= number;
    if (kind == 1) return Assign(choose, from, number);
    if (kind == 4 && !from.who.contingent.empty()) return Transfer(choose, from, number);
    Node body = from.who.Body();
    Put(body, "from", from.End());
    Report(choose, kind == 3 ? "loss" : "departure", std::move(body), number, std::nullopt);
  }

  void Assign(Chooser& choose, const Place& from, int number) {
    const Place to = SomePlace(choose, from.who);
    At(to).number += number;
    std::optional<Day> until;
    if (choose.Percent(40)) {
      const int last = day_ + choose.Below(10);
      until = FirstDay() + last;
      At(to).expected_back += number;
      returns_.push_back({last + 1, to.Post(contingents_), from.Post(contingents_), number});
    }
    Node body = from.who.Body();
    Put(body, "from", from.End());
    Put(body, "to", to.End());
    Report(choose, "assignment", std::move(body), number, until);
  }

  void Transfer(Chooser& choose, const Place& from, int number) {
    Who who = SomeWho(choose);
    if (who.contingent.empty() || who.contingent == from.who.contingent) {
      who = {.contingent = from.who.contingent == "JAM-1" ? "KEN-1" : "JAM-1", .contributor = {}};
    }
    const Place to = SomePlace(choose, who);
    At(to).number += number;
    Node body = from.who.Body();
    Put(body, "to_contingent", who.contingent);
    Put(body, "from", from.End());
    Put(body, "to", to.End());
    Report(choose, "transfer", std::move(body), number, std::nullopt);
  }

  void LeaveAll(Chooser& choose) {
    const Who who = SomeWho(choose);
    v1::PlaceDuty from;
    Node body = who.Body();
    if (choose.Percent(60)) {
      from.set_place(RandomPlace(choose));
      Put(body, "from", MapNode({{"place", ScalarNode(from.place())}}));
    }
    const model::Scope scope = model::ScopeOf(who.Message(), from);
    // Those who will be reported back cannot have left for good.
    for (const auto& [post, here] : people_) {
      if (scope.Includes(post) && here.expected_back > 0) return;
    }
    for (auto& [post, here] : people_) {
      if (scope.Includes(post)) here.number = 0;
    }
    Put(body, "strength", "all");
    Put(body, "on", FormatDay(Today()));
    world_.events_[index_].entry =
        MapNode({{"departure", std::move(body)}, {"distinct", ScalarNode("true")}});
  }

  int NumberIn(const model::Scope& scope) const {
    int number = 0;
    for (const auto& [post, here] : people_) {
      if (scope.Includes(post)) number += here.number;
    }
    return number;
  }

  static model::Scope ScopeOfNode(const Node& node) {
    model::Scope scope;
    for (const Node::Entry& entry : node.entries) {
      scope.conditions.push_back({entry.key, {entry.value.text}});
    }
    return scope;
  }

  void Count(Chooser& choose) {
    const bool opening = choose.Percent(35);
    const Node scope_node = RandomScope(choose);
    const model::Scope scope = ScopeOfNode(scope_node);
    Node body = MapNode({{"scope", scope_node}});
    const int form = choose.Weighted<int>({{0, 55}, {1, 25}, {2, 20}});
    if (form != 1) Put(body, "strength", TrueStrength(choose, NumberIn(scope)));
    if (form != 0) {
      Node lines = ListNode({});
      std::vector<model::Scope> counted;
      for (int i = choose.Below(3); i >= 0; --i) {
        const Node line_node = RandomLineScope(choose);
        const model::Scope line = scope & ScopeOfNode(line_node);
        counted.push_back(line);
        lines.items.push_back(
            MapNode({{"scope", line_node},
                     {"strength", ScalarNode(TrueStrength(choose, NumberIn(line)))}}));
      }
      Put(body, "lines", std::move(lines));
      const bool nobody_else = std::all_of(people_.begin(), people_.end(), [&](const auto& entry) {
        return entry.second.number == 0 || !scope.Includes(entry.first) ||
               std::any_of(counted.begin(), counted.end(),
                           [&](const auto& line) { return line.Includes(entry.first); });
      });
      if (nobody_else && choose.Percent(80)) Put(body, "complete", "true");
    }
    Put(body, "on", FormatDay(Today() + (opening ? 1 : 0)));
    Put(body, "at", opening ? "opening" : "closing");
    world_.events_[index_] = {.entry = MapNode({{"muster", std::move(body)}}), .needed = false};
  }

  TrueWorld& world_;
  const model::Contingents& contingents_;
  int day_ = 0;
  std::size_t index_ = 0;
  std::map<model::Post, Here> people_;
  std::vector<Return> returns_;
};

TrueWorld::TrueWorld(const std::vector<Choices>& plan, const model::Contingents& contingents) {
  Life(this, contingents).Run(plan);
}

std::vector<TrueEvent> TrueWorld::Reported(std::uint64_t first_position) const {
  // Movements first, so that their positions are known whichever counts are refused.
  std::vector<TrueEvent> reported;
  std::map<std::size_t, std::uint64_t> positions;
  for (std::size_t i = 0; i < events_.size(); ++i) {
    if (!events_[i].needed) continue;
    positions[i] = first_position + reported.size();
    reported.push_back(events_[i]);
  }
  for (const TrueAccount& account : accounts_) {
    Node body = account.body;
    Put(body, "of", fmt::format("{}", positions.at(account.of)));
    reported.push_back({.entry = MapNode({{"account", std::move(body)}})});
  }
  for (const TrueEvent& event : events_) {
    if (!event.needed) reported.push_back(event);
  }
  return reported;
}

const Truth& TrueWorld::At(Day day) const {
  static const auto* const kNobody = new Truth;
  const int index = day.value - FirstDay().value;
  if (index < 0) return *kNobody;
  return days_.at(std::size_t(index));
}

}  // namespace muster
