// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// POST /v1/reports: appends the report files of a request, as `muster append` does those of a disk.
#ifndef MUSTER_TOOLS_SERVE_REPORT_POST_H_
#define MUSTER_TOOLS_SERVE_REPORT_POST_H_

#include "tools/serve/http_message.h"
#include "tools/serve/served_ledger.h"
#include "tools/serve/service_metrics.h"

namespace muster {

// The body is a report file in YAML or JSON; or multipart/form-data, whose parts of the name
// "report" are report files, and every other is the document that they name so. Nothing is read
// from the disk. Parameters: `dry-run` (true, false), `expect-size`, `file` (what a report file
// that is the body is called in messages). Recorded-by is the principal.
//
// 201 with the receipt that `muster append --format json` prints, 200 if nothing is new, or nothing
// was to be written; 422 with all refusals; 409 if the log is of another size; other problems.
// Thread-safety: safe for concurrent use.
HttpResponse AnswerReportPost(ServedLedger& ledger, const HttpRequest& request,
                              ServiceMetrics& metrics);

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_REPORT_POST_H_
