// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Chain: an event with its accounts and corrections, and how it reads (DESIGN sections 2 and 3).
// The ledger needs it to resolve targets and defaults on events as corrected, the projections to
// count. An account begins a chain of its own, for it may be amended and retracted, too; what
// corrects it is a member of both chains.
#ifndef MUSTER_LEDGER_CHAIN_H_
#define MUSTER_LEDGER_CHAIN_H_

#include <memory>
#include <span>

#include "ledger/position.h"
#include "ledger/status.h"

namespace muster {

namespace v1 {
class Event;
class Record;
}  // namespace v1

// The fold of one chain in log order, each member's admission by the lens given with it.
// Adding an account, or an amendment of a chain without accounts, costs the size of the event.
// Thread-compatible. Owns copies of what it needs.
class Chain {
 public:
  // Begins with the event itself at `root`. `admitted`: the lens admits its own report.
  Chain(Position root, const v1::Record& record, bool admitted);
  ~Chain();
  Chain(Chain&&) noexcept;
  Chain& operator=(Chain&&) noexcept;

  // Takes the next account, amendment or retraction whose target is this chain, or an account in
  // it; of an account that was not added, nothing. Correcting an account costs the size of the
  // event for each account that there is.
  // REQUIRES: `position` is above that of every member so far.
  void Add(Position position, const v1::Record& member, bool admitted);

  Position root() const;

  // The event as it reads: amended, its strength and date narrowed by the accounts. Null if it
  // counts for nothing: retracted, or no account of it admitted. Valid until the next Add.
  const v1::Event* Reading() const;

  // The event as last amended, before accounts narrow it, whether it counts or not.
  const v1::Event& Amended() const;

  // The last correction that applies is a retraction.
  bool retracted() const;

  // The accounts that count and changed nothing, because the strength or the date of what they said
  // did not intersect the event's, in log order. Those of several targets are not compared here.
  // Valid until the next Add.
  std::span<const Position> Differing() const;

  // The account at `position` as corrected; null if it is none of this chain, or counts for
  // nothing. Valid until the next Add.
  const v1::Event* AccountReading(Position position) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_CHAIN_H_
