// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_statement_findings.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "ledger/date.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "tests/model/model_chain.h"
#include "tests/model/model_headcount.h"
#include "tests/model/model_lens.h"
#include "tests/model/model_narrowing.h"
#include "tests/model/model_post.h"
#include "tests/model/model_registry.h"

namespace muster::model {
namespace {

using Positions = std::set<std::uint64_t>;

// A value that nothing has.
const std::string kOther = "other";

// The days that a date may be.
struct Days {
  std::int64_t first = std::numeric_limits<std::int64_t>::min();
  std::int64_t last = 0;
};

Days DaysOf(const v1::Date& date) {
  Days days;
  if (date.has_earliest()) days.first = date.earliest();
  days.last = date.latest();
  return days;
}

bool Meet(const Days& a, const Days& b) { return a.first <= b.last && b.first <= a.last; }

class StatementFinder {
 public:
  StatementFinder(const Log& log, const ViewQuery& query, Day on)
      : log_(log),
        query_(query),
        known_at_(query.known_at.value),
        on_(on),
        contingents_(log, known_at_),
        effective_(EffectiveSet(log, known_at_, query.lens)) {}

  std::vector<Found> Run() {
    FindDifferingAccounts();
    FindLines();
    FindLikelyDuplicates();
    FindStale();
    return std::move(found_);
  }

 private:
  void Add(const std::string& finding, const Positions& positions, std::optional<int> on) {
    found_.push_back({finding, {positions.begin(), positions.end()}, on, std::nullopt});
  }

  // --- account-differs

  // Whether an account of one event meets what the event reads.
  static bool MeetsEvent(const v1::Account& account, const Statement& event) {
    if (account.has_strength() && event.strength &&
        !Meet(BoundsOf(account.strength()), BoundsOf(*event.strength))) {
      return false;
    }
    return !account.has_on() || !event.on || Meet(DaysOf(account.on()), DaysOf(*event.on));
  }

  // Whether an account of several meets the sum of those that have a strength.
  static bool MeetsSum(const v1::Account& account, const std::vector<Statement>& events) {
    Bounds sum;
    bool any_day = false;
    for (const Statement& event : events) {
      sum = sum + BoundsOf(*event.strength);
      any_day |= event.on && account.has_on() && Meet(DaysOf(account.on()), DaysOf(*event.on));
    }
    if (account.has_strength() && !Meet(BoundsOf(account.strength()), sum)) return false;
    return !account.has_on() || any_day;
  }

  void FindDifferingAccounts() {
    for (const auto& [root, event] : effective_) {
      const Statement statement = StatementOf(event);
      for (const AccountAt& account : CountedAccounts(log_, known_at_, query_.lens, root)) {
        if (account.account.of_size() > 1 || MeetsEvent(account.account, statement)) continue;
        Add("account-differs", {root, account.position}, int(statement.on->best()));
      }
    }
    for (std::uint64_t p = 0; log_.Holds(p, known_at_); ++p) {
      if (log_.records[p].event().account().of_size() < 2) continue;
      const std::optional<v1::Event> reading = Read(log_, known_at_, query_.lens, p);
      if (reading) JudgeAccountOfSeveral(p, reading->account());
    }
  }

  void JudgeAccountOfSeveral(std::uint64_t position, const v1::Account& account) {
    Positions positions;
    for (const v1::Target& target : account.of()) positions.insert(target.position());
    std::vector<Statement> events;
    for (const std::uint64_t target : positions) {
      const auto event = effective_.find(target);
      if (event == effective_.end()) continue;
      const Statement statement = StatementOf(event->second);
      if (statement.strength) events.push_back(statement);
    }
    positions.insert(position);
    if (events.empty() || MeetsSum(account, events)) return;
    Add("account-differs", positions, int(events.front().on->best()));
  }

  // --- lines-do-not-add-up

