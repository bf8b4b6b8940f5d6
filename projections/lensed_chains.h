// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// LensedChains: the events and accounts of a log that others speak of, each with all that is about
// it, as a lens has them (DESIGN section 3).
#ifndef MUSTER_PROJECTIONS_LENSED_CHAINS_H_
#define MUSTER_PROJECTIONS_LENSED_CHAINS_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ledger/chain.h"
#include "ledger/lens.h"
#include "ledger/position.h"
#include "ledger/status.h"
#include "projections/record_source.h"
#include "projections/standings.h"

namespace muster {

// A later member of a chain.
struct ChainMember {
  Position position;
  std::shared_ptr<const v1::Record> record;
};

// An event, or an account, with all that is about it, in log order.
struct LensedChain {
  RecordPtr first;
  std::vector<ChainMember> members;
};

// How a chain reads depends on all its members, so the records are taken in first, then completed;
// the answers below Complete are those of a complete object. Thread-compatible.
class LensedChains {
 public:
  // Both outlive the object. `standings` may be null if the lens is clear.
  LensedChains(const Lens& lens, const Standings* standings) : lens_(lens), standings_(standings) {}

  // Takes in a record, in the order of the log. False, and nothing, if it is about no other one.
  bool Add(Position position, const v1::Record& record);
  // Whether the lens admits the record as it was recorded.
  bool Admits(const v1::Record& record) const;

  // Reads the first records; what corrects an account becomes a member of the chains that the
  // account is of. Errors: those of `source`.
  Status Complete(const RecordSource& source);

  // Takes in one event with the accounts of it that were corrected, by the records below
  // `known_at`: all that Add and Complete would take in of it. Errors: those of `source`.
  Status Read(const RecordSource& source, Position root, LogSize known_at);

  const std::map<Position, LensedChain>& all() const { return chains_; }
  bool Contains(Position root) const { return chains_.contains(root); }
  // The own grade of the first record of a chain, as corrected; empty if it has none.
  // REQUIRES: Contains(root).
  std::string GradeOfFirst(Position root) const;
  // Whether the lens admits the first record of a chain. REQUIRES: Contains(root).
  bool AdmitsFirst(Position root) const;
  // An account that was corrected begins a chain itself.
  bool AdmitsMember(const ChainMember& member) const;
  // The chain that begins at `root` as the lens has it. REQUIRES: Contains(root).
  Chain Fold(Position root) const;

 private:
  const Lens& lens_;
  const Standings* const standings_;
  std::map<Position, LensedChain> chains_;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_LENSED_CHAINS_H_
