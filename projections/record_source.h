// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// RecordSource: where a fold reads earlier records again, those of a chain that a correction is
// about.
#ifndef MUSTER_PROJECTIONS_RECORD_SOURCE_H_
#define MUSTER_PROJECTIONS_RECORD_SOURCE_H_

#include <vector>

#include "ledger/chain.h"
#include "ledger/ledger.h"
#include "ledger/position.h"
#include "ledger/status.h"

namespace muster {

// Thread-safety: safe for concurrent use.
class RecordSource {
 public:
  virtual ~RecordSource() = default;
  virtual LogSize size() const = 0;
  // Errors: NOT_FOUND, DATA_LOSS.
  virtual StatusOr<RecordPtr> ReadRecord(Position position) const = 0;
  virtual Status Read(Position from, LogSize until, const Ledger::RecordVisitor& visit) const = 0;
  // The later members of the chain that begins at `root`, ascending, below `until`.
  virtual StatusOr<std::vector<Position>> ChainMembers(Position root, LogSize until) const = 0;
  // The field report of a record. Errors: NOT_FOUND, DATA_LOSS.
  virtual StatusOr<StoredReport> FindReport(const Hash& id) const = 0;
  // Every field report of the records.
  virtual StatusOr<std::vector<StoredReport>> Reports() const = 0;
};

// What a record is about, each once, by its position: the targets of an account, an amendment of an
// event, a retraction. It is a later member of their chains, and if one is an account, also of the
// chains of what that is of.
std::vector<Position> TargetsOf(const v1::Record& record);

// The chain that begins at `root`, with its members below `known_at`, without a lens. Errors: those
// of `source`.
StatusOr<Chain> ReadChain(const RecordSource& source, Position root, LogSize known_at);

// Whether a record is a later member of the chain that begins at `root`. Errors: those of `source`.
StatusOr<bool> IsMember(const v1::Record& record, Position root, const RecordSource& source);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_RECORD_SOURCE_H_
