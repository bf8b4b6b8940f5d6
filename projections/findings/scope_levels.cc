// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/findings/scope_levels.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "ledger/path.h"
#include "projections/findings/best_fold.h"

namespace muster {
namespace {

using LeveledId = std::uint32_t;

void SortPositions(std::vector<FactPosition>& positions) {
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
}

// Which scopes each post counts for.
class ScopeIndex {
 public:
  ScopeIndex(const World& world, std::vector<std::string> contingents)
      : names_(world.facts().names), posts_(world.posts()), contingents_(std::move(contingents)) {
    of_post_.resize(posts_.size());
    for (PostId post = 0; post < posts_.size(); ++post) AddPost(post);
  }

  std::size_t size() const { return scopes_.size(); }
  const LeveledScope& operator[](LeveledId id) const { return scopes_[id]; }
  // Sorted.
  const std::vector<LeveledId>& Of(PostId post) const {
    return post == kNoPost ? abroad_ : of_post_[post];
  }
  // The post of a scope that is one.
  PostId PostOf(LeveledId id) const { return post_of_[id]; }
  // The scope itself; of a post, its contingent.
  LeveledId WithoutPost(LeveledId id) const {
    if (scopes_[id].kind != ScopeKind::kPost) return id;
    LeveledScope contingent;
    contingent.kind = ScopeKind::kContingent;
    contingent.values[kContingent] = scopes_[id].values[kContingent];
    return ids_.at(contingent);
  }

 private:
  const std::string& Value(PostId post, Dimension dimension) const {
    return names_[posts_.ValuesOf(dimension)[posts_.ValueIndex(post, dimension)]];
  }

  void AddPost(PostId post) {
    const auto add = [&](const LeveledScope& scope, PostId scope_post = kNoPost) {
      const auto [found, is_new] = ids_.try_emplace(scope, static_cast<LeveledId>(scopes_.size()));
      if (is_new) {
        scopes_.push_back(scope);
        post_of_.push_back(scope_post);
      }
      of_post_[post].push_back(found->second);
    };
    LeveledScope scope;
    const std::string& mission = Value(post, kMission);
    const std::string& contributor = Value(post, kContributor);
    if (mission != kUnspecified) {
      scope.values[kMission] = mission;
      add(scope);
      if (contributor != kUnspecified) {
        scope.kind = ScopeKind::kContributor;
        scope.values[kContributor] = contributor;
        add(scope);
      }
    }
    const std::string& contingent = Value(post, kContingent);
    if (contingent != kUnspecified) {
      scope.kind = ScopeKind::kPost;
      for (int i = 0; i < kDimensions; ++i) {
        scope.values[i] = Value(post, static_cast<Dimension>(i));
      }
      add(scope, post);
      AddContingents(contingent, add);
    }
    std::sort(of_post_[post].begin(), of_post_[post].end());
  }

  // The contingent and those above it.
  template <typename Add>
  void AddContingents(const std::string& contingent, Add add) {
    LeveledScope scope;
    scope.kind = ScopeKind::kContingent;
    scope.values[kContingent] = contingent;
    add(scope);
    for (auto above = PathParent(contingent); above; above = PathParent(*above)) {
      if (!std::binary_search(contingents_.begin(), contingents_.end(), *above)) continue;
      scope.values[kContingent] = *above;
      add(scope);
    }
  }

  const Names& names_;
  const PostMap& posts_;
  const std::vector<std::string> contingents_;  // sorted
  std::map<LeveledScope, LeveledId> ids_;
  std::vector<LeveledScope> scopes_;
  std::vector<PostId> post_of_;
  std::vector<std::vector<LeveledId>> of_post_;
  std::vector<LeveledId> abroad_;
};

// From which day on each post is the unattributed one of a muster.
std::vector<FactDay> UnattributedDays(World& world) {
  std::vector<FactDay> days(world.posts().size(), kNeverDay);
  if (!world.has_settings()) return days;
  for (PostId post = 0; post < days.size(); ++post) {
    for (const ReachId reach : world.posts().WholeOwning(post)) {
      const std::span<const std::uint32_t> rows = world.SettingsOf(reach);
      if (!rows.empty()) days[post] = std::min(days[post], world.Setting(rows.front()).day);
    }
  }
  return days;
}

// Of which scopes more than losses is recorded. A post goes by its contingent: a loss where none of
// it was is an overdraft.
std::vector<bool> CountedScopes(World& world, const ScopeIndex& index) {
  std::vector<bool> counted(index.size());
  const auto count = [&](PostId post) {
    for (const LeveledId id : index.Of(post)) counted[id] = true;
  };
  const PostMap& posts = world.posts();
  const Movements& m = world.facts().movements();
  for (std::size_t row = 0; row < world.movements_known(); ++row) {
    if (m.kind[row] == MovementKind::kLoss || !m.Holds(row, world.known_at())) continue;
    count(posts.Of(m.from[row]));
    count(posts.Of(m.to[row]));
  }
  if (world.has_settings()) {
    for (ReachId reach = 0; reach < world.facts().reaches.size(); ++reach) {
      const std::span<const std::uint32_t> rows = world.SettingsOf(reach);
      if (rows.empty()) continue;
      // A setting is about the posts that occur by then.
      const FactDay last = world.Setting(rows.back()).day;
      for (const PostId post : posts.PostsOf(reach)) {
        if (world.OccursOn(post) <= last) count(post);
      }
    }
  }
  std::vector<bool> result(index.size());
  for (LeveledId id = 0; id < index.size(); ++id) result[id] = counted[index.WithoutPost(id)];
  return result;
}

class LevelKeeper : public BestFold::Visitor {
 public:
  LevelKeeper(World& world, std::vector<std::string> contingents)
      : index_(world, std::move(contingents)),
        unattributed_(UnattributedDays(world)),
        counted_(CountedScopes(world, index_)),
        states_(index_.size()) {}

