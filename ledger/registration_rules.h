// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Registration rules: one id is one mission, place or contingent, and one alias leads to one of
// them.
#ifndef MUSTER_LEDGER_REGISTRATION_RULES_H_
#define MUSTER_LEDGER_REGISTRATION_RULES_H_

#include "ledger/draft_site.h"
#include "ledger/position.h"
#include "ledger/registry.h"

namespace muster {

namespace v1 {
class Event;
}  // namespace v1

// Whether two registrations say the same of the same id, whoever says so.
bool SameRegistration(const v1::Event& a, const v1::Event& b);

// Refuses aliases that lead to something else already.
// Returns whether there were none.
bool CheckAliases(const v1::Event& event, const Registry& registry, const DraftSite& site);

// Refuses a registration whose id stands already and says something else.
void RefuseRegistered(const v1::Event& event, Position root, const DraftSite& site);

}  // namespace muster

#endif  // MUSTER_LEDGER_REGISTRATION_RULES_H_
