// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Reach: which posts a setting is about.
#ifndef MUSTER_PROJECTIONS_REACH_H_
#define MUSTER_PROJECTIONS_REACH_H_

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "projections/names.h"
#include "projections/posts.h"

namespace muster {

namespace v1 {
class Scope;
}  // namespace v1

// A conjunction of conditions: of each dimension, one of the values; none: any.
struct ScopeConditions {
  std::array<std::vector<NameId>, kDimensions> values;
  friend auto operator<=>(const ScopeConditions&, const ScopeConditions&) = default;
};

ScopeConditions ReadScope(const v1::Scope& scope, Names& names);

// Both conjunctions together; of two paths of which one includes the other, the narrower stays.
// nullopt if they contradict each other.
std::optional<ScopeConditions> Narrowed(const ScopeConditions& outer, const ScopeConditions& inner,
                                        const Names& names);

// The post of the dimensions that the scope fixes.
NamedPost UnattributedPost(const ScopeConditions& scope);

// The posts of a scope, without those of some others.
struct Reach {
  ScopeConditions scope;
  // What the lines of a `complete` muster cover.
  std::vector<ScopeConditions> except;
  // Every post is a setting of its own, to 0.
  bool apart = false;
  // The scope's unattributed post occurs where a setting has this reach. A complete muster only
  // mentions posts that are there anyway.
  std::optional<NamedPostId> own_post;
  friend auto operator<=>(const Reach&, const Reach&) = default;
};

using ReachId = std::uint32_t;

// Distinct reaches, in the order of first use. Musters of one scope share theirs.
// Thread-compatible.
class Reaches {
 public:
  ReachId Intern(const Reach& reach);
  const Reach& operator[](ReachId id) const { return reaches_[id]; }
  std::size_t size() const { return reaches_.size(); }

 private:
  std::vector<Reach> reaches_;
  std::map<Reach, ReachId> ids_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_REACH_H_
