// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The model's answers (DESIGN section 4, "A headcount", and section 5).
#ifndef MUSTER_TESTS_MODEL_MODEL_HEADCOUNT_H_
#define MUSTER_TESTS_MODEL_MODEL_HEADCOUNT_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "projections/view.h"
#include "tests/model/model_bounds.h"
#include "tests/model/model_fold.h"
#include "tests/model/model_log.h"
#include "tests/model/model_movement.h"
#include "tests/model/model_registry.h"
#include "tests/model/model_setting.h"

namespace muster::model {

// The values of a group, one for each dimension of `by`.
using Keys = std::vector<std::string>;

// What a log says at one known-at, under one lens, of the whole or of a part; and what a query of
// it asks.
class World {
 public:
  World(const Log& log, const ViewQuery& query);

  // The row of the posts with these keys among those that the query asks about.
  Group GroupAt(const Keys& keys, Day on) const;
  // Of any set of posts.
  Group GroupOf(const PostSet& asked, Day on) const;
  // Of all the posts that the query asks about.
  Group TotalAt(Day on) const;
  // What makes up the total.
  Strength StrengthAt(Day on) const;
  // The keys of the groups that a headcount shows.
  std::set<Keys> ShownAt(Day on) const;

  // The sum of the folded bests of the total's posts.
  Number FoldedBest(Day on) const;
  // Step 4 as a whole.
  Levels FoldedLevels(Day on) const { return Fold(on.value, movements_, settings_); }

  // The posts that occur by a day: in a movement that may have happened by then, or in a setting.
  Posts PostsBy(Day on) const;

  // Whether the query asks about a post, and the group that it falls into.
  bool IsAsked(const Post& post) const;
  Keys KeysOf(const Post& post) const;
  // What a value becomes as a key: of a path, its first elements.
  std::string KeyOf(const std::string& dimension, const std::string& value) const;

  const std::vector<Movement>& movements() const { return movements_; }
  const std::vector<WeighedSetting>& settings() const { return weighed_; }

 private:
  std::string ValueOf(const Post& post, const std::string& dimension) const;

  ViewQuery query_;
  Contingents contingents_;
  std::vector<Movement> movements_;
  std::vector<Setting> settings_;
  std::vector<WeighedSetting> weighed_;
};

Headcount HeadcountOn(const Log& log, Day on, const ViewQuery& query);
Timeline TimelineOver(const Log& log, Day from, Day to, Step step, const ViewQuery& query);

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_MODEL_HEADCOUNT_H_
