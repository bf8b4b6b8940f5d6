// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// AccountTree: posts as the accounts of plain-text accounting, one below the other.
//
// A post is the account mission:contributor:component:contingent:place:duty. The further elements
// of a path are accounts below its first, and keep their slash, so that two posts never share an
// account: MSS-HTI:KEN:police:/formed-unit:KEN-4:HTI:/Ouest:unspecified.
#ifndef MUSTER_TOOLS_EXPORT_ACCOUNT_TREE_H_
#define MUSTER_TOOLS_EXPORT_ACCOUNT_TREE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "projections/post_values.h"

namespace muster {

// The account of the one post outside all missions.
inline constexpr std::string_view kAbroadAccount = "abroad";

// `text` as a part of an account's name, or the value of a tag: what has a meaning there stands as
// a percent sign with two hexadecimal digits.
std::string AccountPart(std::string_view text);

// Keeps the books of the posts while a journal is written. Thread-compatible.
class AccountTree {
 public:
  explicit AccountTree(const std::vector<PostValues>& posts);

  // "MSS-HTI:KEN:police:KEN-3:HTI:/Ouest:unspecified".
  const std::string& NameOf(std::uint32_t post) const { return names_[post]; }

  // Books people to a post, or from it.
  void Book(std::uint32_t post, std::int64_t people);

  // The account whose posts with bookings are those of `posts` that have any, all below it, and
  // what it has; the highest such account that tells `narrowest` and the dimensions before it.
  // nullopt if there is no such account, or no booking.
  struct Subtree {
    std::string account;
    std::int64_t people = 0;
  };
  std::optional<Subtree> FindSubtree(std::span<const std::uint32_t> posts,
                                     Dimension narrowest) const;

 private:
  struct Sums {
    std::int64_t people = 0;
    std::int64_t booked = 0;  // posts with bookings
  };
  void Add(std::size_t rank, const Sums& more);
  Sums Below(std::size_t rank) const;
  // Of the posts whose keys begin so.
  Sums Under(std::string_view prefix) const;

  std::vector<std::string> names_;    // by post
  std::vector<std::uint32_t> ranks_;  // by post: its place among the sorted names
  std::vector<std::string> keys_;     // sorted: names in an order in which subtrees are together
  std::vector<bool> booked_;          // by post
  std::vector<Sums> sums_;            // a Fenwick tree by rank
};

}  // namespace muster

#endif  // MUSTER_TOOLS_EXPORT_ACCOUNT_TREE_H_
