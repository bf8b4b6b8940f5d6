// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The model's tally of what rests on each source.
#ifndef MUSTER_TESTS_MODEL_MODEL_SOURCES_H_
#define MUSTER_TESTS_MODEL_MODEL_SOURCES_H_

#include <cstdint>
#include <vector>

#include "projections/source_tally.h"
#include "tests/model/model_log.h"

namespace muster::model {

// By source, as the reports read at `known_at`.
std::vector<SourceTally> TallySources(const Log& log, std::uint64_t known_at);

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_MODEL_SOURCES_H_
