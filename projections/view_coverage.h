// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What a coverage answers: what is authorised, pledged, deployed, absent and in transit, side by
// side. Plain values, as in view.h.
#ifndef MUSTER_PROJECTIONS_VIEW_COVERAGE_H_
#define MUSTER_PROJECTIONS_VIEW_COVERAGE_H_

#include <optional>
#include <string>
#include <vector>

#include "ledger/date.h"
#include "ledger/position.h"
#include "projections/view.h"

namespace muster {

struct CoverageRow {
  std::vector<std::string> keys;  // one for each of `by`
  // The mandates in force on the day. nullopt where none is, and of anything but whole missions:
  // nobody authorises a contributor or a component.
  std::optional<People> authorised;
  // nullopt where no pledge stands whose scope lies within the group.
  std::optional<People> pledged;
  People deployed;                // the headcount
  People absent;                  // of them, those with a duty below `absent`
  People in_transit = {0, 0, 0};  // dispatched and not yet arrived; not among the deployed
  friend bool operator==(const CoverageRow&, const CoverageRow&) = default;
};

struct Coverage {
  Day on;
  LogSize known_at;
  std::vector<std::string> by;
  std::vector<CoverageRow> rows;  // ordered by their keys
  CoverageRow total;              // without keys
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_VIEW_COVERAGE_H_
