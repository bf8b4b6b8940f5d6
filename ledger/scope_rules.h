// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Scope rules: conditions that cannot hold together are refused, for a claim or a muster of no post
// at all is a mistake.
#ifndef MUSTER_LEDGER_SCOPE_RULES_H_
#define MUSTER_LEDGER_SCOPE_RULES_H_

#include "ledger/draft_site.h"
#include "ledger/registry.h"

namespace muster {

namespace v1 {
class Event;
}  // namespace v1

// Refuses in a pledge, a claim or a muster: a line that contradicts the whole's scope, and a
// contingent beside a mission, contributor or component that is not its own. Names in the event are
// canonical.
void CheckScopes(const v1::Event& event, const Registry& registry, const DraftSite& site);

}  // namespace muster

#endif  // MUSTER_LEDGER_SCOPE_RULES_H_
