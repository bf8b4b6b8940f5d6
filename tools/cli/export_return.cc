// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster export --perstat`: a strength return as CSV or as a page.
#include <filesystem>
#include <string>

#include "ledger/ledger.h"
#include "tools/cli/exported.h"
#include "tools/cli/view_request.h"
#include "tools/export/strength_return.h"

namespace muster {
namespace {

// By the file's ending; on standard output, by --format.
StatusOr<bool> IsPage(const Invocation& invocation, const std::string& file) {
  if (file == kStandardOutput) return invocation.format != Format::kCsv;
  const std::string ending = std::filesystem::path(file).extension().string();
  if (ending == ".html" || ending == ".htm") return true;
  if (ending == ".csv") return false;
  return InvalidArgument("`--perstat {}`: the name must end in .csv or .html, which says the form",
                         file);
}

}  // namespace

StatusOr<ExitStatus> ExportStrengthReturn(const Invocation& invocation, const std::string& file) {
  MUSTER_ASSIGN_OR_RETURN(const bool is_page, IsPage(invocation, file));
  if (!invocation.Has("from")) {
    return InvalidArgument("a strength return needs its first day: --from DATE");
  }
  MUSTER_ASSIGN_OR_RETURN(const Day from, DayOption(invocation, "from", Today()));
  MUSTER_ASSIGN_OR_RETURN(const Day to, DayOption(invocation, "to", Today()));
  MUSTER_ASSIGN_OR_RETURN(const ViewRequest request, OpenViewRequest(invocation));
  MUSTER_ASSIGN_OR_RETURN(const StrengthReturn strength_return,
                          ReadStrengthReturn(*request.views, from, to, request.query));
  std::uint64_t contingents = 0;
  for (const ReturnOfMission& mission : strength_return.missions) {
    contingents += mission.contingents.size();
  }
  const std::string text =
      is_page ? StrengthReturnHtml(strength_return,
                                   {request.ledger->origin(), DescribeKnownAt(request.known_at),
                                    LinesOf(ScopeLines(request.query))})
              : StrengthReturnCsv(strength_return);
  MUSTER_RETURN_IF_ERROR(WriteExport(file, [&](const TextSink& sink) { return sink(text); }));
  TellExported(invocation, file,
               {{"mission", strength_return.missions.size()}, {"contingent", contingents}});
  return ExitStatus::kDone;
}

}  // namespace muster