  void Post(const Posting& posting) override {
    const std::vector<LeveledId>& from = index_.Of(posting.from);
    const std::vector<LeveledId>& to = index_.Of(posting.to);
    // What is in both counts for nothing.
    auto a = from.begin();
    auto b = to.begin();
    while (a != from.end() || b != to.end()) {
      if (b == to.end() || (a != from.end() && *a < *b)) {
        State& state = Touched(*a++);
        state.best -= posting.people;
        state.takers.push_back(posting.root);
      } else if (a == from.end() || *b < *a) {
        State& state = Touched(*b++);
        state.best += posting.people;
        state.givers.push_back(posting.root);
      } else {
        ++a, ++b;
      }
    }
  }

  void EndDay(FactDay day) override {
    for (const LeveledId id : touched_) CloseDay(id, day);
    touched_.clear();
  }

  ScopeLevels Finish() {
    for (LeveledId id = 0; id < states_.size(); ++id) {
      if (states_[id].overdraft) EndOverdraft(id, std::nullopt);
    }
    std::sort(levels_.overdrafts.begin(), levels_.overdrafts.end(),
              [](const Overdraft& a, const Overdraft& b) {
                return std::tie(a.since, a.takers, a.scope) < std::tie(b.since, b.takers, b.scope);
              });
    return std::move(levels_);
  }

 private:
  struct State {
    std::int64_t best = 0;
    std::optional<Overdraft> overdraft;
    // Of the day.
    bool touched = false;
    std::vector<FactPosition> takers;
    std::vector<FactPosition> givers;
  };

  State& Touched(LeveledId id) {
    State& state = states_[id];
    if (!state.touched) touched_.push_back(id);
    state.touched = true;
    return state;
  }

  void CloseDay(LeveledId id, FactDay day) {
    State& state = states_[id];
    const LeveledScope& scope = index_[id];
    if (state.best < 0 && !state.overdraft && counted_[id] && !IsUnattributed(id, day)) {
      SortPositions(state.takers);
      state.overdraft = Overdraft{scope, day, std::nullopt, state.best, state.takers};
    } else if (state.best >= 0 && state.overdraft) {
      EndOverdraft(id, day - 1);
    }
    if (scope.kind == ScopeKind::kMission) {
      SortPositions(state.givers);
      levels_.missions[scope.values[kMission]].push_back({day, state.best, state.givers});
    }
    state.touched = false;
    state.takers.clear();
    state.givers.clear();
  }

  bool IsUnattributed(LeveledId id, FactDay day) const {
    const PostId post = index_.PostOf(id);
    return post != kNoPost && unattributed_[post] <= day;
  }

  void EndOverdraft(LeveledId id, std::optional<FactDay> until) {
    Overdraft overdraft = *std::exchange(states_[id].overdraft, std::nullopt);
    const PostId post = index_.PostOf(id);
    if (post != kNoPost && unattributed_[post] != kNeverDay) {
      const FactDay last = unattributed_[post] - 1;
      until = until ? std::min(*until, last) : last;
    }
    overdraft.until = until;
    levels_.overdrafts.push_back(std::move(overdraft));
  }

  const ScopeIndex index_;
  const std::vector<FactDay> unattributed_;
  const std::vector<bool> counted_;
  std::vector<State> states_;
  std::vector<LeveledId> touched_;
  ScopeLevels levels_;
};

}  // namespace

ScopeLevels FindScopeLevels(World& world, const Registry& registry, LogSize known_at) {
  LevelKeeper keeper(world, registry.ContingentIds(known_at));
  BestFold(world).Run(keeper);
  return keeper.Finish();
}

}  // namespace muster
