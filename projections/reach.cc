// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/reach.h"

#include <algorithm>
#include <string>
#include <utility>

#include "muster/v1/post.pb.h"

namespace muster {
namespace {

// The alternatives of `outer` and `inner` of one dimension that hold together.
std::vector<NameId> Both(Dimension dimension, const std::vector<NameId>& outer,
                         const std::vector<NameId>& inner, const Names& names) {
  std::vector<NameId> both;
  for (const NameId a : outer) {
    for (const NameId b : inner) {
      if (ValueMatches(dimension, names[a], names[b])) {
        both.push_back(b);
      } else if (ValueMatches(dimension, names[b], names[a])) {
        both.push_back(a);
      }
    }
  }
  std::sort(both.begin(), both.end());
  both.erase(std::unique(both.begin(), both.end()), both.end());
  return both;
}

}  // namespace

ScopeConditions ReadScope(const v1::Scope& scope, Names& names) {
  const std::array fields = {&scope.mission(),    &scope.contributor(), &scope.component(),
                             &scope.contingent(), &scope.place(),       &scope.duty()};
  ScopeConditions conditions;
  for (int i = 0; i < kDimensions; ++i) {
    std::vector<NameId>& values = conditions.values[i];
    for (const std::string& value : *fields[i]) values.push_back(names.Intern(value));
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
  }
  return conditions;
}

std::optional<ScopeConditions> Narrowed(const ScopeConditions& outer, const ScopeConditions& inner,
                                        const Names& names) {
  ScopeConditions narrowed;
  for (int i = 0; i < kDimensions; ++i) {
    const std::vector<NameId>& a = outer.values[i];
    const std::vector<NameId>& b = inner.values[i];
    if (a.empty() || b.empty()) {
      narrowed.values[i] = a.empty() ? b : a;
      continue;
    }
    narrowed.values[i] = Both(static_cast<Dimension>(i), a, b, names);
    if (narrowed.values[i].empty()) return std::nullopt;
  }
  return narrowed;
}

NamedPost UnattributedPost(const ScopeConditions& scope) {
  NamedPost post{};
  for (int i = 0; i < kDimensions; ++i) {
    if (scope.values[i].size() == 1) post[i] = scope.values[i].front();
  }
  return post;
}

ReachId Reaches::Intern(const Reach& reach) {
  const auto [found, is_new] = ids_.try_emplace(reach, static_cast<ReachId>(reaches_.size()));
  if (is_new) reaches_.push_back(reach);
  return found->second;
}

}  // namespace muster
