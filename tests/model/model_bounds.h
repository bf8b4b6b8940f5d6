// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Steps 5 to 8 of DESIGN section 4: the strength of a set of posts, with bounds.
#ifndef MUSTER_TESTS_MODEL_MODEL_BOUNDS_H_
#define MUSTER_TESTS_MODEL_MODEL_BOUNDS_H_

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "tests/model/model_movement.h"
#include "tests/model/model_people.h"
#include "tests/model/model_setting.h"

namespace muster::model {

// Whether a post is one of those asked about.
using PostSet = std::function<bool(const Post&)>;

// A setting with what it says of the posts it sets, and what it leaves to others.
struct WeighedSetting {
  Setting setting;
  Bounds level;       // [m.least, m.best, m.most], best resolved
  Bounds difference;  // step 7's d
};

// Settings weighed one after the other, each against the strength of its posts just before it.
std::vector<WeighedSetting> Weigh(const std::vector<Movement>& movements,
                                  const std::vector<Setting>& settings);

// What one movement, or one setting, counts in a walk.
struct Share {
  enum Kind { kMovement, kSetting, kDifference };
  Kind kind = kMovement;
  std::uint64_t position = 0;
  bool way_back = false;
  Bounds bounds;
};

struct Strength {
  Bounds bounds;
  bool counted = false;  // the first walk of step 5 chose a setting
  // By walk: what each counts, and their sums.
  std::array<std::vector<Share>, 2> shares;
  std::array<Bounds, 2> sums;
};

// The strength of the posts in `asked` at the end of `day`, by the movements and by the settings up
// to the day. REQUIRES: both walks come to the same best; ends the program otherwise, for DESIGN
// says they do.
Strength StrengthOf(const PostSet& asked, int day, const std::vector<Movement>& movements,
                    const std::vector<WeighedSetting>& settings);

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_MODEL_BOUNDS_H_
