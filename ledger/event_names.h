// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Event names: the missions, places and contingents that an event names.
#ifndef MUSTER_LEDGER_EVENT_NAMES_H_
#define MUSTER_LEDGER_EVENT_NAMES_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "ledger/draft_site.h"

namespace muster {

namespace v1 {
class Event;
}  // namespace v1

enum class NameKind { kMission, kPlace, kContingent };

// "mission", "place", "contingent".
const char* NameKindWord(NameKind kind);

// Calls `visit` with each name in the event, which it may replace. The id of a registration is no
// name of another and is passed over, as are fields that are unset. Pure.
void ForEachName(v1::Event& event,
                 absl::FunctionRef<void(NameKind, std::string& name, const FieldPath&)> visit);

}  // namespace muster

#endif  // MUSTER_LEDGER_EVENT_NAMES_H_
