// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What both properties of the double entry use: the best numbers of groups, and a query over all
// posts.
#ifndef MUSTER_TESTS_EXPORT_GROUP_SUMS_H_
#define MUSTER_TESTS_EXPORT_GROUP_SUMS_H_

#include <cstdint>
#include <map>
#include <string>

#include "projections/view.h"
#include "tests/model/model_log.h"
#include "tests/property/property.h"
#include "tests/property/random_ledger.h"

namespace muster {

// By the group's value.
using GroupSums = std::map<std::string, std::int64_t>;
std::string Show(const GroupSums& sums);

// A random lens, part and known-at, of all posts and without groups.
ViewQuery QueryOfAllPosts(Chooser& choose, const RandomLedger& random, const model::Log& log);

}  // namespace muster

#endif  // MUSTER_TESTS_EXPORT_GROUP_SUMS_H_
