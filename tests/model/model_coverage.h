// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The model's coverage (DESIGN section 2, mandate, dispatch and pledge).
#ifndef MUSTER_TESTS_MODEL_MODEL_COVERAGE_H_
#define MUSTER_TESTS_MODEL_MODEL_COVERAGE_H_

#include "projections/view_coverage.h"
#include "tests/model/model_log.h"

namespace muster::model {

Coverage CoverageOn(const Log& log, Day on, const ViewQuery& query);

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_MODEL_COVERAGE_H_
