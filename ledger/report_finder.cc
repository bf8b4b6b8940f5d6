// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/report_finder.h"

#include <optional>
#include <set>
#include <string>
#include <utility>

#include "ledger/position.h"

namespace muster {
namespace {

Status CheckReportPrefix(std::string_view hex) {
  if (hex.size() >= kReportPrefixDigits && hex.size() <= 64 &&
      hex.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos) {
    return OkStatus();
  }
  return InvalidArgument(
      "'{}' is not the beginning of a report's id: write at least {} hexadecimal digits", hex,
      kReportPrefixDigits);
}

}  // namespace

StatusOr<StoredReport> FindReport(const ReportStore& reports, const Hash& id) {
  MUSTER_ASSIGN_OR_RETURN(std::optional<StoredReport> report, reports.Find(id));
  if (!report) return NotFound("there is no report {}", ToHex(id));
  return *std::move(report);
}

StatusOr<StoredReport> FindReportByPrefix(const ReportStore& reports, std::string_view hex) {
  MUSTER_RETURN_IF_ERROR(CheckReportPrefix(hex));
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Hash> ids, reports.FindByPrefix(hex));
  if (ids.empty()) return NotFound("no report begins with {}", hex);
  if (ids.size() == 1) return FindReport(reports, ids.front());
  std::vector<std::string> names;
  names.reserve(ids.size());
  for (const Hash& id : ids) names.push_back(ToHex(id));
  return InvalidArgument("{} reports begin with {}: {}", ids.size(), hex, fmt::join(names, ", "));
}

StatusOr<std::vector<Hash>> DocumentsToRedact(const ReportStore& reports, std::string_view hex) {
  MUSTER_RETURN_IF_ERROR(CheckReportPrefix(hex));
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Hash> ids, reports.FindByPrefix(hex));
  std::set<Hash> documents;
  for (const Hash& id : ids) {
    MUSTER_ASSIGN_OR_RETURN(const StoredReport report, FindReport(reports, id));
    for (const Hash& document : DocumentsOf(report)) {
      if (BeginsWith(document, hex)) documents.insert(document);
    }
  }
  if (documents.size() > 1) {
    std::vector<std::string> names;
    for (const Hash& document : documents) names.push_back(ToHex(document));
    return InvalidArgument("{} documents begin with {}: {}", names.size(), hex,
                           fmt::join(names, ", "));
  }
  if (documents.empty()) {
    MUSTER_ASSIGN_OR_RETURN(const StoredReport report, FindReportByPrefix(reports, hex));
    for (const Hash& document : DocumentsOf(report)) documents.insert(document);
    if (documents.empty()) return FailedPrecondition("report {} has no document", ToHex(report.id));
  }
  std::vector<Hash> left;
  std::optional<Position> redacted;
  for (const Hash& document : documents) {
    MUSTER_ASSIGN_OR_RETURN(const std::optional<Position> redaction,
                            reports.FindRedaction(document));
    if (redaction) {
      redacted = redaction;
    } else {
      left.push_back(document);
    }
  }
  if (left.empty()) {
    return FailedPrecondition("it is blacked out already, by record {}", redacted->value);
  }
  return left;
}

}  // namespace muster
