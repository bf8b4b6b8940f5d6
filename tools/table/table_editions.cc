// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/table/table_editions.h"

#include <algorithm>
#include <map>

#include "ledger/report_identity.h"
#include "ledger/report_store.h"
#include "muster/v1/report.pb.h"

namespace muster {
namespace {

constexpr std::string_view kNamesTitle = "Names in: ";

ReportTitle TitleOf(const StoredReport& report) {
  return {report.report->source(), report.report->title()};
}

Hash TableOf(const StoredReport& report) {
  return HashFromBytes(report.report->document().sha256());
}

// Whether its events are of rows, not of the names in them.
bool IsOfTable(const StoredReport& report) {
  return report.report->has_document() && !report.report->title().starts_with(kNamesTitle);
}

// Adds the titles of the report that is updated, and of those that it updates in its turn.
Status AddUpdated(const Ledger& ledger, const std::string& updates, std::set<ReportTitle>& titles) {
  if (updates.empty()) return OkStatus();
  MUSTER_ASSIGN_OR_RETURN(StoredReport report, ledger.FindReportByPrefix(updates));
  std::set<Hash> seen;
  while (seen.insert(report.id).second) {
    titles.insert(TitleOf(report));
    if (report.report->updates().empty()) break;
    MUSTER_ASSIGN_OR_RETURN(report, ledger.FindReport(HashFromBytes(report.report->updates())));
  }
  return OkStatus();
}

}  // namespace

std::string TitleOfNames(std::string_view title) { return fmt::format("{}{}", kNamesTitle, title); }

Hash MetadataDigest(v1::Report report) {
  report.clear_document();
  report.clear_transcript();
  report.clear_updates();
  return ReportId(report);
}

StatusOr<TableEditions> FindEditions(const Ledger& ledger, const Hash& document,
                                     std::set<ReportTitle> titles, const std::set<Hash>& ours,
                                     const std::string& updates) {
  MUSTER_RETURN_IF_ERROR(AddUpdated(ledger, updates, titles));
  std::erase_if(titles, [](const ReportTitle& title) { return title.second.empty(); });
  MUSTER_ASSIGN_OR_RETURN(const std::vector<StoredReport> reports, ledger.Reports());
  TableEditions found;
  found.until = ledger.Head().size;
  std::map<Hash, std::size_t> numbers;
  for (const StoredReport& report : reports) {
    if (!IsOfTable(report) || !titles.contains(TitleOf(report))) continue;
    const Hash table = TableOf(report);
    if (table == document && ours.contains(MetadataDigest(*report.report))) {
      found.until = LogSize{report.first_position.value};
      break;
    }
    const auto [number, is_new] = numbers.emplace(table, found.earlier.size());
    if (is_new) {
      found.earlier.push_back({table, HashFromBytes(TextOf(*report.report).sha256()), {}});
    }
  }
  // Records tell by their table which edition they are of, so that none can come twice.
  const auto same = numbers.find(document);
  if (same != numbers.end() && same->second + 1 < found.earlier.size()) {
    return FailedPrecondition(
        "the same table, byte for byte, was imported before, and another edition after it; if it "
        "is valid again, add an empty line at its end, so that it is an edition of its own");
  }
  // Also those that the other edition has under another title.
  for (const StoredReport& report : reports) {
    if (report.first_position.value >= found.until.value) break;
    if (!IsOfTable(report)) continue;
    const auto number = numbers.find(TableOf(report));
    if (number != numbers.end()) found.earlier[number->second].reports.push_back(report);
  }
  auto positions = std::make_shared<std::set<Position>>();
  for (const TableEdition& edition : found.earlier) {
    for (const StoredReport& report : edition.reports) positions->insert(report.first_position);
  }
  found.positions = std::move(positions);
  return found;
}

}  // namespace muster
