// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Report finder: the reports and documents that somebody means by the first digits of a digest.
//
// Thread-safety: as the store.
#ifndef MUSTER_LEDGER_REPORT_FINDER_H_
#define MUSTER_LEDGER_REPORT_FINDER_H_

#include <string_view>
#include <vector>

#include "ledger/report_store.h"
#include "ledger/sha256.h"
#include "ledger/status.h"
#include "ledger/stored_report.h"

namespace muster {

// Errors: NOT_FOUND; DATA_LOSS.
StatusOr<StoredReport> FindReport(const ReportStore& reports, const Hash& id);

// The report whose id, or the digest of whose document, begins with `hex`. Errors:
// INVALID_ARGUMENT if that is no such beginning, or several begin so, naming them; NOT_FOUND;
// DATA_LOSS.
StatusOr<StoredReport> FindReportByPrefix(const ReportStore& reports, std::string_view hex);

// The documents that begin with `hex`, or those of the report that does, less those that are
// blacked out; at least one. Errors: as FindReportByPrefix; FAILED_PRECONDITION if the report has
// no document, or all are blacked out already.
StatusOr<std::vector<Hash>> DocumentsToRedact(const ReportStore& reports, std::string_view hex);

}  // namespace muster

#endif  // MUSTER_LEDGER_REPORT_FINDER_H_
