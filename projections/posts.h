// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Posts as events name them, before it is looked up what their contingents fix.
#ifndef MUSTER_PROJECTIONS_POSTS_H_
#define MUSTER_PROJECTIONS_POSTS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "projections/fact_column.h"
#include "projections/names.h"

namespace muster {

enum Dimension { kMission, kContributor, kComponent, kContingent, kPlace, kDuty };
inline constexpr int kDimensions = 6;

// "mission", "contributor", ...
std::string_view DimensionName(Dimension dimension);
std::optional<Dimension> FindDimension(std::string_view name);

// Whether the values of a dimension are paths, which include what lies below them.
constexpr bool IsPathDimension(Dimension dimension) { return dimension >= kComponent; }

// Whether `condition` holds of a post whose value is `value`, by the strings.
bool ValueMatches(Dimension dimension, std::string_view condition, std::string_view value);

// A post in the words of an event. What is kNoName follows from the contingent, if that fixes it,
// and is unspecified otherwise.
using NamedPost = std::array<NameId, kDimensions>;

// A number for a named post, in the order of first use.
using NamedPostId = std::uint32_t;
// The one post outside every mission; it has no dimensions.
inline constexpr NamedPostId kAbroad = 0;

// Thread-compatible.
class NamedPosts {
 public:
  NamedPosts() { posts_.push_back({}); }

  NamedPostId Intern(const NamedPost& post);
  // Takes the next post. REQUIRES: it is not there yet.
  void Add(const NamedPost& post) { posts_.push_back(post); }
  // All posts at once, abroad first.
  const FactColumn<NamedPost>& column() const { return posts_; }
  // REQUIRES: no post but abroad is there; abroad is the first of `posts`.
  void Adopt(FactColumn<NamedPost> posts) { posts_ = std::move(posts); }
  const NamedPost& operator[](NamedPostId id) const { return posts_[id]; }
  // Abroad included.
  std::size_t size() const { return posts_.size(); }

 private:
  FactColumn<NamedPost> posts_;
  // Of the first `indexed_` posts, abroad left out. Who only reads a saved table needs none.
  absl::flat_hash_map<NamedPost, NamedPostId> ids_;
  std::size_t indexed_ = 1;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_POSTS_H_
