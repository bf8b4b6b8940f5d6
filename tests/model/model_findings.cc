// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <tuple>
#include <utility>

#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "tests/model/model_chain.h"
#include "tests/model/model_claims.h"
#include "tests/model/model_headcount.h"
#include "tests/model/model_lens.h"
#include "tests/model/model_movement.h"
#include "tests/model/model_narrowing.h"
#include "tests/model/model_statement_findings.h"

namespace muster::model {
namespace {

using Events = std::map<std::uint64_t, v1::Event>;
using Positions = std::set<std::uint64_t>;

// What can be overdrawn, in the order in which it is told: contingents, posts, contributors,
// missions; and whether it includes a post.
struct Overdrawable {
  int order = 0;
  std::vector<std::string> values;
  friend auto operator<=>(const Overdrawable&, const Overdrawable&) = default;

  bool Includes(const Post& post) const {
    switch (order) {
      case 0:
        return Fulfils("contingent", values[3], post.contingent);
      case 1:
        return ValuesOf(post) == values;
      case 2:
        return post.mission == values[0] && post.contributor == values[1];
      default:
        return post.mission == values[0];
    }
  }
  bool Includes(const End& end) const { return end && Includes(*end); }

  static std::vector<std::string> ValuesOf(const Post& post) {
    return {post.mission, post.contributor, post.component, post.contingent, post.place, post.duty};
  }
};

bool IsApart(const Setting& setting) {
  return setting.people.least == 0 && setting.people.most == 0;
}

// Who is found, for one state of knowledge.
class Finder {
 public:
  Finder(const Log& log, const ViewQuery& query, Day on)
      : log_(log),
        query_(query),
        on_(on.value),
        contingents_(log, query.known_at.value),
        world_(log, query),
        effective_(EffectiveSet(log, query.known_at.value, query.lens)) {
    FindDays();
  }

  std::multiset<std::string> Run() {
    FindOverdrafts();
    FindAbove();
    FindOutside();
    FindDisagreeingClaims();
    FindUnexplained();
    FindDifferingMusters();
    FindDispatches();
    FindUnknown();
    return std::move(found_);
  }

 private:
  void Add(const std::string& finding, const Positions& positions, std::optional<int> on,
           std::optional<int> until = std::nullopt) {
    found_.insert(Show(Found{finding, {positions.begin(), positions.end()}, on, until}));
  }

  // From the day before anything to the day after everything.
  void FindDays() {
    const auto take = [this](double day) {
      if (first_ > last_) first_ = last_ = int(day);
      first_ = std::min(first_, int(day) - 1);
      last_ = std::max(last_, int(day) + 1);
    };
    for (const Movement& movement : world_.movements()) take(movement.best);
    for (const WeighedSetting& weighed : world_.settings()) take(weighed.setting.day);
    for (const auto& [root, event] : effective_) {
      if (!event.has_mandate()) continue;
      take(event.mandate().on().best());
      if (event.mandate().has_until()) take(event.mandate().until().best());
    }
  }

  // The events whose best people go into what `scope` includes on a day, or out of it.
  Positions Crossing(const Overdrawable& scope, int day, bool in) const {
    Positions positions;
    for (const Movement& movement : world_.movements()) {
      const bool from = scope.Includes(movement.from);
      const bool to = scope.Includes(movement.to);
      if (movement.best != day || movement.people.best == 0 || from == to || to != in) continue;
      positions.insert(movement.position);
    }
    for (const WeighedSetting& weighed : world_.settings()) {
      const Setting& setting = weighed.setting;
      if (setting.day != day || !scope.Includes(setting.unattributed)) continue;
      const Number people = weighed.difference.best;
      if (in ? people > 0 : people < 0) positions.insert(setting.position);
    }
    return positions;
  }

  Number LevelOf(const Overdrawable& scope, int day) {
    if (!levels_.contains(day)) levels_[day] = world_.FoldedLevels(Day{day});
    Number sum = 0;
    for (const auto& [end, people] : levels_.at(day)) {
      if (scope.Includes(end)) sum += people;
    }
    return sum;
  }

  std::set<Overdrawable> Overdrawables() const {
    std::set<std::string> registered;
    for (const auto& [root, event] : effective_) {
      if (event.has_contingent()) registered.insert(event.contingent().id());
    }
    std::set<Overdrawable> scopes;
    for (const Post& post : world_.PostsBy(Day{1 << 28})) {
      if (post.mission != kUnspecified) {
        scopes.insert({3, {post.mission}});
        if (post.contributor != kUnspecified) scopes.insert({2, {post.mission, post.contributor}});
      }
      if (post.contingent == kUnspecified) continue;
      scopes.insert({1, Overdrawable::ValuesOf(post)});
      scopes.insert({0, {"", "", "", post.contingent}});
      for (const std::string& above : registered) {
        if (Fulfils("contingent", above, post.contingent)) scopes.insert({0, {"", "", "", above}});
      }
    }
    return scopes;
  }

