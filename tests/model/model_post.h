// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Posts and scopes, for the model (DESIGN section 1).
#ifndef MUSTER_TESTS_MODEL_MODEL_POST_H_
#define MUSTER_TESTS_MODEL_MODEL_POST_H_

#include <compare>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "muster/v1/post.pb.h"
#include "tests/model/model_registry.h"

namespace muster::model {

// Where people stand. Each dimension holds a value or "unspecified".
struct Post {
  std::string mission = kUnspecified;
  std::string contributor = kUnspecified;
  std::string component = kUnspecified;
  std::string contingent = kUnspecified;
  std::string place = kUnspecified;
  std::string duty = kUnspecified;
  friend auto operator<=>(const Post&, const Post&) = default;
};
std::string Show(const Post& post);

using Posts = std::set<Post>;

// One end of a movement: a post, or nullopt for `abroad`.
using End = std::optional<Post>;

// The value of one of the six dimensions.
std::string& Dimension(Post& post, const std::string& dimension);
const std::string& Dimension(const Post& post, const std::string& dimension);
bool IsPath(const std::string& dimension);

// Whether a post that has `value` fulfils `dimension` = `wanted`: "a path includes what lies below
// it".
bool Fulfils(const std::string& dimension, const std::string& wanted, const std::string& value);

// The post of `who`, with what a contingent fixes.
Post PostOf(const v1::Who& who, const v1::PlaceDuty& place_duty, const Contingents& contingents);

// A conjunction of conditions, each of one dimension with alternatives.
struct Scope {
  struct Condition {
    std::string dimension;
    std::vector<std::string> alternatives;
  };
  std::vector<Condition> conditions;

  bool Includes(const Post& post) const;
};
// Both together: a line's own conditions and its muster's.
Scope operator&(const Scope& a, const Scope& b);

Scope ScopeOf(const v1::Scope& scope);
// Of a departure of all: "everything below who and `from`".
Scope ScopeOf(const v1::Who& who, const v1::PlaceDuty& from);

// "the dimensions the scope fixes, with what a contingent fixes; the rest unspecified".
Post UnattributedPost(const Scope& scope, const Contingents& contingents);

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_MODEL_POST_H_
