// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Random facts of a small world, as entries of a report file. Each may be one that admission
// refuses.
#ifndef MUSTER_TESTS_PROPERTY_RANDOM_FACT_H_
#define MUSTER_TESTS_PROPERTY_RANDOM_FACT_H_

#include <string>

#include "ledger/draft.h"
#include "tests/property/choices.h"

namespace muster {

// {kind: body}.
Node Entry(const std::string& kind, Node body);
// Adds `strength`, and parts of it now and then.
void PutStrength(Chooser& choose, Node& body);
// `lines` of a total.
Node RandomLines(Chooser& choose);
// Movements. Those that could be taken for duplicates are `distinct`, which comes last.
Node RandomArrival(Chooser& choose);
Node RandomAssignment(Chooser& choose);
Node RandomDeparture(Chooser& choose);
Node RandomDepartureOfAll(Chooser& choose);
Node RandomLoss(Chooser& choose);
Node RandomTransfer(Chooser& choose);
// A claim or a muster.
Node RandomTotal(Chooser& choose, const std::string& kind);
// One of few scopes and days, so that several reports count the same.
Node RandomRollCall(Chooser& choose);
// Events that move nobody.
Node RandomMandate(Chooser& choose);
// A claim with lists in its scope, and parts in its lines.
Node RandomListClaim(Chooser& choose);
Node RandomPledge(Chooser& choose);
Node RandomDispatch(Chooser& choose);

}  // namespace muster

#endif  // MUSTER_TESTS_PROPERTY_RANDOM_FACT_H_
