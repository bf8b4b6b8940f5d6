// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Chain store: events with their accounts and corrections, folded without a lens, as admission
// needs them.
#ifndef MUSTER_LEDGER_CHAIN_STORE_H_
#define MUSTER_LEDGER_CHAIN_STORE_H_

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/chain.h"
#include "ledger/log.h"
#include "ledger/position.h"
#include "ledger/record_reader.h"
#include "ledger/status.h"

namespace muster {

// The positions of the later members of the chain that begins at `root`, ascending, below `until`,
// of those the log has acknowledged. Errors: DATA_LOSS.
StatusOr<std::vector<Position>> ChainMembersOf(const Log& log, Position root, LogSize until);

// Thread-compatible. Changes are made at once, and kept by Commit or undone by Rollback.
class ChainStore {
 public:
  // Both must outlive the store.
  ChainStore(const Log& log, const RecordReader& records) : log_(log), records_(records) {}

  // The chain that begins at `root`; valid until the next Commit, Rollback or Shrink.
  // Errors: NOT_FOUND if there is no such record; DATA_LOSS.
  StatusOr<const Chain*> Get(Position root);

  // Adds a member. Errors: as above.
  Status Add(Position root, Position position, const v1::Record& member);

  // Adds to `entries` what the changes write to Table::kChains.
  void Write(std::vector<TableEntry>& entries) const;
  void Commit();
  // REQUIRES: the record reader is rolled back.
  void Rollback();
  // The log has acknowledged so much; forgets the chains if too many are kept in memory.
  void Shrink(LogSize acknowledged);

 private:
  StatusOr<Chain*> Load(Position root);

  const Log& log_;
  const RecordReader& records_;
  std::map<Position, Chain> chains_;
  // Root and member of those that this append has added, and of those that the log may not have
  // yet.
  std::vector<std::pair<Position, Position>> added_;
  std::set<std::pair<Position, Position>> under_way_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_CHAIN_STORE_H_
