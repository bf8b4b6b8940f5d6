// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster rebuild`: computes the projections anew from the first record.
#include <nlohmann/json.hpp>

#include "ledger/ledger.h"
#include "projections/views.h"
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"
#include "tools/cli/view_request.h"
#include "tools/output/csv.h"
#include "tools/output/progress.h"

namespace muster {
namespace {

StatusOr<ExitStatus> RunRebuild(const Invocation& invocation) {
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> ledger,
                          Ledger::Open(invocation.LedgerDirectory(), {.write = true}));
  std::uint64_t size = 0;
  {
    Progress progress("folding records");
    ViewsOptions options = SavedViewsOptions(invocation, progress);
    options.write = true;
    MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Views> views, Views::Rebuild(*ledger, options));
    size = views->size().value;
  }
  switch (invocation.format) {
    case Format::kTable:
      Print(fmt::format("Rebuilt the projections from {} record{}.\n", size, size == 1 ? "" : "s"));
      break;
    case Format::kCsv:
      Print(CsvLine(std::vector<std::string>{"size"}));
      Print(CsvLine(std::vector<std::string>{fmt::format("{}", size)}));
      break;
    case Format::kJson:
      Print(nlohmann::ordered_json{{"size", size}}.dump() + '\n');
      break;
  }
  return ExitStatus::kDone;
}

}  // namespace

Command RebuildCommand() {
  return {
      .name = "rebuild",
      .summary = "computes the projections anew from the first record",
      .access = "writes to the ledger's projections, never to its log",
      .description =
          "Projections are kept beside the log so that views answer at once. They are disposable:\n"
          "rebuilding gives the same answers.\n",
      .examples =
          "# after an error that names the projections\n"
          "muster rebuild\n"
          "# of another ledger\n"
          "muster rebuild --ledger haiti.ledger\n",
      .options = OptionsOfAnswers(),
      .run = RunRebuild};
}

}  // namespace muster
