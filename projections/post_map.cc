// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/post_map.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <unordered_map>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "ledger/path.h"
#include "ledger/status.h"

namespace muster {
namespace {

using ValueArray = std::array<std::uint32_t, kDimensions>;
using Pairs = std::vector<std::pair<Buckets::Item, Buckets::Item>>;

// What a dimension of a post is, given what the event said of it and what the contingent fixes. A
// scope may say less than the contingent (police, where it is police/formed-unit); where a later
// correction of the registration contradicts the scope, the scope stands, for its unattributed post
// must lie in it.
std::string_view Settle(Dimension dimension, std::string_view said, std::string_view trait) {
  if (said.empty()) return trait.empty() ? kUnspecified : trait;
  if (!trait.empty() && ValueMatches(dimension, said, trait)) return trait;
  return said;
}

// Decides conditions, each once for every distinct value of its dimension.
class ConditionCache {
 public:
  ConditionCache(const Names& names, const std::array<std::vector<NameId>, kDimensions>& distinct)
      : names_(names), distinct_(distinct) {}

  // For each value index of the dimension, whether one of the alternatives holds of it.
  using Holding = std::vector<std::uint8_t>;
  const Holding& Of(Dimension dimension, const std::vector<NameId>& alternatives) {
    const auto [found, is_new] = holding_.try_emplace({dimension, alternatives});
    if (is_new) {
      for (const NameId value : distinct_[dimension]) {
        found->second.push_back(
            std::any_of(alternatives.begin(), alternatives.end(), [&](NameId condition) {
              return ValueMatches(dimension, names_[condition], names_[value]);
            }));
      }
    }
    return found->second;
  }

 private:
  const Names& names_;
  const std::array<std::vector<NameId>, kDimensions>& distinct_;
  std::map<std::pair<Dimension, std::vector<NameId>>, Holding> holding_;
};

// A scope as tables to look a post's values up in.
class ScopeTest {
 public:
  ScopeTest(const ScopeConditions& scope, ConditionCache& cache) {
    for (int i = 0; i < kDimensions; ++i) {
      if (scope.values[i].empty()) continue;
      tests_.emplace_back(i, &cache.Of(static_cast<Dimension>(i), scope.values[i]));
    }
  }
  bool Holds(const ValueArray& values) const {
    for (const auto& [dimension, holding] : tests_) {
      if ((*holding)[values[dimension]] == 0) return false;
    }
    return true;
  }

 private:
  std::vector<std::pair<int, const ConditionCache::Holding*>> tests_;
};

}  // namespace

Buckets::Buckets(std::size_t keys, const std::vector<std::pair<Item, Item>>& pairs)
    : starts_(keys + 1, 0), items_(pairs.size()) {
  for (const auto& [key, item] : pairs) ++starts_[key + 1];
  for (std::size_t key = 0; key < keys; ++key) starts_[key + 1] += starts_[key];
  std::vector<std::size_t> next(starts_.begin(), starts_.end());
  for (const auto& [key, item] : pairs) items_[next[key]++] = item;
}

PostMap::PostMap(const FactTable& facts, const Registry& registry, LogSize known_at) {
  Resolve(facts, registry, known_at);
  MatchReaches(facts);
}

void PostMap::Resolve(const FactTable& facts, const Registry& registry, LogSize known_at) {
  // Settled values may be names that no event spelled out (a contributor that only a registration
  // mentions), so they are numbered by the names that the fact table took from the registrations.
  constexpr std::uint32_t kNoNumber = std::numeric_limits<std::uint32_t>::max();
  std::array<std::vector<std::uint32_t>, kDimensions> numbers;
  numbers.fill(std::vector<std::uint32_t>(facts.names.size(), kNoNumber));
  const auto number = [&](Dimension dimension, NameId name) {
    std::uint32_t& found = numbers[dimension][name];
    if (found == kNoNumber) {
      found = static_cast<std::uint32_t>(distinct_[dimension].size());
      distinct_[dimension].push_back(name);
    }
    return found;
  };
  // Most values are settled as they were said: these need not be looked up by their text.
  const auto settled = [&](Dimension dimension, NameId said, std::string_view trait) {
    const std::string_view text = facts.names[said];
    const std::string_view value = Settle(dimension, text, trait);
    if (value.data() == text.data()) return said;
    const std::optional<NameId> name = facts.names.Find(value);
    MUSTER_CHECK(name.has_value());
    return *name;
  };
  absl::flat_hash_map<ValueArray, PostId> ids;
  ids.reserve(facts.posts.size());
  Pairs named;
  named.reserve(facts.posts.size());
  of_named_.assign(facts.posts.size(), kNoPost);
  for (NamedPostId id = 1; id < facts.posts.size(); ++id) {
    const NamedPost& post = facts.posts[id];
    ValueArray values{};
    const NameId contingent = post[kContingent] == kNoName ? kUnspecifiedName : post[kContingent];
    values[kContingent] = number(kContingent, contingent);
    if (values[kContingent] == traits_.size()) {
      traits_.push_back(contingent == kUnspecifiedName
                            ? ContingentTraits()
                            : registry.Traits(facts.names[contingent], known_at));
    }
    const ContingentTraits& traits = traits_[values[kContingent]];
    const std::array<std::string_view, kDimensions> fixed = {
        traits.mission, traits.contributor, traits.component, {}, {}, {}};
    for (int i = 0; i < kDimensions; ++i) {
      const auto dimension = static_cast<Dimension>(i);
      if (dimension == kContingent) continue;
      values[i] = number(dimension, settled(dimension, post[i], fixed[i]));
    }
    const auto [found, is_new] = ids.try_emplace(values, static_cast<PostId>(values_.size()));
    if (is_new) values_.push_back(values);
    of_named_[id] = found->second;
    named.emplace_back(found->second, id);
  }
  named_ = Buckets(values_.size(), named);
}

void PostMap::MatchReaches(const FactTable& facts) {
  ConditionCache cache(facts.names, distinct_);
  Pairs of_reach, owning, whole, apart;
  own_post_.assign(facts.reaches.size(), kNoPost);
  for (ReachId id = 0; id < facts.reaches.size(); ++id) {
    const Reach& reach = facts.reaches[id];
    const ScopeTest scope(reach.scope, cache);
    std::vector<ScopeTest> except;
    for (const ScopeConditions& line : reach.except) except.emplace_back(line, cache);
    if (reach.own_post) own_post_[id] = of_named_[*reach.own_post];
    for (PostId post = 0; post < values_.size(); ++post) {
      const ValueArray& values = values_[post];
      if (post != own_post_[id]) {
        if (!scope.Holds(values)) continue;
        if (std::any_of(except.begin(), except.end(),
                        [&](const ScopeTest& line) { return line.Holds(values); })) {
          continue;
        }
      }
      of_reach.emplace_back(id, post);
      (reach.apart ? apart : whole).emplace_back(post, id);
    }
    if (!reach.apart && own_post_[id] != kNoPost) owning.emplace_back(own_post_[id], id);
  }
  reach_posts_ = Buckets(facts.reaches.size(), of_reach);
  whole_owning_ = Buckets(values_.size(), owning);
  whole_over_ = Buckets(values_.size(), whole);
  apart_over_ = Buckets(values_.size(), apart);
  has_apart_ = !apart.empty();
  shared_.assign(values_.size(), 0);
  for (PostId post = 0; post < values_.size(); ++post) {
    const std::size_t reaches = whole_over_[post].size() + apart_over_[post].size();
    if (reaches > 0) reached_.push_back(post);
    shared_[post] = reaches > 1;
  }
}

}  // namespace muster
