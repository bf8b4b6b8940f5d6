// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// mixed-dates, published-before: the dates that one report gives, against each other and against
// its own.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/date.h"
#include "projections/findings/finders.h"
#include "projections/findings/finding_words.h"

namespace muster {
namespace {

// The rule of mixed-dates, as docs/findings/mixed-dates.md tells it. Days.
constexpr std::int32_t kFarDays = 183;         // further apart than this is another time
constexpr std::int32_t kSlipDays = 14;         // how well a wrong year must explain a date
constexpr std::int32_t kSlipSpreadDays = 62;   // how close the rest stands together
constexpr std::int32_t kStraySpreadDays = 31;  // likewise, where no year explains it
constexpr std::size_t kStrayRest = 3;          // so many must agree then
// Of claims and musters: so many, and four of five, are of one day, and the others so far from it.
constexpr std::size_t kOneDayTotals = 5;
constexpr std::int32_t kOtherMonthDays = 31;

std::string ReportText(const CheckedReport& report) {
  std::string text = "the report of " + report.source;
  if (!report.title.empty()) text += fmt::format(" ({})", report.title);
  return text;
}

std::map<CheckedReportId, std::vector<const SaidDate*>> DatesByReport(const CheckedLog& log) {
  std::map<CheckedReportId, std::vector<const SaidDate*>> reports;
  for (const SaidDate& date : log.dates) reports[date.report].push_back(&date);
  return reports;
}

// The dates of a report that are far from one of them.
struct FarDates {
  Day first;
  Day last;
  std::size_t count = 0;      // with the report's own date
  bool any_event = false;     // not the report's own date alone
  bool any_movement = false;  // among the events
};

void TakeFar(Day day, FarDates* far) {
  far->first = far->count == 0 ? day : std::min(far->first, day);
  far->last = far->count == 0 ? day : std::max(far->last, day);
  ++far->count;
}

// Whether another year would put `day` among the others.
bool IsSlippedYear(Day day, const FarDates& far) {
  if (far.last.value - far.first.value > kSlipSpreadDays) return false;
  const int middle = far.first.value + (far.last.value - far.first.value) / 2;
  const int years = static_cast<int>(std::lround((middle - day.value) / 365.2425));
  if (years == 0) return false;
  const Day shifted = YearsLater(day, years);
  return far.first - kSlipDays <= shifted && shifted <= far.last + kSlipDays;
}

bool IsStray(const FarDates& far) {
  return far.count >= kStrayRest && far.last.value - far.first.value <= kStraySpreadDays;
}

// Whether `date`, which moves people, is unlike the rest of its report.
bool IsUnlike(const SaidDate& date, const std::vector<const SaidDate*>& all,
              const CheckedReport& report) {
  FarDates far;
  std::size_t near = 0;
  const auto is_far = [&](Day day) {
    return std::abs(std::int64_t{day.value} - date.on.best.value) > kFarDays;
  };
  for (const SaidDate* const other : all) {
    if (!other->own) continue;
    if (!is_far(other->on.best)) {
      ++near;
      continue;
    }
    TakeFar(other->on.best, &far);
    far.any_event = true;
    far.any_movement = far.any_movement || other->moves;
  }
  if (report.published_stated) {
    if (is_far(report.published.best)) {
      TakeFar(report.published.best, &far);
    } else {
      ++near;
    }
  }
  if (!far.any_event || near > far.count) return false;
  // As many on either side: a movement against statements, or else the earlier one, since it is the
  // old year that is still written in January.
  if (near == far.count && far.any_movement && date.on.best > far.first) return false;
  return IsSlippedYear(date.on.best, far) || IsStray(far);
}

// The day of which a report gives totals, if it is of one: a strength return, a deployment map.
std::optional<Day> DayOfTotals(const std::vector<const SaidDate*>& dates) {
  std::map<Day, std::size_t> counts;
  std::size_t all = 0;
  for (const SaidDate* const date : dates) {
    if (!date->total || !date->own) continue;
    ++counts[date->on.best];
    ++all;
  }
  for (const auto& [day, count] : counts) {
    if (count >= kOneDayTotals && 5 * count >= 4 * all) return day;
  }
  return std::nullopt;
}

bool IsOfAnotherDay(const SaidDate& date, Day day) {
  return date.total && date.own &&
         std::abs(std::int64_t{date.on.best.value} - day.value) > kOtherMonthDays;
}

}  // namespace

Status FindMixedDates(CheckedState& state, FindingList* findings) {
  for (const auto& [id, dates] : DatesByReport(state.log)) {
    const CheckedReport& report = state.log.reports[id];
    std::vector<Position> unlike;
    std::optional<Day> first;
    const std::optional<Day> day = DayOfTotals(dates);
    for (const SaidDate* const date : dates) {
      const bool odd_total = day && IsOfAnotherDay(*date, *day);
      const bool odd_movement = date->moves && date->own && IsUnlike(*date, dates, report);
      if (!odd_total && !odd_movement) continue;
      unlike.push_back(date->position);
      if (!first) first = date->on.best;
    }
    if (unlike.empty()) continue;
    Finding finding = NewFinding("mixed-dates", std::move(unlike));
    finding.on = first;
    finding.message = fmt::format("{} dates {} unlike the rest of it: {}", ReportText(report),
                                  RecordsText(finding.positions), FormatDay(*first));
    finding.remedy =
        "read the report again and amend a date that was misread; if the report itself is wrong, "
        "amend it with `why: revised` from a report that is right, or settle this with a "
        "resolution";
    findings->push_back(std::move(finding));
  }
  return OkStatus();
}

Status FindPublishedBefore(CheckedState& state, FindingList* findings) {
  for (const auto& [id, dates] : DatesByReport(state.log)) {
    const CheckedReport& report = state.log.reports[id];
    std::vector<Position> ahead;
    std::optional<Day> first;
    for (const SaidDate* const date : dates) {
      if (date->on.earliest <= report.published.latest) continue;
      ahead.push_back(date->position);
      if (!first) first = date->on.earliest;
    }
    if (ahead.empty()) continue;
    Finding finding = NewFinding("published-before", std::move(ahead));
    finding.on = first;
    finding.message = fmt::format(
        "{} {} {}, before the day of {}: {}", ReportText(report),
        report.published_stated ? "was published by" : "gives no date of its own and was there by",
        FormatDay(report.published.latest), RecordsText(finding.positions), FormatDay(*first));
    finding.remedy =
        "see whether the date of the event or the report's `published` is wrong, and amend it; "
        "what "
        "is only planned is no event yet";
    findings->push_back(std::move(finding));
  }
  return OkStatus();
}

}  // namespace muster
