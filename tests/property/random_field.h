// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Random values of the fields of an event.
#ifndef MUSTER_TESTS_PROPERTY_RANDOM_FIELD_H_
#define MUSTER_TESTS_PROPERTY_RANDOM_FIELD_H_

#include <string>

#include "ledger/date.h"
#include "ledger/draft.h"
#include "tests/property/choices.h"

namespace muster {

std::string RandomStrength(Chooser& choose);
std::string RandomDay(Chooser& choose);
std::string RandomDate(Chooser& choose);
std::string RandomPlace(Chooser& choose);
std::string RandomDuty(Chooser& choose);
std::string RandomContingent(Chooser& choose);
// {place, duty}, one of the two perhaps missing.
Node RandomPlaceDuty(Chooser& choose);
// Adds `contingent`, or `mission` and what is known beside it.
void PutRandomWho(Chooser& choose, Node& body);
// A scope that names a mission or a contingent.
Node RandomScope(Chooser& choose);
// The same, of which a dimension may have several values.
Node RandomListScope(Chooser& choose);
// Conditions of a line, that narrow any scope.
Node RandomLineScope(Chooser& choose);
// Perhaps `of_which`.
void PutRandomParts(Chooser& choose, Node& body);

}  // namespace muster

#endif  // MUSTER_TESTS_PROPERTY_RANDOM_FIELD_H_
