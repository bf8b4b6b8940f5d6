// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// CorrectedReports: the metadata of field reports as corrected at a known-at.
#ifndef MUSTER_PROJECTIONS_CORRECTED_REPORTS_H_
#define MUSTER_PROJECTIONS_CORRECTED_REPORTS_H_

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/position.h"
#include "ledger/sha256.h"
#include "ledger/status.h"
#include "ledger/stored_report.h"
#include "projections/fact_table.h"
#include "projections/record_source.h"

namespace muster {

// Remembers what it found. Thread-compatible.
class CorrectedReports {
 public:
  // `changes`: the positions of the amendments of reports, ascending. `source` outlives the object.
  // Errors: those of `source`.
  static StatusOr<CorrectedReports> At(const RecordSource& source,
                                       std::span<const FactPosition> changes, LogSize known_at);

  // The report of a record; null of one that a command wrote. Errors: those of `source`.
  StatusOr<ReportPtr> Of(const v1::Record& record);
  // The amendments of the report of that id, in log order.
  const std::vector<RecordPtr>& ChangesOf(const Hash& id) const;

 private:
  explicit CorrectedReports(const RecordSource& source) : source_(&source) {}

  const RecordSource* source_;
  // By the 32 bytes of the report's id: the records of its amendments.
  std::unordered_map<std::string, std::vector<RecordPtr>> changes_;
  std::unordered_map<std::string, ReportPtr> found_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_CORRECTED_REPORTS_H_
