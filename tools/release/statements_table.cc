// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/release/statements_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/sha256.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "projections/view_words.h"
#include "tools/output/csv.h"
#include "tools/release/people_cells.h"

namespace muster {
namespace {

constexpr const char* kDimensionsOfScopes[] = {"mission",    "contributor", "component",
                                               "contingent", "place",       "duty"};

// Alternatives are joined by "|", which no id has.
std::string ValuesIn(const ScopeValues& scope, std::string_view dimension) {
  for (const auto& [name, values] : scope) {
    if (name == dimension) return fmt::format("{}", fmt::join(values, "|"));
  }
  return {};
}

std::vector<std::string> ClaimCells(const ClaimVerdict& claim, const std::string& report) {
  std::vector<std::string> cells = {fmt::format("{}", claim.position.value),
                                    claim.line ? fmt::format("{}", *claim.line + 1) : "",
                                    FormatDay(claim.on), claim.opening ? "opening" : "closing"};
  for (const char* dimension : kDimensionsOfScopes) {
    cells.push_back(ValuesIn(claim.scope, dimension));
  }
  AddPeopleCells(claim.claimed, cells);
  cells.push_back(claim.according_to);
  cells.push_back(report);
  AddPeopleCells(claim.derived, cells);
  cells.emplace_back(AgreementName(claim.verdict));
  cells.push_back(fmt::format("{}", claim.distance));
  std::string explained;
  for (const ExplainingMovement& movement : claim.explained_by) {
    explained += fmt::format("{}{}", explained.empty() ? "" : " ", movement.position.value);
  }
  cells.push_back(explained);
  return cells;
}

// How many of the report's events stand below `size`.
std::uint64_t EventsBelow(const StoredReport& report, LogSize size) {
  std::uint64_t events = 0;
  for (const StoredReport::Run& run : report.runs) {
    if (run.position.value >= size.value) continue;
    events += std::min<std::uint64_t>(run.count, size.value - run.position.value);
  }
  return events;
}

std::string DateCell(bool is_given, const v1::Date& date) {
  return is_given ? date.text() : std::string();
}

}  // namespace

Status WriteClaims(const ReleaseState& state, const Ledger& ledger, const Views& views,
                   FileWriter& out) {
  ViewQuery query;
  query.known_at = state.release.size();
  query.progress = state.progress;
  MUSTER_ASSIGN_OR_RETURN(const Reconciliation said, views.Reconcile(std::nullopt, query));
  for (const ClaimVerdict& claim : said.claims) {
    MUSTER_ASSIGN_OR_RETURN(const RecordPtr record, ledger.ReadRecord(claim.position));
    const std::string report =
        record->report().empty() ? std::string() : ToHex(HashFromBytes(record->report()));
    out.Write(CsvLine(ClaimCells(claim, report)));
  }
  return OkStatus();
}

Status WriteReports(const ReleaseState& state, const Ledger& /*ledger*/, const Views& views,
                    FileWriter& out) {
  const LogSize size = state.release.size();
  MUSTER_ASSIGN_OR_RETURN(const ReportVersions reports, views.ReportsAt(size));
  for (const ReportVersions::Versions& each : reports.all()) {
    const v1::Report& report = *each.reads;
    std::vector<std::string> cells = {ToHex(each.stored.id), report.source(), report.agency(),
                                      report.author(), report.title()};
    cells.push_back(DateCell(report.has_published(), report.published()));
    cells.push_back(DateCell(report.has_received(), report.received()));
    cells.push_back(report.grade());
    cells.push_back(report.language());
    cells.push_back(report.url());
    cells.push_back(report.updates().empty() ? std::string()
                                             : ToHex(HashFromBytes(report.updates())));
    const bool has_document = report.has_document();
    cells.push_back(has_document ? ToHex(HashFromBytes(report.document().sha256()))
                                 : std::string());
    cells.push_back(has_document ? fmt::format("{}", report.document().size_bytes())
                                 : std::string());
    cells.push_back(fmt::format("{}", each.stored.first_position.value));
    cells.push_back(fmt::format("{}", EventsBelow(each.stored, size)));
    std::string corrected;
    for (const Position position : each.changes) {
      corrected += fmt::format("{}{}", corrected.empty() ? "" : " ", position.value);
    }
    cells.push_back(corrected);
    out.Write(CsvLine(cells));
  }
  return OkStatus();
}

}  // namespace muster
