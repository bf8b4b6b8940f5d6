// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster export --hledger` and `--sqlite`: the double entry for other people's tools.
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "ledger/ledger.h"
#include "tools/cli/answer.h"
#include "tools/cli/exported.h"
#include "tools/cli/view_request.h"
#include "tools/export/hledger_journal.h"
#include "tools/export/record_json.h"
#include "tools/export/sqlite_export.h"

namespace muster {
namespace {

std::vector<std::string> HeadingOf(const ViewRequest& request, Day until) {
  std::vector<std::string> heading = {
      fmt::format("The double entry of the ledger {}, {}.", request.ledger->origin(),
                  DescribeKnownAt(request.known_at)),
      fmt::format("Up to the end of {}, each movement on its best day, with its best number.",
                  FormatDay(until))};
  for (std::string& line : LinesOf(ScopeLines(request.query))) heading.push_back(std::move(line));
  heading.emplace_back(
      "A post is an account: mission:contributor:component:contingent:place:duty.");
  return heading;
}

}  // namespace

StatusOr<ExitStatus> ExportHledger(const Invocation& invocation, const std::string& file) {
  MUSTER_ASSIGN_OR_RETURN(const Day until, DayOption(invocation, "on", Today()));
  MUSTER_ASSIGN_OR_RETURN(const ViewRequest request, OpenViewRequest(invocation));
  HledgerCounts counts;
  MUSTER_RETURN_IF_ERROR(WriteExport(file, [&](const TextSink& sink) -> Status {
    MUSTER_ASSIGN_OR_RETURN(counts, WriteHledgerJournal(*request.views, until, request.query,
                                                        HeadingOf(request, until), sink));
    return OkStatus();
  }));
  TellExported(invocation, file,
               {{"transaction", counts.transactions},
                {"assertion", counts.assertions},
                {"comment", counts.comments}});
  return ExitStatus::kDone;
}

StatusOr<ExitStatus> ExportSqlite(const Invocation& invocation, const std::string& file) {
  if (file == kStandardOutput) {
    return InvalidArgument("`--sqlite` writes a file, not standard output");
  }
  MUSTER_ASSIGN_OR_RETURN(const Day until, DayOption(invocation, "on", Today()));
  MUSTER_ASSIGN_OR_RETURN(const ViewRequest request, OpenViewRequest(invocation));
  nlohmann::ordered_json view = {{"on", FormatDay(until)}};
  AddViewJson(request, view);
  view.erase("by");
  AboutRows about = {{"format", "muster 1"}, {"origin", request.ledger->origin()}};
  for (const auto& [name, value] : view.items()) {
    if (value.is_null()) continue;
    about.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
  }
  MUSTER_ASSIGN_OR_RETURN(
      const SqliteCounts counts,
      WriteSqlite(*request.ledger, *request.views, until, request.query, about, file));
  NoteDone("the export was written");
  TellExported(invocation, file,
               {{"record", counts.records},
                {"report", counts.reports},
                {"movement", counts.movements},
                {"headcount", counts.headcounts},
                {"claim", counts.claims}});
  return ExitStatus::kDone;
}

}  // namespace muster
