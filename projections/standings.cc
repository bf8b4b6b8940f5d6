// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/standings.h"

#include <set>
#include <utility>

#include "ledger/clock.h"
#include "ledger/date.h"
#include "ledger/grade.h"
#include "ledger/sha256.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"

namespace muster {
namespace {

// A grade that was admitted parses; what a later version of the program admitted counts as none.
Grade GradeOf(const std::string& text) {
  if (text.empty()) return {};
  const StatusOr<Grade> grade = ParseGrade(text);
  return grade.ok() ? *grade : Grade();
}

// The day that stands for `published` where that is missing.
Day AssumedDay(const StoredReport& stored) {
  const v1::Report& report = *stored.report;
  return report.has_received() ? BoundsOf(report.received()).best : DayOf(stored.recorded_at);
}

ReportStanding StandingOf(const StoredReport& stored) {
  const v1::Report& report = *stored.report;
  ReportStanding standing;
  standing.source = report.source();
  standing.agency = report.agency();
  standing.grade = GradeOf(report.grade());
  standing.published_assumed = !report.has_published();
  standing.published =
      report.has_published() ? BoundsOf(report.published()).best : AssumedDay(stored);
  return standing;
}

}  // namespace

StatusOr<Standings> Standings::At(const RecordSource& source, LogSize known_at,
                                  LogSize amended_until) {
  Standings standings;
  MUSTER_ASSIGN_OR_RETURN(const std::vector<StoredReport> reports, source.Reports());
  for (const StoredReport& report : reports) {
    if (!Holds(known_at, report.first_position)) continue;
    const std::string id = ToBytes(report.id);
    standings.standings_.emplace(id, StandingOf(report));
    standings.assumed_days_.emplace(id, AssumedDay(report));
  }
  MUSTER_RETURN_IF_ERROR(
      source.Read(Position{0}, amended_until, [&](Position, const v1::Record& record) {
        const v1::Event& event = record.event();
        if (event.has_amendment() && event.amendment().has_report_change()) {
          standings.Apply(event.amendment().report_change());
        }
        return OkStatus();
      }));
  return standings;
}

void Standings::Apply(const v1::ReportChange& change) {
  const auto found = standings_.find(change.report());
  if (found == standings_.end()) return;
  ReportStanding& standing = found->second;
  for (const std::string& field : change.fields()) {
    if (field == "source") standing.source = change.source();
    if (field == "grade") standing.grade = GradeOf(change.grade());
    if (field == "published") {
      standing.published_assumed = !change.has_published();
      standing.published = change.has_published() ? BoundsOf(change.published()).best
                                                  : assumed_days_.at(change.report());
    }
  }
}

const ReportStanding* Standings::Find(const std::string& report) const {
  const auto found = standings_.find(report);
  return found == standings_.end() ? nullptr : &found->second;
}

bool Standings::Admits(const Lens& lens, const v1::Record& record,
                       std::string_view own_grade) const {
  if (record.report().empty()) return true;
  const ReportStanding* standing = Find(record.report());
  return standing != nullptr && lens.Admits(*standing, own_grade);
}

bool Standings::Admits(const Lens& lens, const v1::Record& record) const {
  return Admits(lens, record, record.event().grade());
}

std::vector<std::string> Standings::Sources() const {
  std::set<std::string> sources;
  for (const auto& [id, standing] : standings_) {
    sources.insert(standing.source);
    if (!standing.agency.empty()) sources.insert(standing.agency);
  }
  return {sources.begin(), sources.end()};
}

}  // namespace muster
