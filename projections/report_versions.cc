// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/report_versions.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"

namespace muster {

void ApplyReportChange(const v1::ReportChange& change, v1::Report& report) {
  for (const std::string& field : change.fields()) {
    if (field == "source") report.set_source(change.source());
    if (field == "grade") report.set_grade(change.grade());
    if (field != "published") continue;
    report.clear_published();
    if (change.has_published()) *report.mutable_published() = change.published();
  }
}

namespace {

// The same report appended again may have given further events later.
void CutRuns(LogSize known_at, std::vector<StoredReport::Run>& runs) {
  std::erase_if(runs, [&](const StoredReport::Run& run) { return !Holds(known_at, run.position); });
  for (StoredReport::Run& run : runs) {
    run.count = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(run.count, known_at.value - run.position.value));
  }
}

}  // namespace

StatusOr<ReportVersions> ReportVersions::At(const RecordSource& source, LogSize known_at) {
  ReportVersions versions;
  MUSTER_ASSIGN_OR_RETURN(std::vector<StoredReport> reports, source.Reports());
  for (StoredReport& report : reports) {
    if (!Holds(known_at, report.first_position)) continue;
    CutRuns(known_at, report.runs);
    versions.by_id_.emplace(report.id, versions.all_.size());
    ReportPtr reads = report.report;
    versions.all_.push_back({std::move(report), std::move(reads), {}});
  }
  MUSTER_RETURN_IF_ERROR(
      source.Read(Position{0}, known_at, [&versions](Position position, const v1::Record& record) {
        const v1::Event& event = record.event();
        if (!event.has_amendment() || !event.amendment().has_report_change()) return OkStatus();
        const v1::ReportChange& change = event.amendment().report_change();
        const auto found = versions.by_id_.find(HashFromBytes(change.report()));
        if (found == versions.by_id_.end()) return OkStatus();
        Versions& changed = versions.all_[found->second];
        auto report = std::make_shared<v1::Report>(*changed.reads);
        ApplyReportChange(change, *report);
        changed.reads = std::move(report);
        changed.changes.push_back(position);
        return OkStatus();
      }));
  return versions;
}

const ReportVersions::Versions* ReportVersions::Find(const Hash& id) const {
  const auto found = by_id_.find(id);
  return found != by_id_.end() ? &all_[found->second] : nullptr;
}

}  // namespace muster
