// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// A random ledger: report drafts admitted one event after the other.
#ifndef MUSTER_TESTS_PROPERTY_RANDOM_LEDGER_H_
#define MUSTER_TESTS_PROPERTY_RANDOM_LEDGER_H_

#include <memory>
#include <string>
#include <vector>

#include "ledger/draft.h"
#include "ledger/ledger.h"
#include "tests/model/model_log.h"
#include "tests/property/choices.h"

namespace muster {

// A clock that moves on a second at each look, from noon of the world's first day.
class TickingClock : public Clock {
 public:
  TickingClock();
  Time Now() override;

 private:
  Time now_;
};

// A ledger in memory with the clock that it needs.
class MemoryLedger {
 public:
  MemoryLedger();
  Ledger& ledger() { return *ledger_; }
  const Ledger& ledger() const { return *ledger_; }
  // Appends drafts that must be admitted.
  void Append(const std::vector<ReportDraft>& drafts);

 private:
  std::unique_ptr<TickingClock> clock_;
  std::unique_ptr<Ledger> ledger_;
};

struct RandomLedger {
  MemoryLedger memory;
  std::vector<ReportDraft> drafts;  // all of them admitted, in order
  int tried = 0;                    // events that were offered beside the founding ones
  int admitted = 0;

  const Ledger& ledger() const { return memory.ledger(); }
  // As a report file, to be shown with a failure.
  std::string Show() const;
};

// Offers one event for each element of `plan`; those that admission refuses are left out.
RandomLedger MakeLedger(const std::vector<Choices>& plan);

// Everything the model needs to know of a ledger.
model::Log ReadModelLog(const Ledger& ledger);

std::string ShowDrafts(const std::vector<ReportDraft>& drafts);

}  // namespace muster

#endif  // MUSTER_TESTS_PROPERTY_RANDOM_LEDGER_H_
