// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/ledger_source.h"

#include <algorithm>
#include <utility>

#include "muster/v1/record.pb.h"

namespace muster {

LedgerSource::LedgerSource(const Ledger& ledger, LogSize ledger_size,
                           std::vector<RecordPtr> pending,
                           std::vector<StoredReport> pending_reports)
    : ledger_(ledger),
      ledger_size_(ledger_size),
      pending_(std::move(pending)),
      pending_reports_(std::move(pending_reports)) {}

LogSize LedgerSource::size() const { return LogSize{ledger_size_.value + pending_.size()}; }

StatusOr<RecordPtr> LedgerSource::ReadRecord(Position position) const {
  if (Holds(ledger_size_, position)) return ledger_.ReadRecord(position);
  if (!Holds(size(), position)) {
    return NotFound("there is no record at position {}", position.value);
  }
  return pending_[position.value - ledger_size_.value];
}

Status LedgerSource::Read(Position from, LogSize until, const Ledger::RecordVisitor& visit) const {
  if (Holds(ledger_size_, from)) {
    MUSTER_RETURN_IF_ERROR(ledger_.Read(from, std::min(until, ledger_size_), visit));
  }
  for (std::uint64_t p = std::max(from.value, ledger_size_.value); p < until.value; ++p) {
    MUSTER_RETURN_IF_ERROR(visit(Position{p}, *pending_[p - ledger_size_.value]));
  }
  return OkStatus();
}

StatusOr<std::vector<Position>> LedgerSource::ChainMembers(Position root, LogSize until) const {
  std::vector<Position> members;
  if (Holds(ledger_size_, root)) {
    MUSTER_ASSIGN_OR_RETURN(members, ledger_.ChainMembers(root, std::min(until, ledger_size_)));
  }
  for (std::uint64_t p = ledger_size_.value; p < std::min(until, size()).value; ++p) {
    MUSTER_ASSIGN_OR_RETURN(const bool is_member,
                            IsMember(*pending_[p - ledger_size_.value], root, *this));
    if (is_member) members.push_back(Position{p});
  }
  return members;
}

StatusOr<StoredReport> LedgerSource::FindReport(const Hash& id) const {
  for (const StoredReport& report : pending_reports_) {
    if (report.id == id) return report;
  }
  return ledger_.FindReport(id);
}

StatusOr<std::vector<StoredReport>> LedgerSource::Reports() const {
  MUSTER_ASSIGN_OR_RETURN(std::vector<StoredReport> reports, ledger_.Reports());
  reports.insert(reports.end(), pending_reports_.begin(), pending_reports_.end());
  return reports;
}

}  // namespace muster
