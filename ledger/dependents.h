// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Dependents: what would be left hanging if a registration were retracted.
#ifndef MUSTER_LEDGER_DEPENDENTS_H_
#define MUSTER_LEDGER_DEPENDENTS_H_

#include "ledger/admission_state.h"
#include "ledger/draft_site.h"
#include "ledger/position.h"
#include "ledger/status.h"

namespace muster {

namespace v1 {
class Event;
}  // namespace v1

// Refuses at `at` the retraction of the registration that begins at `root` and reads so if events
// that stand name it, or, of a contingent, if others below it take from it; it tells which, up to a
// number. Reads the log from the first record that names it. Errors: DATA_LOSS.
Status CheckDependents(Position root, const v1::Event& registration, SourcePosition at,
                       const DraftSite& site, AdmissionState& state);

}  // namespace muster

#endif  // MUSTER_LEDGER_DEPENDENTS_H_
