// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Log verification: recomputes from the stored bytes what the log says of itself.
//
// Thread-safety: pure functions of the log.
#ifndef MUSTER_LEDGER_LOG_VERIFICATION_H_
#define MUSTER_LEDGER_LOG_VERIFICATION_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "ledger/log.h"
#include "ledger/position.h"
#include "ledger/status.h"

namespace muster {

using VerificationProgress = std::function<void(Position, LogSize)>;

// What was verified, and what is wrong.
struct LogVerification {
  LogHead head;
  std::uint64_t reports = 0;
  std::uint64_t documents = 0;    // each once
  std::uint64_t blacked_out = 0;  // of these
  // Documents that are stored and that no report names: an append was interrupted before its
  // records. Not among `documents`, and no fault.
  std::uint64_t unnamed_documents = 0;
  std::uint64_t tree_entries = 0;  // tiles and roots of subtrees that are kept
  std::uint64_t corrections = 0;   // members of chains
  // For a person: what differs, and where. At most kFaultsMax; the first ones.
  std::vector<std::string> faults;
};
inline constexpr std::size_t kFaultsMax = 100;

// Recomputes from the records and the reports everything that the log keeps beside them:
// - every record is one, of its position, and none is recorded before the one before it;
// - they hash to the root and to every tile and subtree that is kept of the Merkle tree;
// - every report has the metadata that its id commits to, and its records are those it lists;
// - every document has its digest and its size, unless a record blacks it out, and is gone if one
//   does;
// - evidence lies within the text that it is taken from;
// - the members of the chains of corrections, the releases and the redactions are those that the
//   records make.
// What admission looks up of names and subjects is compared by VerifyTables (table_verification.h).
// Reads every record once. Errors:
// DATA_LOSS if something cannot be read at all.
StatusOr<LogVerification> VerifyLog(const Log& log, const VerificationProgress& progress = {});

// Whether the first `vouched.size` records have the root `vouched.root`. Errors: DATA_LOSS, saying
// what differs.
Status VerifyVouched(const Log& log, const LogHead& vouched);

}  // namespace muster

#endif  // MUSTER_LEDGER_LOG_VERIFICATION_H_
