// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What a check must find, by the rules of docs/findings, of what was said and of how old it is:
// account-differs, lines-do-not-add-up, likely-duplicate, stale.
#ifndef MUSTER_TESTS_MODEL_MODEL_STATEMENT_FINDINGS_H_
#define MUSTER_TESTS_MODEL_MODEL_STATEMENT_FINDINGS_H_

#include <vector>

#include "projections/view.h"
#include "tests/model/model_findings.h"
#include "tests/model/model_log.h"

namespace muster::model {

// Every finding of these kinds for the known-at and the lens of `query`; `on` is the day of the
// check.
std::vector<Found> StatementFindingsOf(const Log& log, const ViewQuery& query, Day on);

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_MODEL_STATEMENT_FINDINGS_H_
