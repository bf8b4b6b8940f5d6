// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The model's reconciliation (DESIGN section 4, "Claims are compared").
#ifndef MUSTER_TESTS_MODEL_MODEL_CLAIMS_H_
#define MUSTER_TESTS_MODEL_MODEL_CLAIMS_H_

#include <optional>

#include "projections/view_claims.h"
#include "tests/model/model_log.h"

namespace muster::model {

// Every claim, and every line of one. Of the movements that explain a disagreement, `kind` and
// `who` are left out.
Reconciliation Reconcile(const Log& log, std::optional<Day> since, const ViewQuery& query);

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_MODEL_CLAIMS_H_
