// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// NewRecords: the records between two states of knowledge, with the events that each is about.
#ifndef MUSTER_PROJECTIONS_NEW_RECORDS_H_
#define MUSTER_PROJECTIONS_NEW_RECORDS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "ledger/position.h"
#include "ledger/status.h"
#include "projections/record_source.h"

namespace muster {

// Immutable once read.
class NewRecords {
 public:
  // Those of [from, to). `through_lens`: a change of a report is about the events that the report
  // speaks of; else it changes no answer. Errors: those of `source`.
  static StatusOr<NewRecords> Read(const RecordSource& source, LogSize from, LogSize to,
                                   bool through_lens);

  // The events, by the first members of their chains: the record itself, and what an account or a
  // correction is about, through an account that it corrects. Records about nothing are left out.
  const std::map<Position, std::vector<Position>>& about() const { return about_; }

 private:
  // Reports that changed, by their ids, and the records that changed them.
  using ReportChanges = std::map<std::string, std::vector<Position>>;

  Status AddReportChanges(const RecordSource& source, LogSize to, const ReportChanges& changes);

  std::map<Position, std::vector<Position>> about_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_NEW_RECORDS_H_
