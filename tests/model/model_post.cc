// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_post.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "google/protobuf/repeated_field.h"

namespace muster::model {
namespace {

const std::vector<std::string> kDimensions = {"mission",    "contributor", "component",
                                              "contingent", "place",       "duty"};

// What the scope says of one dimension: the narrowest single value; of alternatives, nothing is
// fixed.
std::optional<std::string> FixedValue(const Scope& scope, const std::string& dimension) {
  std::optional<std::string> fixed;
  for (const Scope::Condition& condition : scope.conditions) {
    if (condition.dimension != dimension || condition.alternatives.size() != 1) continue;
    const std::string& value = condition.alternatives.front();
    if (!fixed || value.size() > fixed->size()) fixed = value;
  }
  return fixed;
}

}  // namespace

std::string Show(const Post& post) {
  return fmt::format("({}, {}, {}, {}, {}, {})", post.mission, post.contributor, post.component,
                     post.contingent, post.place, post.duty);
}

std::string& Dimension(Post& post, const std::string& dimension) {
  if (dimension == "mission") return post.mission;
  if (dimension == "contributor") return post.contributor;
  if (dimension == "component") return post.component;
  if (dimension == "contingent") return post.contingent;
  if (dimension == "place") return post.place;
  if (dimension == "duty") return post.duty;
  std::abort();
}

const std::string& Dimension(const Post& post, const std::string& dimension) {
  return Dimension(const_cast<Post&>(post), dimension);
}

bool IsPath(const std::string& dimension) {
  return dimension == "component" || dimension == "contingent" || dimension == "place" ||
         dimension == "duty";
}

bool Fulfils(const std::string& dimension, const std::string& wanted, const std::string& value) {
  if (value == wanted) return true;
  return IsPath(dimension) && value.starts_with(wanted + "/");
}

Post PostOf(const v1::Who& who, const v1::PlaceDuty& place_duty, const Contingents& contingents) {
  Post post;
  if (!who.contingent().empty()) {
    const Traits traits = contingents.TraitsOf(who.contingent());
    post.contingent = who.contingent();
    post.mission = traits.mission;
    post.contributor = traits.contributor;
    post.component = traits.component;
  } else {
    if (!who.mission().empty()) post.mission = who.mission();
    if (!who.contributor().empty()) post.contributor = who.contributor();
    if (!who.component().empty()) post.component = who.component();
  }
  if (!place_duty.place().empty()) post.place = place_duty.place();
  if (!place_duty.duty().empty()) post.duty = place_duty.duty();
  return post;
}

bool Scope::Includes(const Post& post) const {
  return std::all_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
    return std::any_of(condition.alternatives.begin(), condition.alternatives.end(),
                       [&](const std::string& wanted) {
                         return Fulfils(condition.dimension, wanted,
                                        Dimension(post, condition.dimension));
                       });
  });
}

Scope operator&(const Scope& a, const Scope& b) {
  Scope both = a;
  both.conditions.insert(both.conditions.end(), b.conditions.begin(), b.conditions.end());
  return both;
}

Scope ScopeOf(const v1::Scope& scope) {
  Scope result;
  const auto add = [&](const std::string& dimension,
                       const google::protobuf::RepeatedPtrField<std::string>& values) {
    if (!values.empty()) result.conditions.push_back({dimension, {values.begin(), values.end()}});
  };
  add("mission", scope.mission());
  add("contributor", scope.contributor());
  add("component", scope.component());
  add("contingent", scope.contingent());
  add("place", scope.place());
  add("duty", scope.duty());
  return result;
}

Scope ScopeOf(const v1::Who& who, const v1::PlaceDuty& from) {
  Scope result;
  const auto add = [&](const std::string& dimension, const std::string& value) {
    if (!value.empty()) result.conditions.push_back({dimension, {value}});
  };
  add("mission", who.mission());
  add("contributor", who.contributor());
  add("component", who.component());
  add("contingent", who.contingent());
  add("place", from.place());
  add("duty", from.duty());
  return result;
}

Post UnattributedPost(const Scope& scope, const Contingents& contingents) {
  Post post;
  for (const std::string& dimension : kDimensions) {
    Dimension(post, dimension) = FixedValue(scope, dimension).value_or(kUnspecified);
  }
  const Traits traits = contingents.TraitsOf(post.contingent);
  const auto take = [&](const std::string& dimension, const std::string& trait) {
    if (trait == kUnspecified) return;
    // A contingent may say more than the scope (police/formed-unit within police). Where a later
    // correction of its registration contradicts the scope, the scope stands: the post must lie in
    // it, or the level could not be set there.
    const std::optional<std::string> fixed = FixedValue(scope, dimension);
    if (!fixed || Fulfils(dimension, *fixed, trait)) Dimension(post, dimension) = trait;
  };
  take("mission", traits.mission);
  take("contributor", traits.contributor);
  take("component", traits.component);
  return post;
}

}  // namespace muster::model
