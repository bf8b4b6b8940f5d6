// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// LedgerSource: the records of a ledger as a source for folds.
#ifndef MUSTER_PROJECTIONS_LEDGER_SOURCE_H_
#define MUSTER_PROJECTIONS_LEDGER_SOURCE_H_

#include <span>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/position.h"
#include "ledger/status.h"
#include "projections/record_source.h"

namespace muster {

// The records of a ledger, and behind them some that it does not hold yet.
class LedgerSource : public RecordSource {
 public:
  // `ledger` outlives the source. The pending records stand at `ledger_size` and behind it.
  LedgerSource(const Ledger& ledger, LogSize ledger_size, std::vector<RecordPtr> pending = {},
               std::vector<StoredReport> pending_reports = {});

  LogSize size() const override;
  StatusOr<RecordPtr> ReadRecord(Position position) const override;
  Status Read(Position from, LogSize until, const Ledger::RecordVisitor& visit) const override;
  StatusOr<std::vector<Position>> ChainMembers(Position root, LogSize until) const override;
  StatusOr<StoredReport> FindReport(const Hash& id) const override;
  StatusOr<std::vector<StoredReport>> Reports() const override;

  const Ledger& ledger() const { return ledger_; }
  std::span<const RecordPtr> pending() const { return pending_; }
  std::span<const StoredReport> pending_reports() const { return pending_reports_; }

 private:
  const Ledger& ledger_;
  LogSize ledger_size_;
  std::vector<RecordPtr> pending_;
  std::vector<StoredReport> pending_reports_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_LEDGER_SOURCE_H_
