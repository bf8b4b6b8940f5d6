// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Partition: the posts that a query is about, in groups.
#ifndef MUSTER_PROJECTIONS_PARTITION_H_
#define MUSTER_PROJECTIONS_PARTITION_H_

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "projections/fact_table.h"
#include "projections/post_map.h"
#include "projections/view.h"

namespace muster {

using GroupId = std::uint32_t;
// Of posts outside all groups, and of abroad.
inline constexpr GroupId kNoGroup = std::numeric_limits<GroupId>::max();

class DatedSums;

// Disjoint sets of posts. Immutable once shared.
class Partition {
 public:
  // The posts that fulfil `query.where`, by the values of `query.by`. REQUIRES: the query is valid.
  static Partition ByKeys(const PostMap& posts, const Names& names, const ViewQuery& query);
  // All of them in one group, without keys.
  static Partition Whole(const PostMap& posts, const Names& names, const ViewQuery& query);

  std::size_t size() const { return keys_.size(); }
  // Groups are numbered in the order of their keys.
  const std::vector<std::string>& KeysOf(GroupId group) const { return keys_[group]; }
  GroupId Of(PostId post) const { return of_post_[post]; }
  Buckets::Range PostsOf(GroupId group) const { return posts_[group]; }
  // Those that settings may be about.
  Buckets::Range ReachedOf(GroupId group) const { return reached_[group]; }
  // By named post; size() of abroad and of posts outside all groups.
  const std::vector<GroupId>& of_named() const { return of_named_; }

  // The movements from one group to another, where all groups together can be had from what is
  // known of each: if no reach has posts in two of them, and these movements are few. Else nullopt.
  const std::optional<std::vector<std::uint32_t>>& crossings() const { return crossings_; }
  // Looks for them. `facts` and `posts` are those that the partition is of.
  void FindCrossings(const FactTable& facts, const PostMap& posts);

  // What scans may take from where they were added up; may be null.
  const DatedSums* sums() const { return sums_.get(); }
  void SetSums(std::shared_ptr<const DatedSums> sums) { sums_ = std::move(sums); }

 private:
  Partition(const PostMap& posts, std::vector<GroupId> of_post,
            std::vector<std::vector<std::string>> keys);

  std::vector<GroupId> of_post_;
  std::vector<std::vector<std::string>> keys_;
  Buckets posts_, reached_;
  std::vector<GroupId> of_named_;
  std::optional<std::vector<std::uint32_t>> crossings_;
  std::shared_ptr<const DatedSums> sums_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_PARTITION_H_
