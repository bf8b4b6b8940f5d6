// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Stack: the groups of a timeline on top of each other, the largest at the bottom, small ones
// together.
//
// Thread-safety: pure functions and plain values.
#ifndef MUSTER_TOOLS_PLOT_STACK_H_
#define MUSTER_TOOLS_PLOT_STACK_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "projections/view.h"

namespace muster {

// One group, or several small ones together; of a timeline without groups, the total.
struct Layer {
  std::string name;               // "KEN", "12 others"
  std::vector<std::string> keys;  // of its group; empty of several, and of the total
  // For each day, the sum of the groups' best: 0 where nothing but losses is known.
  std::vector<std::int64_t> best;
  // For each day, from where to where it reaches in the stack. Negative numbers hang below 0.
  std::vector<std::int64_t> lower;
  std::vector<std::int64_t> upper;
  People last;  // of a group, on the last day; of several, their best alone
};

struct Stack {
  std::vector<Day> days;
  std::vector<Layer> layers;   // from the bottom up
  std::vector<People> totals;  // for each day
  // Groups of which nothing but losses is known on some day.
  std::vector<std::string> losses_only;
  std::size_t groups = 0;  // how many there are, those drawn together included

  // What a level of the group (none: the total) is above on the day with that number; nullopt if
  // the group has no layer of its own.
  std::optional<std::int64_t> FootOf(const std::vector<std::string>& keys, std::size_t day) const;
};

// At most `layers_max` layers; the groups with the most people over all days have their own.
// REQUIRES: layers_max >= 2.
Stack MakeStack(const Timeline& timeline, std::size_t layers_max);

}  // namespace muster

#endif  // MUSTER_TOOLS_PLOT_STACK_H_
