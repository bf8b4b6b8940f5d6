// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Lens: which field reports count for a view (DESIGN section 3).
#ifndef MUSTER_LEDGER_LENS_H_
#define MUSTER_LEDGER_LENS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/date.h"
#include "ledger/grade.h"

namespace muster {

// What a lens looks at in a report, as corrected at the known-at.
struct ReportStanding {
  std::string source;
  std::string agency;
  Grade grade;
  // The best day of `published`; where missing, of `received`, else the day of recorded-at, UTC.
  Day published;
  bool published_assumed = false;  // taken from one of the other two
};

struct Lens {
  // Admitted sources or agencies; empty admits all.
  std::vector<std::string> sources;
  std::optional<Grade> least_grade;
  std::optional<Day> published_by;

  // No condition: every record counts.
  bool IsClear() const { return sources.empty() && !least_grade && !published_by; }

  // Whether an event of this report counts; `event_grade` is the event's own grade, or empty.
  bool Admits(const ReportStanding& report, std::string_view event_grade) const;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_LENS_H_