  // Whether a post is the unattributed one of a muster by then.
  bool IsUnattributed(const Overdrawable& scope, int day) const {
    if (scope.order != 1) return false;
    return std::any_of(
        world_.settings().begin(), world_.settings().end(), [&](const WeighedSetting& weighed) {
          const Setting& setting = weighed.setting;
          return setting.day <= day && !IsApart(setting) && scope.Includes(setting.unattributed);
        });
  }

  // Whether more than losses is recorded of it; of a post, of its contingent.
  bool IsCounted(const Overdrawable& scope) const {
    const Overdrawable judged =
        scope.order == 1 ? Overdrawable{0, {"", "", "", scope.values[3]}} : scope;
    for (const Movement& movement : world_.movements()) {
      if (!movement.loss && (judged.Includes(movement.from) || judged.Includes(movement.to))) {
        return true;
      }
    }
    for (const WeighedSetting& weighed : world_.settings()) {
      const Posts& posts = weighed.setting.posts;
      if (judged.Includes(weighed.setting.unattributed)) return true;
      if (std::any_of(posts.begin(), posts.end(),
                      [&](const Post& post) { return judged.Includes(post); })) {
        return true;
      }
    }
    return false;
  }

  void FindOverdrafts() {
    // By the first day and the records of it: who is told first, and until when.
    std::map<std::pair<int, Positions>, std::optional<int>> causes;
    for (const Overdrawable& scope : Overdrawables()) {
      if (!IsCounted(scope)) continue;
      bool below = false;
      std::pair<int, Positions> cause;  // of `below`
      for (int day = first_; day <= last_; ++day) {
        const bool negative = LevelOf(scope, day) < 0;
        const bool shown = negative && !IsUnattributed(scope, day);
        if (shown && !below) cause = {day, Crossing(scope, day, false)};
        if (!shown && below) causes.try_emplace(cause, day - 1);
        below = shown;
      }
      if (below) causes.try_emplace(cause, std::nullopt);
    }
    for (const auto& [cause, until] : causes) Add("overdrawn", cause.second, cause.first, until);
  }

  // The mandate that says how many may be there; 0 roots are none.
  std::optional<std::uint64_t> AuthorityOn(const std::string& mission, int day) const {
    std::optional<std::uint64_t> last;
    for (const auto& [root, event] : effective_) {
      const v1::Mandate& mandate = event.mandate();
      if (!event.has_mandate() || mandate.mission() != mission) continue;
      if (!mandate.has_authorised_strength() || mandate.on().best() > day) continue;
      if (mandate.has_until() && mandate.until().best() < day) continue;
      if (!last || mandate.on().best() >= effective_.at(*last).mandate().on().best()) last = root;
    }
    return last;
  }

  void FindAbove() {
    std::set<std::string> missions;
    for (const Post& post : world_.PostsBy(Day{1 << 28})) missions.insert(post.mission);
    for (const std::string& mission : missions) {
      const Overdrawable scope = {3, {mission}};
      std::optional<std::uint64_t> above;
      Positions positions;
      int since = 0;
      const auto end = [&](std::optional<int> until) {
        if (above) Add("above-authorised", positions, since, until);
        above.reset();
      };
      for (int day = first_; day <= last_; ++day) {
        std::optional<std::uint64_t> now = AuthorityOn(mission, day);
        if (now && LevelOf(scope, day) <=
                       BoundsOf(effective_.at(*now).mandate().authorised_strength()).most) {
          now.reset();
        }
        if (now == above) continue;
        end(day - 1);
        above = now;
        since = day;
        if (!now) continue;
        positions = Crossing(scope, day, true);
        positions.insert(*now);
      }
      end(std::nullopt);
    }
  }

  bool IsOutside(const std::string& mission, double earliest, double latest) const {
    bool any = false;
    for (const auto& [root, event] : effective_) {
      const v1::Mandate& mandate = event.mandate();
      if (!event.has_mandate() || mandate.mission() != mission) continue;
      any = true;
      const bool begins = !mandate.on().has_earliest() || mandate.on().earliest() <= latest;
      const bool ends = mandate.has_until() && mandate.until().latest() < earliest;
      if (begins && !ends) return false;
    }
    return any;
  }

