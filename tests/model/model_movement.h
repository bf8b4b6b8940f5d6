// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Movements: what every arrival, assignment, departure, loss and transfer comes down to (DESIGN
// sections 1 and 2).
#ifndef MUSTER_TESTS_MODEL_MODEL_MOVEMENT_H_
#define MUSTER_TESTS_MODEL_MODEL_MOVEMENT_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "muster/v1/event.pb.h"
#include "tests/model/model_people.h"
#include "tests/model/model_post.h"

namespace muster::model {

struct Movement {
  std::uint64_t position = 0;  // of the event's first member
  bool way_back = false;       // of an assignment with `until`
  bool goes_back = false;      // it has a way back, a movement of its own
  bool loss = false;
  End from;
  End to;
  Bounds people;
  double earliest = 0;  // days; minus infinity where open
  double best = 0;
  double latest = 0;
};

// Whether an event is of a kind that moves people from post to post.
bool Moves(const v1::Event& event);

// The movements of the effective set in step 2's order: by best day, then by position. A departure
// of all is none; it is a setting. `of`: the part to count in place of the whole: "a movement
// counts with its part, [0, 0, most] where it does not say".
std::vector<Movement> MovementsOf(const std::map<std::uint64_t, v1::Event>& effective,
                                  const Contingents& contingents,
                                  const std::optional<std::string>& of);

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_MODEL_MOVEMENT_H_
