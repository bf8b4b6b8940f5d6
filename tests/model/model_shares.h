// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Compares the shares of a number with the number, and with the walks of the model that gave it.
#ifndef MUSTER_TESTS_MODEL_MODEL_SHARES_H_
#define MUSTER_TESTS_MODEL_MODEL_SHARES_H_

#include <string>

#include "projections/view_reasons.h"
#include "tests/model/model_bounds.h"

namespace muster::model {

// What is wrong with the shares; empty if they add up, for each of the three numbers, and are those
// of a walk that gave the number. Shares of one record are compared together. `strength`: the
// model's, of the same posts on the same day.
std::string FaultOfShares(const Reasons& reasons, const Strength& strength);

std::string Show(const Reasons& reasons);

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_MODEL_SHARES_H_