  void FindOutside() {
    std::map<std::uint64_t, int> outside;
    for (const Movement& movement : world_.movements()) {
      if (movement.way_back) continue;
      for (const End& end : {movement.from, movement.to}) {
        if (end && IsOutside(end->mission, movement.earliest, movement.latest)) {
          outside[movement.position] = int(movement.best);
        }
      }
    }
    for (const auto& [root, event] : effective_) {
      if (!event.has_departure() || !event.departure().all()) continue;
      const Post post = PostOf(event.departure().who(), event.departure().from(), contingents_);
      const int day = event.departure().on().best();
      if (IsOutside(post.mission, day, day)) outside[root] = day;
    }
    for (const auto& [root, day] : outside) Add("outside-mandate", {root}, day);
  }

  void FindDisagreeingClaims() {
    ViewQuery query;
    query.known_at = query_.known_at;
    query.lens = query_.lens;
    std::map<std::uint64_t, int> claims;
    for (const ClaimVerdict& verdict : Reconcile(log_, std::nullopt, query).claims) {
      if (verdict.verdict != Agreement::kAgrees) claims[verdict.position.value] = verdict.on.value;
    }
    for (const auto& [root, day] : claims) Add("claim-disagrees", {root}, day);
  }

  // --- Musters

  using ScopeKey = std::map<std::string, std::set<std::string>>;
  struct Stated {
    ScopeKey scope;
    int day = 0;
    std::uint64_t root = 0;
    int written = 0;
    std::optional<Bounds> people;  // absent: the rest of a complete muster
  };

  static ScopeKey KeyOf(const v1::Scope& outer, const v1::Scope& inner) {
    ScopeKey key;
    for (const Scope::Condition& condition : ScopeOf(outer).conditions) {
      key[condition.dimension] = {condition.alternatives.begin(), condition.alternatives.end()};
    }
    for (const Scope::Condition& condition : ScopeOf(inner).conditions) {
      const std::set<std::string> whole = key[condition.dimension];
      std::set<std::string>& both = key[condition.dimension];
      both.clear();
      for (const std::string& b : condition.alternatives) {
        if (whole.empty()) both.insert(b);
        for (const std::string& a : whole) {
          if (Fulfils(condition.dimension, a, b)) {
            both.insert(b);
          } else if (Fulfils(condition.dimension, b, a)) {
            both.insert(a);
          }
        }
      }
    }
    return key;
  }

  // What musters state, in the order of days, positions, and as written.
  std::vector<Stated> StatedByMusters() const {
    std::vector<Stated> all;
    for (const auto& [root, event] : effective_) {
      if (!event.has_muster()) continue;
      const v1::Muster& muster = event.muster();
      const int day = muster.on().best() - (muster.at() == v1::OPENING ? 1 : 0);
      int written = 0;
      for (const v1::Line& line : muster.lines()) {
        all.push_back(
            {KeyOf(muster.scope(), line.scope()), day, root, written++, BoundsOf(line.strength())});
      }
      const ScopeKey whole = KeyOf(muster.scope(), v1::Scope());
      if (muster.complete()) all.push_back({whole, day, root, written++, std::nullopt});
      if (muster.has_strength()) {
        all.push_back({whole, day, root, written, BoundsOf(muster.strength())});
      }
    }
    std::sort(all.begin(), all.end(), [](const Stated& a, const Stated& b) {
      return std::tie(a.day, a.root, a.written) < std::tie(b.day, b.root, b.written);
    });
    return all;
  }

  void FindUnexplained() {
    std::map<ScopeKey, std::uint64_t> first;
    std::map<std::pair<std::uint64_t, int>, ScopeKey> scopes;
    for (const Stated& stated : StatedByMusters()) {
      first.try_emplace(stated.scope, stated.root);
      scopes[{stated.root, stated.written}] = stated.scope;
    }
    std::map<std::uint64_t, int> days;
    for (const WeighedSetting& weighed : world_.settings()) {
      const Setting& setting = weighed.setting;
      const auto scope = scopes.find({setting.position, setting.written});
      if (!effective_.at(setting.position).has_muster() || scope == scopes.end()) continue;
      if (first.at(scope->second) == setting.position) continue;
      if (weighed.difference.least <= 0 && 0 <= weighed.difference.most) continue;
      days[setting.position] = setting.day;
    }
    for (const auto& [root, day] : days) Add("muster-unexplained", {root}, day);
  }

