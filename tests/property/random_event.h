// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Random events of a small world: few contingents, places and duties, and days within two weeks, so
// that what they say overlaps.
#ifndef MUSTER_TESTS_PROPERTY_RANDOM_EVENT_H_
#define MUSTER_TESTS_PROPERTY_RANDOM_EVENT_H_

#include <string>
#include <vector>

#include "ledger/date.h"
#include "ledger/draft.h"
#include "tests/property/choices.h"

namespace muster {

// The first day of the world.
Day FirstDay();
inline constexpr int kWorldDays = 15;

// What an event may refer to.
struct EventContext {
  std::vector<std::string> kinds;       // of the records so far, by position
  std::vector<std::string> report_ids;  // hexadecimal, of the reports so far
};

// The registrations that every random ledger begins with.
std::vector<Node> FoundingEvents();
// The names in them, for scopes of queries.
const std::vector<std::string>& WorldValues(const std::string& dimension);

// Any event, as an entry of a report file. It may be one that admission refuses.
Node RandomEvent(Chooser& choose, const EventContext& context);

// A report's metadata. `number` makes it another report than all others.
Node RandomReport(Chooser& choose, int number);

}  // namespace muster

#endif  // MUSTER_TESTS_PROPERTY_RANDOM_EVENT_H_
