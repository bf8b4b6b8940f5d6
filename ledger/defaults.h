// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Defaults: what an event leaves out of its posts, filled in from what is recorded (DESIGN section
// 2).
#ifndef MUSTER_LEDGER_DEFAULTS_H_
#define MUSTER_LEDGER_DEFAULTS_H_

#include <string>
#include <vector>

#include "ledger/assumption.h"
#include "ledger/draft_site.h"
#include "ledger/status.h"
#include "ledger/subject_index.h"

namespace muster {

namespace v1 {
class Event;
}  // namespace v1

// Fills in places and duties that `event` leaves out, and tells what was assumed and why. Names in
// the event are canonical. Adds to `fields` the names of the fields that were filled in ("from",
// "to", "place"), unless it is null.
//
// Errors: DATA_LOSS.
Status FillDefaults(v1::Event& event, SubjectIndex& subjects, const DraftSite& site,
                    std::vector<Assumption>& assumptions, std::vector<std::string>* fields);

}  // namespace muster

#endif  // MUSTER_LEDGER_DEFAULTS_H_