  void FindDifferingMusters() {
    const std::vector<Stated> all = StatedByMusters();
    std::map<Positions, int> pairs;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!all[i].people) continue;
      std::optional<std::uint64_t> other;
      for (std::size_t j = 0; j < i; ++j) {
        if (all[j].scope != all[i].scope || all[j].day != all[i].day || !all[j].people) continue;
        if (log_.records[all[j].root].report() == log_.records[all[i].root].report()) continue;
        const bool meet = all[j].people->least <= all[i].people->most &&
                          all[i].people->least <= all[j].people->most;
        if (!meet && (!other || all[j].root < *other)) other = all[j].root;
      }
      if (other) pairs[{*other, all[i].root}] = all[i].day;
    }
    for (const auto& [pair, day] : pairs) Add("musters-differ", pair, day);
  }

  // --- Statements

  void FindDispatches() {
    for (const auto& [root, event] : effective_) {
      if (!event.has_dispatch()) continue;
      const v1::Dispatch& dispatch = event.dispatch();
      if (on_ - dispatch.on().latest() <= 7) continue;
      const bool arrived =
          std::any_of(effective_.begin(), effective_.end(), [&](const auto& entry) {
            const v1::Arrival& arrival = entry.second.arrival();
            return entry.second.has_arrival() &&
                   arrival.who().SerializeAsString() == dispatch.who().SerializeAsString() &&
                   (!dispatch.on().has_earliest() ||
                    arrival.on().latest() >= dispatch.on().earliest()) &&
                   arrival.on().best() <= on_;
          });
      if (!arrived) Add("dispatch-without-arrival", {root}, dispatch.on().best());
    }
  }

  void FindUnknown() {
    const auto is_unknown = [](const v1::Strength& strength) {
      return strength.least() == 0 && strength.best() == 0 && !strength.has_most();
    };
    for (const auto& [root, event] : effective_) {
      const Statement statement = StatementOf(event);
      bool unknown = statement.strength && is_unknown(*statement.strength);
      for (const v1::Line& line : event.muster().lines()) unknown |= is_unknown(line.strength());
      for (const v1::Line& line : event.claim().lines()) unknown |= is_unknown(line.strength());
      if (unknown) Add("strength-unknown", {root}, statement.on->best());
    }
  }

  const Log& log_;
  const ViewQuery& query_;
  const int on_;
  const Contingents contingents_;
  const World world_;
  const Events effective_;
  int first_ = 1;
  int last_ = 0;
  std::map<int, Levels> levels_;
  std::multiset<std::string> found_;
};

// The last day on which the report may have been published.
std::int64_t PublishedBy(const Log& log, std::uint64_t known_at, const std::string& id) {
  const v1::Report report = CorrectedReport(log, known_at, id);
  if (report.has_published()) return report.published().latest();
  if (report.has_received()) return report.received().latest();
  return std::chrono::floor<std::chrono::days>(log.reports.at(id).recorded_at)
      .time_since_epoch()
      .count();
}

}  // namespace

std::string Show(const Found& found) {
  const auto day = [](std::optional<int> value) {
    return value ? FormatDay(Day{*value}) : std::string();
  };
  return fmt::format("{} [{}] {}..{}", found.finding, fmt::join(found.positions, ", "),
                     day(found.on), day(found.until));
}

std::multiset<std::string> FindingsOf(const Log& log, const ViewQuery& query, Day on) {
  std::multiset<std::string> found = Finder(log, query, on).Run();
  for (const Found& each : StatementFindingsOf(log, query, on)) found.insert(Show(each));
  return found;
}

bool IsPlain(const Log& log, const ViewQuery& query, std::uint64_t position) {
  const v1::Event& event = log.records[position].event();
  if (!Moves(event) && !event.has_dispatch() && !event.has_statement()) return false;
  for (std::uint64_t p = 0; log.Holds(p, query.known_at.value); ++p) {
    const v1::Event& later = log.records[p].event();
    if (later.amendment().of().position() == position && later.amendment().has_of()) return false;
    if (later.has_retraction() && later.retraction().of().position() == position) return false;
  }
  return true;
}

std::set<std::uint64_t> DatedAhead(const Log& log, const ViewQuery& query) {
  std::set<std::uint64_t> ahead;
  for (std::uint64_t p = 0; log.Holds(p, query.known_at.value); ++p) {
    if (!IsPlain(log, query, p) || !Admits(query.lens, log, query.known_at.value, p)) continue;
    const v1::Record& record = log.records[p];
    const std::optional<v1::Date> on = record.event().has_statement()
                                           ? record.event().statement().on()
                                           : StatementOf(record.event()).on;
    const std::int64_t published = PublishedBy(log, query.known_at.value, record.report());
    if (on && on->has_earliest() && on->earliest() > published) ahead.insert(p);
  }
  return ahead;
}

}  // namespace muster::model