  // Posts enough to tell the scopes of one muster or claim apart: all combinations of the values
  // that it names, what is unspecified, and one that it does not name.
  Posts Universe(const std::vector<Scope>& scopes) const {
    Posts posts = {Post()};
    for (const char* const dimension :
         {"contingent", "mission", "contributor", "component", "place", "duty"}) {
      std::set<std::string> values = {kUnspecified, kOther};
      for (const Scope& scope : scopes) {
        for (const Scope::Condition& condition : scope.conditions) {
          if (condition.dimension != dimension) continue;
          values.insert(condition.alternatives.begin(), condition.alternatives.end());
        }
      }
      Posts wider;
      for (const Post& post : posts) {
        for (const std::string& value : values) {
          Post next = post;
          Dimension(next, dimension) = value;
          wider.insert(next);
        }
      }
      posts = wider;
    }
    // A contingent has the mission, contributor and component that it is registered with.
    Posts possible;
    for (Post post : posts) {
      if (post.contingent != kUnspecified && post.contingent != kOther) {
        const Traits traits = contingents_.TraitsOf(post.contingent);
        post.mission = traits.mission;
        post.contributor = traits.contributor;
        post.component = traits.component;
      }
      possible.insert(post);
    }
    return possible;
  }

  struct StatedPosts {
    Posts posts;
    Bounds people;
  };

  // The lines that lie within no other one; of two alike, the first.
  static std::vector<StatedPosts> Widest(const std::vector<StatedPosts>& lines) {
    std::vector<StatedPosts> widest;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      bool within = false;
      for (std::size_t j = 0; j < lines.size(); ++j) {
        const bool includes = std::includes(lines[j].posts.begin(), lines[j].posts.end(),
                                            lines[i].posts.begin(), lines[i].posts.end());
        within |= i != j && includes && (lines[i].posts != lines[j].posts || j < i);
      }
      if (!within) widest.push_back(lines[i]);
    }
    return widest;
  }

  static bool AreApart(const std::vector<StatedPosts>& lines) {
    Posts seen;
    for (const StatedPosts& line : lines) {
      for (const Post& post : line.posts) {
        if (!seen.insert(post).second) return false;
      }
    }
    return true;
  }

  template <typename Body>
  void JudgeLines(std::uint64_t root, const Body& body, bool complete) {
    if (!body.has_strength() || body.lines().empty()) return;
    const Scope whole = ScopeOf(body.scope());
    std::vector<Scope> scopes;
    for (const v1::Line& line : body.lines()) scopes.push_back(whole & ScopeOf(line.scope()));
    const Posts universe = Universe(scopes);
    std::vector<StatedPosts> lines;
    for (int i = 0; i < body.lines_size(); ++i) {
      StatedPosts line{{}, BoundsOf(body.lines(i).strength())};
      for (const Post& post : universe) {
        if (scopes[std::size_t(i)].Includes(post)) line.posts.insert(post);
      }
      if (!line.posts.empty()) lines.push_back(line);
    }
    lines = Widest(lines);
    const bool apart = AreApart(lines);
    Bounds sum;
    Number largest = 0;
    for (const StatedPosts& line : lines) {
      sum = sum + line.people;
      largest = std::max(largest, line.people.least);
    }
    const Bounds total = BoundsOf(body.strength());
    const bool too_many = (apart ? sum.least : largest) > total.most;
    const bool too_few = complete && sum.most < total.least;
    if (too_many || too_few) Add("lines-do-not-add-up", {root}, int(body.on().best()));
  }

  void FindLines() {
    for (const auto& [root, event] : effective_) {
      if (event.has_muster()) JudgeLines(root, event.muster(), event.muster().complete());
      if (event.has_claim()) JudgeLines(root, event.claim(), false);
    }
  }

  // --- likely-duplicate

  struct Scene {
    std::string who;
    std::string place;
    Days days;
  };

  // Of an arrival, a departure or a loss.
  static std::optional<Scene> SceneOf(const v1::Event& event) {
    const auto scene = [](const v1::Who& who, const std::string& place, const v1::Date& on) {
      // All of a departure leave any place.
      return Scene{who.SerializeAsString(), place.empty() ? kUnspecified : place, DaysOf(on)};
    };
    if (event.has_arrival()) {
      return scene(event.arrival().who(), event.arrival().place(), event.arrival().on());
    }
    if (event.has_departure()) {
      return scene(event.departure().who(), event.departure().from().place(),
                   event.departure().on());
    }
    if (event.has_loss()) {
      return scene(event.loss().who(), event.loss().from().place(), event.loss().on());
    }
    return std::nullopt;
  }

