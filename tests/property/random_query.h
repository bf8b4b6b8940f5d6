// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Random queries of random ledgers, and answers shown beside each other.
#ifndef MUSTER_TESTS_PROPERTY_RANDOM_QUERY_H_
#define MUSTER_TESTS_PROPERTY_RANDOM_QUERY_H_

#include <optional>
#include <string>
#include <vector>

#include "projections/view.h"
#include "projections/view_claims.h"
#include "projections/view_coverage.h"
#include "tests/model/model_log.h"
#include "tests/property/choices.h"

namespace muster {

// A day within the random world or a little outside it.
Day RandomQueryDay(Chooser& choose);
Step RandomStep(Chooser& choose);
Lens RandomLens(Chooser& choose);

// `size`: of the log.
ViewQuery RandomQuery(Chooser& choose, LogSize size);

// Takes away the conditions that no post of the ledger fulfils at the query's known-at, and the
// sources that no report has then: their values may be unknown, and a view would say so instead of
// answering.
void DropUnknownValues(const model::Log& log, ViewQuery* query);

std::string Show(const ViewQuery& query);
std::string Show(const Group& group);
std::string Show(const Headcount& headcount);
std::string Show(const Timeline& timeline);
// Without the kinds of explaining movements and whom they moved, which the model does not tell.
std::string Show(const Reconciliation& reconciliation);
std::string Show(const Coverage& coverage);

}  // namespace muster

#endif  // MUSTER_TESTS_PROPERTY_RANDOM_QUERY_H_
