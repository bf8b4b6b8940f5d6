// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Scopes as claims, pledges and dispatches state them, for the model: what is known of their posts
// without looking at any.
#ifndef MUSTER_TESTS_MODEL_MODEL_SCOPE_H_
#define MUSTER_TESTS_MODEL_MODEL_SCOPE_H_

#include <set>
#include <string>
#include <vector>

#include "projections/view.h"
#include "tests/model/model_post.h"
#include "tests/model/model_registry.h"

namespace muster::model {

// What the scope says of a dimension, in the order of writing: of narrower and wider alternatives
// together, those that fulfil both. Empty: any value.
std::vector<std::string> Said(const Scope& scope, const std::string& dimension);

// The values that posts of the scope may have, as far as it tells: what it says, and what the
// contingents that it names fix. `dimension` may be "label.NAME". Empty: any value.
std::set<std::string> ValuesOf(const Scope& scope, const std::string& dimension,
                               const Contingents& contingents);

// Whether all its posts fulfil the conditions, as far as it tells.
bool LiesWithin(const Scope& scope, const std::vector<Condition>& conditions,
                const Contingents& contingents);

// The conditions of a scope as those of a query.
std::vector<Condition> ConditionsOf(const Scope& scope);

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_MODEL_SCOPE_H_
