// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Settings: what musters and departures of all come down to (DESIGN section 4, step 3).
#ifndef MUSTER_TESTS_MODEL_MODEL_SETTING_H_
#define MUSTER_TESTS_MODEL_MODEL_SETTING_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "muster/v1/event.pb.h"
#include "tests/model/model_movement.h"
#include "tests/model/model_people.h"
#include "tests/model/model_post.h"

namespace muster::model {

// The posts of a scope are set to a strength at the end of a day.
struct Setting {
  std::uint64_t position = 0;  // of the first member of the muster or departure
  int written = 0;             // its place among the settings of one muster
  int day = 0;                 // of an opening muster, the day before
  Posts posts = {};
  Post unattributed = {};
  Bounds people = {};  // best: only if it is stated
  bool best_stated = false;
};

// The settings of the effective set in the order in which they are applied: by day, then fewest
// posts first, then by position, then as written. `of` as for MovementsOf; "musters that do not say
// it are passed over, settings to 0 stay".
std::vector<Setting> SettingsOf(const std::map<std::uint64_t, v1::Event>& effective,
                                const std::vector<Movement>& movements,
                                const Contingents& contingents,
                                const std::optional<std::string>& of);

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_MODEL_SETTING_H_
