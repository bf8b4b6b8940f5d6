// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// How an event reads at a known-at under a lens: with its accounts, amendments and retractions
// (DESIGN section 2, "An event amended and retracted repeatedly is one chain", and section 3,
// "Accounts narrow" and "The lens").
#ifndef MUSTER_TESTS_MODEL_MODEL_CHAIN_H_
#define MUSTER_TESTS_MODEL_MODEL_CHAIN_H_

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "ledger/lens.h"
#include "muster/v1/event.pb.h"
#include "tests/model/model_log.h"

namespace muster::model {

// An account with its position, as corrected.
struct AccountAt {
  std::uint64_t position = 0;
  v1::Account account;
};

// The event whose first member stands at `root`, as it reads; nullopt if it counts for nothing.
// An account is an event with a chain of its own: it may be amended and retracted like any other.
// REQUIRES: the record at `root` is no amendment and no retraction.
std::optional<v1::Event> Read(const Log& log, std::uint64_t known_at, const Lens& lens,
                              std::uint64_t root);

// Step 1 of DESIGN section 4, the effective set: every event that counts, by the position of its
// first member, without accounts. Registrations and mandates count under every lens.
std::map<std::uint64_t, v1::Event> EffectiveSet(const Log& log, std::uint64_t known_at,
                                                const Lens& lens);

// The records that have a say in how the event at `root` reads, ascending: its own if the lens
// admits it, the accounts that count, the amendments that apply.
std::vector<std::uint64_t> SpeakersOf(const Log& log, std::uint64_t known_at, const Lens& lens,
                                      std::uint64_t root);

// The accounts of the event at `root` that count for how it reads, in log order.
std::vector<AccountAt> CountedAccounts(const Log& log, std::uint64_t known_at, const Lens& lens,
                                       std::uint64_t root);

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_MODEL_CHAIN_H_
