// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Flows, for the model: what changed the best of a set of posts in a period (DESIGN section 4,
// "Flows").
#ifndef MUSTER_TESTS_MODEL_MODEL_FLOWS_H_
#define MUSTER_TESTS_MODEL_MODEL_FLOWS_H_

#include <map>
#include <string>

#include "projections/view.h"
#include "tests/model/model_headcount.h"
#include "tests/model/model_log.h"

namespace muster::model {

// By "arrivals deployment", "losses killed malicious-act", "transfers-in", "unexplained". Those
// that come to nothing are left out.
using FlowSums = std::map<std::string, Number>;

// Of the posts of `world`, made of `log` and `query`, that have these keys.
FlowSums FlowsOver(const World& world, const Log& log, const ViewQuery& query, Day from, Day to,
                   const Keys& keys);

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_MODEL_FLOWS_H_
