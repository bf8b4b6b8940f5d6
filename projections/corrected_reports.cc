// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/corrected_reports.h"

#include <memory>
#include <utility>

#include "ledger/sha256.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "projections/report_versions.h"

namespace muster {

StatusOr<CorrectedReports> CorrectedReports::At(const RecordSource& source,
                                                std::span<const FactPosition> changes,
                                                LogSize known_at) {
  CorrectedReports reports(source);
  for (const FactPosition position : changes) {
    if (!Holds(known_at, Position{position})) break;
    MUSTER_ASSIGN_OR_RETURN(RecordPtr record, source.ReadRecord(Position{position}));
    std::string id = record->event().amendment().report_change().report();
    reports.changes_[std::move(id)].push_back(std::move(record));
  }
  return reports;
}

StatusOr<ReportPtr> CorrectedReports::Of(const v1::Record& record) {
  const std::string& id = record.report();
  if (id.empty()) return ReportPtr();
  const auto found = found_.find(id);
  if (found != found_.end()) return found->second;
  MUSTER_ASSIGN_OR_RETURN(const StoredReport stored, source_->FindReport(HashFromBytes(id)));
  ReportPtr report = stored.report;
  const auto changes = changes_.find(id);
  if (changes != changes_.end()) {
    auto corrected = std::make_shared<v1::Report>(*report);
    for (const RecordPtr& change : changes->second) {
      ApplyReportChange(change->event().amendment().report_change(), *corrected);
    }
    report = std::move(corrected);
  }
  return found_.emplace(id, std::move(report)).first->second;
}

const std::vector<RecordPtr>& CorrectedReports::ChangesOf(const Hash& id) const {
  static const auto* const kNone = new std::vector<RecordPtr>();
  const auto found = changes_.find(ToBytes(id));
  return found != changes_.end() ? found->second : *kNone;
}

}  // namespace muster
