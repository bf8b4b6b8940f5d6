// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// PostMap: the posts of a fact table as they are where it is known what their contingents fix, and
// which of them each reach includes.
#ifndef MUSTER_PROJECTIONS_POST_MAP_H_
#define MUSTER_PROJECTIONS_POST_MAP_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/position.h"
#include "ledger/registry.h"
#include "projections/fact_table.h"

namespace muster {

// A post with all six dimensions resolved. Two posts named differently may be the same post.
using PostId = std::uint32_t;
inline constexpr PostId kNoPost = std::numeric_limits<PostId>::max();

// Lists of small integers, one for each of a row of keys.
class Buckets {
 public:
  using Item = std::uint32_t;
  // Takes pairs (key, item), keys below `keys`; the items of a key keep their order.
  Buckets() = default;
  Buckets(std::size_t keys, const std::vector<std::pair<Item, Item>>& pairs);
  // The items are 0, 1, ..., ascending for each key; those of kNoKey are left out.
  static constexpr Item kNoKey = std::numeric_limits<Item>::max();
  static Buckets OfItems(std::size_t keys, const std::vector<Item>& key_of_item);

  struct Range {
    const Item* first;
    const Item* last;
    const Item* begin() const { return first; }
    const Item* end() const { return last; }
    std::size_t size() const { return static_cast<std::size_t>(last - first); }
  };
  Range operator[](std::size_t key) const {
    return {items_.data() + starts_[key], items_.data() + starts_[key + 1]};
  }
  // How many items the keys before it have.
  std::size_t StartOf(std::size_t key) const { return starts_[key]; }

 private:
  // From how many items each key has, to where its items start; and back from where they end.
  void SumStarts();
  void MoveStartsBack();

  std::vector<Item> starts_;  // of each key, and the end of the last
  std::vector<Item> items_;
};

// Immutable after construction; safe for concurrent use.
class PostMap {
 public:
  PostMap(const FactTable& facts, const Registry& registry, LogSize known_at);

  std::size_t size() const { return values_.size(); }
  // kNoPost for abroad.
  PostId Of(NamedPostId named) const { return of_named_[named]; }
  // The number of named posts, abroad included.
  std::size_t named_size() const { return of_named_.size(); }
  // The names under which a post occurs.
  Buckets::Range NamesOf(PostId post) const { return named_[post]; }

  // The value of a dimension, as an index into ValuesOf(dimension).
  std::uint32_t ValueIndex(PostId post, Dimension dimension) const {
    return values_[post][dimension];
  }
  // The distinct values that posts have; "unspecified" among them if one lacks it.
  const std::vector<NameId>& ValuesOf(Dimension dimension) const { return distinct_[dimension]; }
  // What a contingent, by its value index, fixes.
  const ContingentTraits& TraitsOf(std::uint32_t contingent_index) const {
    return traits_[contingent_index];
  }

  // The posts of a reach; of one that has a post of its own, that too.
  Buckets::Range PostsOf(ReachId reach) const { return reach_posts_[reach]; }
  // The posts of all reaches together, ascending. No setting is about the others.
  const std::vector<PostId>& reached() const { return reached_; }
  // The unattributed post of a reach, kNoPost if it has none.
  PostId OwnPost(ReachId reach) const { return own_post_[reach]; }
  // The reaches taken whole whose own post is this one; those that include it; those that are taken
  // apart and include it.
  Buckets::Range WholeOwning(PostId post) const { return whole_owning_[post]; }
  Buckets::Range WholeOver(PostId post) const { return whole_over_[post]; }
  Buckets::Range ApartOver(PostId post) const { return apart_over_[post]; }
  // Whether more than one reach includes it.
  bool IsShared(PostId post) const { return shared_[post] != 0; }
  // Whether anything at all is taken apart.
  bool has_apart() const { return has_apart_; }

 private:
  void Resolve(const FactTable& facts, const Registry& registry, LogSize known_at);
  void NumberPosts(const std::vector<std::uint8_t>& settled_as);
  void MatchReaches(const FactTable& facts);

  std::vector<PostId> of_named_;
  Buckets named_;
  std::vector<std::array<std::uint32_t, kDimensions>> values_;
  std::array<std::vector<NameId>, kDimensions> distinct_;
  std::vector<ContingentTraits> traits_;
  std::vector<PostId> own_post_;
  bool has_apart_ = false;
  std::vector<PostId> reached_;
  std::vector<std::uint8_t> shared_;  // by post
  Buckets reach_posts_, whole_owning_, whole_over_, apart_over_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_POST_MAP_H_
