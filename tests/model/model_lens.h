// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The reports that a view's lens admits (DESIGN section 3, "The lens").
#ifndef MUSTER_TESTS_MODEL_MODEL_LENS_H_
#define MUSTER_TESTS_MODEL_MODEL_LENS_H_

#include <cstdint>
#include <set>
#include <string>

#include "ledger/lens.h"
#include "tests/model/model_log.h"

namespace muster::model {

// Whether the lens admits the report of the record at `position`, as reports read at `known_at`.
// Records without a report always count. A correction of a report's metadata applies whatever the
// lens: it says what the lens looks at.
bool Admits(const Lens& lens, const Log& log, std::uint64_t known_at, std::uint64_t position);

// The metadata of the report with this id, with the corrections below `known_at`.
v1::Report CorrectedReport(const Log& log, std::uint64_t known_at, const std::string& id);

// The sources and agencies of the reports that have records below `known_at`, as they read then.
std::set<std::string> SourcesAt(const Log& log, std::uint64_t known_at);

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_MODEL_LENS_H_
