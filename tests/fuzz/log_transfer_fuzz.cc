// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Files that carry a whole log, taken over into a log in memory: what is taken has the root that
// the file states, and verifies.
#include <memory>
#include <sstream>
#include <string>

#include "ledger/log_import.h"
#include "ledger/log_verification.h"
#include "ledger/signing_key.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/support/memory_log.h"

namespace muster {

void FuzzLogTransfer(std::string_view bytes) {
  std::istringstream in{std::string(bytes)};
  const auto importer = LogImporter::Open(in);
  if (!importer.ok()) return CheckRefused(importer.status(), StatusCode::kInvalidArgument);
  MUSTER_CHECK(SigningKey::CheckName((*importer)->origin()).ok());
  MemoryLog log;
  const StatusOr<LogImport> import = (*importer)->Import(log);
  if (!import.ok()) {
    MUSTER_CHECK(import.status().code() == StatusCode::kInvalidArgument ||
                 import.status().code() == StatusCode::kFailedPrecondition);
    return;
  }
  MUSTER_CHECK(import->checkpoint.size == log.Head().size);
  MUSTER_CHECK(import->checkpoint.root == log.Head().root);
  const StatusOr<LogVerification> verified = VerifyLog(log);
  MUSTER_CHECK(verified.ok() && verified->faults.empty());
}

}  // namespace muster
