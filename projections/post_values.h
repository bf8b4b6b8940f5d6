// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// PostValues: a post in words.
#ifndef MUSTER_PROJECTIONS_POST_VALUES_H_
#define MUSTER_PROJECTIONS_POST_VALUES_H_

#include <array>
#include <string>

#include "projections/posts.h"

namespace muster {

// The value of each dimension of a post, in their order; "unspecified" where it lacks one.
using PostValues = std::array<std::string, kDimensions>;

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_POST_VALUES_H_
