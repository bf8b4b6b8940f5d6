// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/posts.h"

#include "ledger/path.h"

namespace muster {
namespace {

constexpr std::array<std::string_view, kDimensions> kDimensionNames = {
    "mission", "contributor", "component", "contingent", "place", "duty"};

}  // namespace

std::string_view DimensionName(Dimension dimension) { return kDimensionNames[dimension]; }

std::optional<Dimension> FindDimension(std::string_view name) {
  for (int i = 0; i < kDimensions; ++i) {
    if (kDimensionNames[i] == name) return static_cast<Dimension>(i);
  }
  return std::nullopt;
}

bool ValueMatches(Dimension dimension, std::string_view condition, std::string_view value) {
  return IsPathDimension(dimension) ? PathIncludes(condition, value) : condition == value;
}

NamedPostId NamedPosts::Intern(const NamedPost& post) {
  if (indexed_ < posts_.size()) ids_.reserve(posts_.size());
  for (; indexed_ < posts_.size(); ++indexed_) {
    ids_.emplace(posts_[indexed_], static_cast<NamedPostId>(indexed_));
  }
  const auto [found, is_new] = ids_.try_emplace(post, static_cast<NamedPostId>(posts_.size()));
  if (is_new) {
    posts_.push_back(post);
    ++indexed_;
  }
  return found->second;
}

}  // namespace muster
