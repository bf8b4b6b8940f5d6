// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/post_map.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <optional>
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
NameId Settle(Dimension dimension, NameId said, NameId trait, const Names& names) {
  if (said == kNoName) return trait == kNoName ? kUnspecifiedName : trait;
  if (trait == kNoName || said == trait) return said;
  return ValueMatches(dimension, names[said], names[trait]) ? trait : said;
}

// How many dimensions a contingent fixes: the first ones.
constexpr int kFixed = 3;

// Their names, kNoName where it fixes none. An event may have spelled none of them out (a
// contributor that only a registration mentions): the fact table took them from the registrations.
std::array<NameId, kFixed> FixedNames(const ContingentTraits& traits, const Names& names) {
  std::array<NameId, kFixed> ids{};
  const std::array<const std::string*, kFixed> texts = {&traits.mission, &traits.contributor,
                                                        &traits.component};
  for (int i = 0; i < kFixed; ++i) {
    const std::optional<NameId> name = names.Find(*texts[i]);
    MUSTER_CHECK(name.has_value());
    ids[static_cast<std::size_t>(i)] = *name;
  }
  return ids;
}

// How the values of a post were settled: a bit for each dimension of which nothing was said, and
// this if something was said that did not stand.
constexpr std::uint8_t kSettledAnew = 1 << kDimensions;

// Reaches are matched so many at a time.
constexpr std::size_t kReachesAtATime = 64;
using ReachBits = std::uint64_t;

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

// Scopes as tables to look a post's values up in: for each value of a dimension, the scopes whose
// conditions on it hold.
class ScopeTests {
 public:
  ScopeTests(const FactTable& facts, ReachId first, std::size_t count, ConditionCache& cache) {
    for (int i = 0; i < kDimensions; ++i) {
      std::vector<ReachBits> holding;
      for (std::size_t at = 0; at < count; ++at) {
        const std::vector<NameId>& values =
            facts.reaches[static_cast<ReachId>(first + at)].scope.values[i];
        if (values.empty()) continue;
        const ConditionCache::Holding& holds = cache.Of(static_cast<Dimension>(i), values);
        holding.resize(holds.size(), ~ReachBits{0});
        for (std::size_t value = 0; value < holds.size(); ++value) {
          if (holds[value] == 0) holding[value] &= ~(ReachBits{1} << at);
        }
      }
      if (!holding.empty()) tests_.emplace_back(i, std::move(holding));
    }
  }
  // The scopes of `among` that hold of a post of these values.
  ReachBits Holding(const ValueArray& values, ReachBits among) const {
    for (const auto& [dimension, holding] : tests_) among &= holding[values[dimension]];
    return among;
  }

 private:
  std::vector<std::pair<int, std::vector<ReachBits>>> tests_;
};

bool Holds(const ScopeConditions& scope, const ValueArray& values, ConditionCache& cache) {
  for (int i = 0; i < kDimensions; ++i) {
    if (scope.values[i].empty()) continue;
    if (cache.Of(static_cast<Dimension>(i), scope.values[i])[values[i]] == 0) return false;
  }
  return true;
}

}  // namespace

void Buckets::SumStarts() {
  Item sum = 0;
  for (Item& start : starts_) sum += std::exchange(start, sum);
}

void Buckets::MoveStartsBack() {
  std::copy_backward(starts_.begin(), starts_.end() - 1, starts_.end());
  starts_.front() = 0;
}

Buckets::Buckets(std::size_t keys, const std::vector<std::pair<Item, Item>>& pairs)
    : starts_(keys + 1, 0), items_(pairs.size()) {
  if (pairs.empty()) return;
  for (const auto& [key, item] : pairs) ++starts_[key];
  SumStarts();
  for (const auto& [key, item] : pairs) items_[starts_[key]++] = item;
  MoveStartsBack();
}

Buckets Buckets::OfItems(std::size_t keys, const std::vector<Item>& key_of_item) {
  Buckets buckets;
  buckets.starts_.assign(keys + 1, 0);
  for (const Item key : key_of_item) {
    if (key != kNoKey) ++buckets.starts_[key];
  }
  buckets.SumStarts();
  buckets.items_.resize(buckets.starts_.back());
  for (Item item = 0; item < key_of_item.size(); ++item) {
    if (key_of_item[item] != kNoKey) buckets.items_[buckets.starts_[key_of_item[item]]++] = item;
  }
  buckets.MoveStartsBack();
  return buckets;
}

PostMap::PostMap(const FactTable& facts, const Registry& registry, LogSize known_at) {
  Resolve(facts, registry, known_at);
  MatchReaches(facts);
}

