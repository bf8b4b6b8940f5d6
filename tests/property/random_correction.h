// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Random accounts and corrections of what is recorded, as entries of a report file.
#ifndef MUSTER_TESTS_PROPERTY_RANDOM_CORRECTION_H_
#define MUSTER_TESTS_PROPERTY_RANDOM_CORRECTION_H_

#include "ledger/draft.h"
#include "tests/property/choices.h"
#include "tests/property/random_event.h"

namespace muster {

Node RandomAccount(Chooser& choose, const EventContext& context);
Node RandomAmendment(Chooser& choose, const EventContext& context);
Node RandomReportChange(Chooser& choose, const EventContext& context);
Node RandomRetraction(Chooser& choose, const EventContext& context);
// An account, a change or a retraction of a statement.
Node RandomStatementCorrection(Chooser& choose, const EventContext& context);

}  // namespace muster

#endif  // MUSTER_TESTS_PROPERTY_RANDOM_CORRECTION_H_
