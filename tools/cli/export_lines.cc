// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster export --jsonl`: the records as JSON Lines.
#include <memory>

#include "ledger/ledger.h"
#include "tools/cli/exported.h"
#include "tools/cli/known_at.h"
#include "tools/cli/opened_ledger.h"
#include "tools/export/record_lines.h"
#include "tools/output/progress.h"

namespace muster {

StatusOr<ExitStatus> ExportLines(const Invocation& invocation, const std::string& file) {
  MUSTER_ASSIGN_OR_RETURN(const std::shared_ptr<Ledger> ledger, OpenToRead(invocation));
  MUSTER_ASSIGN_OR_RETURN(const KnownAt known_at,
                          ResolveKnownAt(*ledger, invocation.Value("known-at")));
  MUSTER_RETURN_IF_ERROR(WriteExport(file, [&](const TextSink& sink) {
    Progress progress("exporting records");
    return WriteRecordLines(*ledger, known_at.size, sink,
                            [&](Position done) { progress.Show(done.value, known_at.size.value); });
  }));
  TellExported(invocation, file, {{"record", known_at.size.value}});
  return ExitStatus::kDone;
}

}  // namespace muster
