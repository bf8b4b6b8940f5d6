// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Staged append: an append in its three stages, each of which may be the work of another thread.
#ifndef MUSTER_LEDGER_STAGED_APPEND_H_
#define MUSTER_LEDGER_STAGED_APPEND_H_

#include <memory>
#include <span>

#include "ledger/draft.h"
#include "ledger/ledger.h"
#include "ledger/status.h"

namespace muster {

// Thread-compatible; the stages follow each other.
class StagedAppend {
 public:
  // The ledger and the drafts must outlive it.
  StagedAppend(Ledger& ledger, std::span<const ReportDraft> drafts, AppendOptions options);
  ~StagedAppend();

  // Parses and hashes the drafts. Of nobody else's concern.
  void Prepare();
  // Admits them after all that was begun before, and gives them their place in the log. Errors: as
  // Ledger::Append.
  Status Begin();
  // Whether Begin refused any of it.
  bool refused() const;
  // Blocks until the records are durable. Errors: as Ledger::Append.
  StatusOr<AppendResult> Finish();

 private:
  struct Parts;
  const std::unique_ptr<Parts> parts_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_STAGED_APPEND_H_
