// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What a check must find, by the rule of docs/findings/mixed-dates.md, of the dates that one report
// gives.
#ifndef MUSTER_TESTS_MODEL_MODEL_REPORT_DATES_H_
#define MUSTER_TESTS_MODEL_MODEL_REPORT_DATES_H_

#include <vector>

#include "projections/view.h"
#include "tests/model/model_findings.h"
#include "tests/model/model_log.h"

namespace muster::model {

// Every mixed-dates for the known-at and the lens of `query`.
// REQUIRES: no record amends or retracts another; corrections of reports are welcome.
std::vector<Found> MixedDatesOf(const Log& log, const ViewQuery& query);

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_MODEL_REPORT_DATES_H_