void PostMap::Resolve(const FactTable& facts, const Registry& registry, LogSize known_at) {
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
  std::vector<std::array<NameId, kFixed>> fixed;  // by contingent
  std::vector<std::uint8_t> settled_as(facts.posts.size());
  values_.resize(facts.posts.size());
  for (NamedPostId id = 1; id < facts.posts.size(); ++id) {
    const NamedPost& post = facts.posts[id];
    ValueArray& values = values_[id];
    std::uint8_t settled = 0;
    const NameId contingent = Settle(kContingent, post[kContingent], kNoName, facts.names);
    const std::uint32_t contingent_index = number(kContingent, contingent);
    if (contingent_index == traits_.size()) {
      traits_.push_back(contingent == kUnspecifiedName
                            ? ContingentTraits()
                            : registry.Traits(facts.names[contingent], known_at));
      fixed.push_back(FixedNames(traits_.back(), facts.names));
    }
    for (int i = 0; i < kDimensions; ++i) {
      const auto dimension = static_cast<Dimension>(i);
      const NameId trait = i < kFixed ? fixed[contingent_index][i] : kNoName;
      const NameId value = Settle(dimension, post[i], trait, facts.names);
      if (value != post[i]) settled |= post[i] == kNoName ? 1 << i : kSettledAnew;
      values[i] = number(dimension, value);
    }
    settled_as[id] = settled;
  }
  NumberPosts(settled_as);
  named_ = Buckets::OfItems(values_.size(), of_named_);
}

// Makes of values_, which are of named posts, those of posts. Two named posts of which the same
// dimensions were left open, and nothing else was settled anew, cannot be the same post; so those
// of the most frequent kind are looked for among the others only.
void PostMap::NumberPosts(const std::vector<std::uint8_t>& settled_as) {
  std::array<std::size_t, 2 * kSettledAnew> count{};
  for (std::size_t id = 1; id < settled_as.size(); ++id) ++count[settled_as[id]];
  const auto most = std::max_element(count.begin(), count.begin() + kSettledAnew);
  const auto most_frequent = static_cast<std::uint8_t>(most - count.begin());
  absl::flat_hash_map<ValueArray, PostId> others;
  if (!settled_as.empty()) others.reserve(settled_as.size() - 1 - *most);
  for (std::size_t id = 1; id < settled_as.size(); ++id) {
    if (settled_as[id] != most_frequent) others.try_emplace(values_[id], kNoPost);
  }
  of_named_.assign(settled_as.size(), kNoPost);
  PostId next = 0;
  for (std::size_t id = 1; id < settled_as.size(); ++id) {
    const auto other = others.empty() ? others.end() : others.find(values_[id]);
    if (other != others.end() && other->second != kNoPost) {
      of_named_[id] = other->second;
      continue;
    }
    if (other != others.end()) other->second = next;
    of_named_[id] = next;
    values_[next++] = values_[id];
  }
  values_.resize(next);
}

void PostMap::MatchReaches(const FactTable& facts) {
  ConditionCache cache(facts.names, distinct_);
  const std::size_t reaches = facts.reaches.size();
  Pairs of_reach, owning, whole, apart;
  own_post_.assign(reaches, kNoPost);
  for (ReachId first = 0; first < reaches; first += kReachesAtATime) {
    const std::size_t count = std::min(kReachesAtATime, reaches - first);
    const ScopeTests scopes(facts, first, count, cache);
    std::map<PostId, ReachBits> own;
    for (std::size_t at = 0; at < count; ++at) {
      const auto id = static_cast<ReachId>(first + at);
      const Reach& reach = facts.reaches[id];
      if (!reach.own_post) continue;
      own_post_[id] = of_named_[*reach.own_post];
      if (own_post_[id] == kNoPost) continue;
      own[own_post_[id]] |= ReachBits{1} << at;
      if (!reach.apart) owning.emplace_back(own_post_[id], id);
    }
    const ReachBits all = ~ReachBits{0} >> (kReachesAtATime - count);
    auto next_own = own.begin();
    for (PostId post = 0; post < values_.size(); ++post) {
      const ValueArray& values = values_[post];
      ReachBits owned = 0;
      if (next_own != own.end() && next_own->first == post) owned = (next_own++)->second;
      ReachBits bits = scopes.Holding(values, all) | owned;
      for (; bits != 0; bits &= bits - 1) {
        const int at = std::countr_zero(bits);
        const auto id = static_cast<ReachId>(first + static_cast<ReachId>(at));
        const Reach& reach = facts.reaches[id];
        if ((owned >> at & 1) == 0 &&
            std::any_of(reach.except.begin(), reach.except.end(),
                        [&](const ScopeConditions& line) { return Holds(line, values, cache); })) {
          continue;
        }
        of_reach.emplace_back(id, post);
        (reach.apart ? apart : whole).emplace_back(post, id);
      }
    }
  }
  reach_posts_ = Buckets(reaches, of_reach);
  whole_owning_ = Buckets(values_.size(), owning);
  whole_over_ = Buckets(values_.size(), whole);
  apart_over_ = Buckets(values_.size(), apart);
  has_apart_ = !apart.empty();
  shared_.assign(values_.size(), 0);
  for (PostId post = 0; post < values_.size(); ++post) {
    const std::size_t over = whole_over_[post].size() + apart_over_[post].size();
    if (over > 0) reached_.push_back(post);
    shared_[post] = over > 1;
  }
}

}  // namespace muster