  bool IsAmended(std::uint64_t root) const {
    for (std::uint64_t p = root + 1; log_.Holds(p, known_at_); ++p) {
      const v1::Event& event = log_.records[p].event();
      if (event.has_amendment() && event.amendment().of().position() == root) return true;
    }
    return false;
  }

  // The days between two events that may be one; nullopt of those that cannot.
  std::optional<std::int64_t> Apart(std::uint64_t a, std::uint64_t b) const {
    const v1::Event& one = effective_.at(a);
    const v1::Event& other = effective_.at(b);
    if (one.distinct() || other.distinct() || one.fact_case() != other.fact_case()) return {};
    const std::optional<Scene> here = SceneOf(one);
    const std::optional<Scene> there = SceneOf(other);
    if (!here || !there || here->who != there->who) return {};
    if (log_.records[a].report() == log_.records[b].report()) return {};
    const bool one_place = here->place == kUnspecified || there->place == kUnspecified ||
                           Fulfils("place", here->place, there->place) ||
                           Fulfils("place", there->place, here->place);
    std::int64_t days = 0;
    if (here->days.first > there->days.last) days = here->days.first - there->days.last;
    if (there->days.first > here->days.last) days = there->days.first - here->days.last;
    if (!one_place || days > 3) return {};
    return days;
  }

  void FindLikelyDuplicates() {
    std::map<Positions, int> pairs;
    for (const auto& [root, event] : effective_) {
      if (!IsAmended(root)) continue;
      std::optional<std::pair<std::int64_t, std::uint64_t>> likest;
      for (const auto& [other, reading] : effective_) {
        if (other == root) continue;
        const std::optional<std::int64_t> days = Apart(root, other);
        if (days && (!likest || std::pair(*days, other) < *likest)) likest = {*days, other};
      }
      if (likest) pairs.try_emplace({root, likest->second}, int(StatementOf(event).on->best()));
    }
    for (const auto& [pair, on] : pairs) Add("likely-duplicate", pair, on);
  }

  // --- stale

  // The events of a day that touch the posts of a group.
  static Positions TouchingOn(const World& world, const Keys& keys, int day, const Posts& known) {
    const auto touches = [&](const End& end) { return end && world.KeysOf(*end) == keys; };
    Positions positions;
    for (const Movement& movement : world.movements()) {
      if (movement.best != day) continue;
      if (touches(movement.from) || touches(movement.to)) positions.insert(movement.position);
    }
    for (const WeighedSetting& weighed : world.settings()) {
      const Setting& setting = weighed.setting;
      if (setting.day != day) continue;
      for (const Post& post : setting.posts) {
        if (known.contains(post) && touches(post)) positions.insert(setting.position);
      }
    }
    return positions;
  }

  void FindStale() {
    std::set<std::string> stale_missions;
    for (const std::vector<std::string>& by :
         {std::vector<std::string>{"mission"}, {"mission", "contributor"}}) {
      ViewQuery query;
      query.known_at = query_.known_at;
      query.lens = query_.lens;
      query.by = by;
      const World world(log_, query);
      for (const Group& group : HeadcountOn(log_, on_, query).rows) {
        const bool named = std::count(group.keys.begin(), group.keys.end(), kUnspecified) == 0;
        if (!named || !group.strength.best || *group.strength.best <= 0) continue;
        if (!group.latest || *group.latest > YearsLater(on_, -1)) continue;
        if (by.size() == 1) stale_missions.insert(group.keys.front());
        if (by.size() == 2 && stale_missions.contains(group.keys.front())) continue;
        Add("stale",
            TouchingOn(world, group.keys, group.latest->value, world.PostsBy(*group.latest)),
            group.latest->value);
      }
    }
  }

  const Log& log_;
  const ViewQuery& query_;
  const std::uint64_t known_at_;
  const Day on_;
  const Contingents contingents_;
  const std::map<std::uint64_t, v1::Event> effective_;
  std::vector<Found> found_;
};

}  // namespace

std::vector<Found> StatementFindingsOf(const Log& log, const ViewQuery& query, Day on) {
  return StatementFinder(log, query, on).Run();
}

}  // namespace muster::model
