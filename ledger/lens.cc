// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/lens.h"

#include <algorithm>

namespace muster {
namespace {

// An event's own grade before its report's, part by part: "3" beside a report of "B2" is "B3".
Grade EffectiveGrade(const Grade& report, std::string_view event_grade) {
  if (event_grade.empty()) return report;
  const StatusOr<Grade> own = ParseGrade(event_grade);
  if (!own.ok()) return report;
  Grade grade = report;
  if (own->reliability != 0) grade.reliability = own->reliability;
  if (own->credibility != 0) grade.credibility = own->credibility;
  return grade;
}

}  // namespace

bool Lens::Admits(const ReportStanding& report, std::string_view event_grade) const {
  if (!sources.empty() &&
      std::none_of(sources.begin(), sources.end(), [&report](const std::string& source) {
        return source == report.source || source == report.agency;
      })) {
    return false;
  }
  if (least_grade && !IsAtLeast(EffectiveGrade(report.grade, event_grade), *least_grade)) {
    return false;
  }
  return !published_by || report.published <= *published_by;
}

}  // namespace muster
