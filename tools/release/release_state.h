// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// ReleaseState: a named state of a log, with all that is said of it from the log alone. Plain
// values.
#ifndef MUSTER_TOOLS_RELEASE_RELEASE_STATE_H_
#define MUSTER_TOOLS_RELEASE_RELEASE_STATE_H_

#include <optional>
#include <string>
#include <vector>

#include "ledger/clock.h"
#include "ledger/ledger.h"
#include "ledger/position.h"
#include "ledger/sha256.h"
#include "ledger/signed_note.h"
#include "ledger/status.h"
#include "projections/view.h"

namespace muster {

// A release as it is recorded. It names the records below its own.
struct RecordedRelease {
  std::string name;
  Position position;
  LogSize size() const { return LogSize{position.value}; }
};

struct ReleaseState {
  RecordedRelease release;
  std::string note;    // may be empty
  Time recorded_at{};  // the release's record
  std::string origin;
  Hash root{};               // of the tree over its records
  std::string verifier_key;  // of the key that was in force
  SignedNote checkpoint;     // signed by it alone
  std::optional<RecordedRelease> previous;
  ViewProgress progress;  // of the views that are asked for its tables
};

// All releases, in the order of the log. Errors: DATA_LOSS.
StatusOr<std::vector<RecordedRelease>> ReadAllReleases(const Ledger& ledger);

// The one of this name, or nullopt.
std::optional<RecordedRelease> FindRelease(const std::vector<RecordedRelease>& releases,
                                           std::string_view name);

}  // namespace muster

#endif  // MUSTER_TOOLS_RELEASE_RELEASE_STATE_H_
