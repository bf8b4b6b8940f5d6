// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Step 4 of DESIGN section 4: the best numbers by plain double entry.
#ifndef MUSTER_TESTS_MODEL_MODEL_FOLD_H_
#define MUSTER_TESTS_MODEL_MODEL_FOLD_H_

#include <map>
#include <vector>

#include "tests/model/model_movement.h"
#include "tests/model/model_setting.h"

namespace muster::model {

// The best of every post at the end of a day, `abroad` (nullopt) included.
using Levels = std::map<End, Number>;

Levels Fold(int day, const std::vector<Movement>& movements, const std::vector<Setting>& settings);

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_MODEL_FOLD_H_
