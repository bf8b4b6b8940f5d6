// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// A true world: people who really come, move and go, and the reports that are written about them,
// true and complete, but vague.
#ifndef MUSTER_TESTS_PROPERTY_TRUE_WORLD_H_
#define MUSTER_TESTS_PROPERTY_TRUE_WORLD_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "ledger/date.h"
#include "ledger/draft.h"
#include "tests/model/model_post.h"
#include "tests/property/choices.h"

namespace muster {

// Who stands where at the end of a day.
using Truth = std::map<model::Post, int>;

// Something that is to be reported, and whether the report is needed: a count that admission
// refuses may be left out, a movement may not.
struct TrueEvent {
  Node entry;
  bool needed = true;
};

class TrueWorld {
 public:
  // Lives through one event for each element of `plan`. `contingents`: those of FoundingEvents.
  TrueWorld(const std::vector<Choices>& plan, const model::Contingents& contingents);

  // The reported events in the order of the plan, which is not that of the days. Accounts name the
  // position of their event, the first of these events standing at `first_position`.
  std::vector<TrueEvent> Reported(std::uint64_t first_position) const;

  const Truth& At(Day day) const;

 private:
  class Life;

  std::vector<Truth> days_;  // from FirstDay() on
  std::vector<TrueEvent> events_;
  struct TrueAccount {
    std::size_t of;  // index in events_
    Node body;
  };
  std::vector<TrueAccount> accounts_;
};

}  // namespace muster

#endif  // MUSTER_TESTS_PROPERTY_TRUE_WORLD_H_
