// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/log_verification.h"

#include <set>

#include "ledger/merkle.h"
#include "ledger/report_store.h"

namespace muster {
namespace {

// How often progress is told, in records.
constexpr std::uint64_t kProgressEvery = 10000;

Status CompareRoots(LogSize size, const Hash& computed, const Hash& stated) {
  if (computed == stated) return OkStatus();
  return DataLoss("the first {} records have the root {}, and should have {}", size.value,
                  ToHex(computed), ToHex(stated));
}

}  // namespace

Status VerifyRoots(const Log& log, const LogHead& vouched, const VerificationProgress& progress) {
  const LogHead head = log.Head();
  if (head.size < vouched.size) {
    return DataLoss("the log has {} records, and should have at least {}", head.size.value,
                    vouched.size.value);
  }
  MerkleFrontier frontier;
  const auto check_vouched = [&]() -> Status {
    if (frontier.size() != vouched.size) return OkStatus();
    return CompareRoots(vouched.size, frontier.Root(), vouched.root);
  };
  MUSTER_RETURN_IF_ERROR(check_vouched());
  MUSTER_RETURN_IF_ERROR(
      log.Read(Position{0}, head.size, [&](Position position, std::string_view record) -> Status {
        frontier.Add(LeafHash(record));
        if (progress && position.value % kProgressEvery == 0) progress(position, head.size);
        return check_vouched();
      }));
  return CompareRoots(head.size, frontier.Root(), head.root);
}

Status VerifyReports(const Log& log) {
  const ReportStore store(log);
  MUSTER_ASSIGN_OR_RETURN(const std::vector<StoredReport> reports, store.All());
  std::set<Hash> verified;
  for (const StoredReport& report : reports) {
    for (const Hash& sha256 : DocumentsOf(report)) {
      if (!verified.insert(sha256).second) continue;
      MUSTER_ASSIGN_OR_RETURN(const std::optional<Position> redaction, store.FindRedaction(sha256));
      if (redaction) continue;
      const StatusOr<std::string> document = store.ReadDocument(sha256);
      if (document.ok()) continue;
      return DataLoss("report {}: {}", ToHex(report.id), Message(document.status()));
    }
  }
  return OkStatus();
}

}  // namespace muster
