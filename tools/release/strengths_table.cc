// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/release/strengths_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "muster/v1/record.pb.h"
#include "projections/view_words.h"
#include "tools/output/csv.h"
#include "tools/release/people_cells.h"

namespace muster {
namespace {

constexpr const char* kDimensionsOfGroups[] = {"mission", "contributor", "component"};
constexpr const char* kFirstDay = "0001-01-01";
constexpr const char* kLastDay = "9999-12-31";
constexpr std::size_t kMonthDigits = 7;  // of "2025-01-31"

ViewQuery QueryOf(const ReleaseState& state) {
  ViewQuery query;
  query.known_at = state.release.size();
  query.progress = state.progress;
  return query;
}

ViewQuery GroupsOf(const ReleaseState& state) {
  ViewQuery query = QueryOf(state);
  query.by.assign(std::begin(kDimensionsOfGroups), std::end(kDimensionsOfGroups));
  return query;
}

// The first day on which anything changes, and the last; nullopt if nothing ever does.
StatusOr<std::optional<std::pair<Day, Day>>> DaysOfChanges(const Views& views,
                                                           const ReleaseState& state) {
  MUSTER_ASSIGN_OR_RETURN(const Day first, ParseDay(kFirstDay));
  MUSTER_ASSIGN_OR_RETURN(const Day last, ParseDay(kLastDay));
  MUSTER_ASSIGN_OR_RETURN(const Timeline total,
                          views.TimelineOver(first, last, Step::kChange, QueryOf(state)));
  MUSTER_ASSIGN_OR_RETURN(const Headcount end, views.HeadcountOn(last, QueryOf(state)));
  // The strength of all may stay while people move within it.
  const std::optional<Day> latest = end.total.latest;
  std::optional<std::pair<Day, Day>> days;
  if (total.totals.size() > 1) days.emplace(total.totals[1].on, total.totals.back().on);
  if (!latest) return days;
  if (!days) days.emplace(*latest, *latest);
  days->first = std::min(days->first, *latest);
  days->second = std::max(days->second, *latest);
  return days;
}

// The last day of the month.
StatusOr<Day> EndOfMonth(Day day) {
  Day end = day;
  const std::string month = FormatDay(day).substr(0, kMonthDigits);
  while (FormatDay(end + 1).starts_with(month)) end = end + 1;
  return end;
}

bool IsNobodyAtAll(const People& people) { return people == People{0, 0, 0}; }

// What corrections among the records say of themselves.
class CorrectionNotes {
 public:
  explicit CorrectionNotes(const Ledger& ledger) : ledger_(ledger) {}

  // "12: two were sent back; 14: misread", or empty.
  StatusOr<std::string> Of(const std::vector<Position>& records) {
    std::string text;
    for (const Position position : records) {
      auto found = notes_.find(position);
      if (found == notes_.end()) {
        MUSTER_ASSIGN_OR_RETURN(const RecordPtr record, ledger_.ReadRecord(position));
        found = notes_.emplace(position, NoteOf(record->event())).first;
      }
      if (found->second.empty()) continue;
      text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", position.value, found->second);
    }
    return text;
  }

 private:
  static std::string NoteOf(const v1::Event& event) {
    if (event.has_amendment()) return event.amendment().note();
    if (event.has_retraction()) return event.retraction().note();
    return {};
  }

  const Ledger& ledger_;
  std::map<Position, std::string> notes_;
};

std::string PositionsCell(const std::vector<Position>& positions) {
  std::string text;
  for (const Position position : positions) {
    text += fmt::format("{}{}", text.empty() ? "" : " ", position.value);
  }
  return text;
}

}  // namespace

Status WriteStrengths(const ReleaseState& state, const Ledger& /*ledger*/, const Views& views,
                      FileWriter& out) {
  MUSTER_ASSIGN_OR_RETURN(const auto days, DaysOfChanges(views, state));
  if (!days) return OkStatus();
  MUSTER_ASSIGN_OR_RETURN(const Day until, EndOfMonth(days->second));
  MUSTER_ASSIGN_OR_RETURN(const Timeline timeline,
                          views.TimelineOver(days->first, until, Step::kMonth, GroupsOf(state)));
  for (const Timeline::Point& point : timeline.points) {
    if (IsNobodyAtAll(point.group.strength)) continue;
    std::vector<std::string> cells = point.group.keys;
    cells.push_back(FormatDay(point.on).substr(0, kMonthDigits));
    AddPeopleCells(point.group.strength, cells);
    cells.emplace_back(BasisName(point.group.basis));
    out.Write(CsvLine(cells));
  }
  return OkStatus();
}

Status WriteChanges(const ReleaseState& state, const Ledger& ledger, const Views& views,
                    FileWriter& out) {
  if (!state.previous) return OkStatus();
  MUSTER_ASSIGN_OR_RETURN(
      const Diff diff,
      views.DiffOf(state.previous->size(), state.release.size(), std::nullopt, GroupsOf(state)));
  CorrectionNotes notes(ledger);
  for (const Revision& row : diff.rows) {
    std::vector<std::string> cells = row.change.keys;
    cells.push_back(row.on ? FormatDay(*row.on) : std::string());
    cells.push_back(row.until ? FormatDay(*row.until) : std::string());
    AddPeopleCells(row.change.was, cells);
    AddPeopleCells(row.change.is, cells);
    cells.push_back(PositionsCell(row.change.because));
    MUSTER_ASSIGN_OR_RETURN(std::string note, notes.Of(row.change.because));
    cells.push_back(std::move(note));
    out.Write(CsvLine(cells));
  }
  return OkStatus();
}

}  // namespace muster
