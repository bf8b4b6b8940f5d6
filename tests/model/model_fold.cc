// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_fold.h"

namespace muster::model {

Levels Fold(int day, const std::vector<Movement>& movements, const std::vector<Setting>& settings) {
  Levels levels;
  levels[std::nullopt] = 0;
  auto movement = movements.begin();
  const auto move_until = [&](int last_day) {
    for (; movement != movements.end() && movement->best <= last_day; ++movement) {
      levels[movement->from] -= movement->people.best;
      levels[movement->to] += movement->people.best;
    }
  };
  for (const Setting& setting : settings) {
    if (setting.day > day) break;
    // A setting comes after the movements of its day.
    move_until(setting.day);
    Number derived = 0;
    for (const Post& post : setting.posts) derived += levels[post];
    // "a strength without a best of its own takes the derived best, moved into its bounds".
    const Number wanted = setting.best_stated
                              ? setting.people.best
                              : MovedInto(derived, setting.people.least, setting.people.most);
    levels[setting.unattributed] += wanted - derived;
    levels[std::nullopt] -= wanted - derived;
  }
  move_until(day);
  return levels;
}

}  // namespace muster::model
