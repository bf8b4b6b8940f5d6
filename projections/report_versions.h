// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// ReportVersions: the field reports with their corrections, as they read at a known-at.
#ifndef MUSTER_PROJECTIONS_REPORT_VERSIONS_H_
#define MUSTER_PROJECTIONS_REPORT_VERSIONS_H_

#include <map>
#include <vector>

#include "ledger/position.h"
#include "ledger/sha256.h"
#include "ledger/status.h"
#include "ledger/stored_report.h"
#include "projections/record_source.h"

namespace muster {

namespace v1 {
class Report;
class ReportChange;
}  // namespace v1

// Puts the new values of a change into `report`.
void ApplyReportChange(const v1::ReportChange& change, v1::Report& report);

// Immutable once read.
class ReportVersions {
 public:
  // The reports with a record below `known_at`. Costs a reading of the log. Errors: those of
  // `source`.
  static StatusOr<ReportVersions> At(const RecordSource& source, LogSize known_at);

  struct Versions {
    StoredReport stored;            // as it was appended; the runs of its events below `known_at`
    ReportPtr reads;                // as corrected
    std::vector<Position> changes;  // the amendments of it, ascending
  };
  // Null if there is no such report.
  const Versions* Find(const Hash& id) const;
  // In the order of their first records.
  const std::vector<Versions>& all() const { return all_; }

 private:
  std::vector<Versions> all_;
  std::map<Hash, std::size_t> by_id_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_REPORT_VERSIONS_H_
