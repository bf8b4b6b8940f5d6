// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// RecordExtract: some records of a log, as a source for folds. What is not in it counts as never
// said.
#ifndef MUSTER_PROJECTIONS_RECORD_EXTRACT_H_
#define MUSTER_PROJECTIONS_RECORD_EXTRACT_H_

#include <map>
#include <vector>

#include "ledger/date.h"
#include "ledger/position.h"
#include "ledger/record_bundle.h"
#include "ledger/status.h"
#include "projections/record_source.h"
#include "projections/view.h"
#include "projections/view_reasons.h"

namespace muster {

// Immutable; safe for concurrent use.
class RecordExtract : public RecordSource {
 public:
  // `size`: of the log, above every record. The reports are those that the records name.
  RecordExtract(ProvedRecords records, LogSize size);

  LogSize size() const override { return size_; }
  StatusOr<RecordPtr> ReadRecord(Position position) const override;
  // Visits the records that are there.
  Status Read(Position from, LogSize until, const Ledger::RecordVisitor& visit) const override;
  StatusOr<std::vector<Position>> ChainMembers(Position root, LogSize until) const override;
  // As first recorded by the records that are there.
  StatusOr<StoredReport> FindReport(const Hash& id) const override;
  StatusOr<std::vector<StoredReport>> Reports() const override;

 private:
  ProvedRecords records_;
  LogSize size_;
  std::map<Hash, StoredReport> reports_;
  std::map<Position, std::vector<Position>> members_;
};

// What makes up the number that `query` asks for, by the records of an extract alone: what
// Views::Why answers if they are all that it needs. The query is one that CheckQuery returned from
// the whole log; whether its names occur is not asked again.
//
// Errors: DATA_LOSS or NOT_FOUND if the records speak of others that are not there.
StatusOr<Reasons> ReasonsOf(const RecordExtract& extract, Day on, const ViewQuery& query);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_RECORD_EXTRACT_H_
