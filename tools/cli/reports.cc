// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster reports [SHA]`: the field reports, or one of them with its records.
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "ledger/date.h"
#include "ledger/report_store.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "projections/ledger_source.h"
#include "projections/report_versions.h"
#include "projections/source_tally.h"
#include "projections/views.h"
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"
#include "tools/cli/known_at.h"
#include "tools/cli/opened_ledger.h"
#include "tools/cli/view_request.h"
#include "tools/export/evidence.h"
#include "tools/export/record_json.h"
#include "tools/export/redaction_text.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"
#include "tools/output/event_sentence.h"
#include "tools/output/text_table.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

// Enough of an id to name a report by.
constexpr std::size_t kIdDigits = 12;
constexpr std::size_t kStatedWidth = 13;

std::string PublishedText(const v1::Report& report) {
  return report.has_published() ? report.published().text() : std::string();
}

// What a field reads, and what it was appended as if that is something else.
std::string AsCorrected(const std::string& reads, const std::string& appended) {
  if (reads == appended) return reads;
  return fmt::format("{} (was {})", reads, appended.empty() ? "not given" : appended);
}

std::vector<std::string> ReportCells(const ReportVersions::Versions& report) {
  const v1::Report& reads = *report.reads;
  const v1::Report& appended = *report.stored.report;
  return {ToHex(report.stored.id).substr(0, kIdDigits),
          AsCorrected(reads.source(), appended.source()),
          reads.title(),
          AsCorrected(PublishedText(reads), PublishedText(appended)),
          AsCorrected(reads.grade(), appended.grade()),
          fmt::format("{}", EventCount(report.stored))};
}

std::string ReportCsv(const ReportVersions::Versions& report) {
  const v1::Report& reads = *report.reads;
  std::vector<std::uint64_t> changes;
  for (const Position position : report.changes) changes.push_back(position.value);
  return CsvLine(std::vector<std::string>{
      ToHex(report.stored.id), reads.source(), reads.title(), PublishedText(reads), reads.grade(),
      fmt::format("{}", EventCount(report.stored)), fmt::format("{}", fmt::join(changes, " "))});
}

std::vector<std::string> TallyCells(const SourceTally& tally) {
  return {tally.source, fmt::format("{}", tally.reports), fmt::format("{}", tally.events),
          fmt::format("{}", tally.claims), fmt::format("{}", tally.claims_agreed)};
}

Status PrintSources(const Ledger& ledger, LogSize known_at, const ReportVersions& reports,
                    const Invocation& invocation) {
  MUSTER_ASSIGN_OR_RETURN(const std::shared_ptr<const Views> views, OpenViews(ledger, invocation));
  MUSTER_ASSIGN_OR_RETURN(const std::vector<SourceTally> tallies,
                          views->TallySources(known_at, reports));
  TextTable table({{"source"},
                   {"reports", Align::kRight},
                   {"events", Align::kRight},
                   {"claims", Align::kRight},
                   {"agreed", Align::kRight}});
  if (invocation.format == Format::kCsv) {
    Print(CsvLine(
        std::vector<std::string>{"source", "reports", "events", "claims", "claims_agreed"}));
  }
  for (const SourceTally& tally : tallies) {
    if (invocation.format == Format::kCsv) Print(CsvLine(TallyCells(tally)));
    if (invocation.format == Format::kTable) table.AddRow(TallyCells(tally));
    if (invocation.format != Format::kJson) continue;
    Print(JsonLine({{"source", tally.source},
                    {"reports", tally.reports},
                    {"events", tally.events},
                    {"claims", tally.claims},
                    {"claims_agreed", tally.claims_agreed}}));
  }
  if (!table.empty()) Print(table.ToText(invocation.style));
  return OkStatus();
}

Status PrintList(const Ledger& ledger, const KnownAt& known_at, const Invocation& invocation) {
  const LedgerSource source(ledger, ledger.Head().size);
  MUSTER_ASSIGN_OR_RETURN(const ReportVersions reports, ReportVersions::At(source, known_at.size));
  if (invocation.format == Format::kTable && invocation.Has("known-at")) {
    Print(invocation.style.Strong("Reports") + fmt::format(", {}\n\n", DescribeKnownAt(known_at)));
  }
  if (invocation.Has("sources")) return PrintSources(ledger, known_at.size, reports, invocation);
  TextTable table(
      {{"report"}, {"source"}, {"title"}, {"published"}, {"grade"}, {"events", Align::kRight}});
  if (invocation.format == Format::kCsv) {
    Print(CsvLine(std::vector<std::string>{"report", "source", "title", "published", "grade",
                                           "events", "corrected_by"}));
  }
  for (const ReportVersions::Versions& report : reports.all()) {
    if (invocation.format == Format::kJson) Print(JsonLine(ReportJson(report)));
    if (invocation.format == Format::kCsv) Print(ReportCsv(report));
    if (invocation.format == Format::kTable) table.AddRow(ReportCells(report));
  }
  if (invocation.format != Format::kTable) return OkStatus();
  if (table.empty()) {
    Print("There are no reports.\n");
    return OkStatus();
  }
  Print(table.ToText(invocation.style) + '\n');
  return PrintSources(ledger, known_at.size, reports, invocation);
}

// The records of one report, in the order of its events.
StatusOr<std::vector<std::pair<Position, RecordPtr>>> RecordsOf(const Ledger& ledger,
                                                                const StoredReport& report) {
  std::vector<std::pair<Position, RecordPtr>> records;
  for (const StoredReport::Run& run : report.runs) {
    for (std::uint32_t i = 0; i < run.count; ++i) {
      const Position position{run.position.value + i};
      MUSTER_ASSIGN_OR_RETURN(RecordPtr record, ledger.ReadRecord(position));
      records.emplace_back(position, std::move(record));
    }
  }
  return records;
}

std::string Stated(std::string_view label, std::string_view text) {
  return text.empty() ? std::string()
                      : fmt::format("{:<{}}{}\n", label, kStatedWidth, SafeText(text));
}

StatusOr<std::string> DocumentText(const Ledger& ledger, std::string_view label,
                                   const v1::Document& document) {
  const Hash sha256 = HashFromBytes(document.sha256());
  MUSTER_ASSIGN_OR_RETURN(const std::optional<Redaction> redaction, ledger.FindRedaction(sha256));
  return Stated(label, fmt::format("{} bytes, SHA-256 {}{}", document.size_bytes(), ToHex(sha256),
                                   redaction ? ", " + RedactionText(*redaction) : ""));
}

std::string DescribedPublished(const v1::Report& report) {
  return report.has_published() ? DescribeDate(report.published()) : std::string();
}

StatusOr<std::string> MetadataText(const Ledger& ledger, const ReportVersions::Versions& versions,
                                   const Style& style) {
  const StoredReport& report = versions.stored;
  const v1::Report& metadata = *report.report;
  const v1::Report& reads = *versions.reads;
  std::string text = style.Strong("Report") + ' ' + ToHex(report.id) + "\n\n";
  text += Stated("source", AsCorrected(reads.source(), metadata.source())) +
          Stated("agency", metadata.agency());
  text += Stated("author", metadata.author()) + Stated("title", metadata.title());
  text += Stated("url", metadata.url()) + Stated("language", metadata.language());
  text += Stated("published", AsCorrected(DescribedPublished(reads), DescribedPublished(metadata)));
  if (metadata.has_received()) text += Stated("received", DescribeDate(metadata.received()));
  text += Stated("grade", AsCorrected(reads.grade(), metadata.grade()));
  if (!metadata.updates().empty()) {
    text += Stated("updates", ToHex(HashFromBytes(metadata.updates())));
  }
  if (metadata.has_document()) {
    MUSTER_ASSIGN_OR_RETURN(const std::string document,
                            DocumentText(ledger, metadata.typed_excerpt() ? "excerpt" : "document",
                                         metadata.document()));
    text += document;
  }
  if (metadata.has_transcript()) {
    MUSTER_ASSIGN_OR_RETURN(const std::string transcript,
                            DocumentText(ledger, "transcript", metadata.transcript()));
    text += transcript;
  }
  text += Stated("recorded", FormatTime(report.recorded_at));
  std::vector<std::uint64_t> changes;
  for (const Position position : versions.changes) changes.push_back(position.value);
  return text + Stated("corrected by", fmt::format("{}", fmt::join(changes, ", "))) + '\n';
}

StatusOr<ExitStatus> PrintText(const Ledger& ledger, const StoredReport& report) {
  const v1::Report& metadata = *report.report;
  if (!metadata.has_document() && !metadata.has_transcript()) {
    return FailedPrecondition("report {} has no document", ToHex(report.id).substr(0, kIdDigits));
  }
  const Hash sha256 = HashFromBytes(TextOf(metadata).sha256());
  MUSTER_ASSIGN_OR_RETURN(const std::optional<Redaction> redaction, ledger.FindRedaction(sha256));
  if (redaction) return FailedPrecondition("its text was {}", RedactionText(*redaction));
  MUSTER_ASSIGN_OR_RETURN(const std::string text, ledger.ReadDocument(sha256));
  const std::string safe = SafeText(text, LineEnds::kKept);
  Print(safe);
  if (!safe.empty() && safe.back() != '\n') Print("\n");
  return ExitStatus::kDone;
}

// Into the documents of a report, where they were blacked out.
Status AddRedactions(const Ledger& ledger, Json& report) {
  for (const char* name : {"document", "text", "transcript"}) {
    if (!report.contains(name) || !report[name].is_object()) continue;
    const std::optional<Hash> sha256 = HashFromHex(report[name]["sha256"].get<std::string>());
    MUSTER_CHECK(sha256.has_value());
    MUSTER_ASSIGN_OR_RETURN(const std::optional<Redaction> redaction,
                            ledger.FindRedaction(*sha256));
    if (redaction) report[name]["redaction"] = RedactionJson(*redaction);
  }
  return OkStatus();
}

Status PrintOne(const Ledger& ledger, LogSize known_at, const Hash& id,
                const Invocation& invocation) {
  const LedgerSource source(ledger, ledger.Head().size);
  MUSTER_ASSIGN_OR_RETURN(const ReportVersions reports, ReportVersions::At(source, known_at));
  const ReportVersions::Versions* const versions = reports.Find(id);
  if (versions == nullptr) return DataLoss("report {} has no record", ToHex(id));
  MUSTER_ASSIGN_OR_RETURN(const auto records, RecordsOf(ledger, versions->stored));
  if (invocation.format == Format::kJson) {
    Json json = ReportJson(*versions);
    MUSTER_RETURN_IF_ERROR(AddRedactions(ledger, json));
    json["records"] = Json::array();
    EvidenceReader evidence(ledger);
    for (const auto& [position, record] : records) {
      MUSTER_ASSIGN_OR_RETURN(const std::vector<Passage> passages, evidence.Read(*record));
      json["records"].push_back(RecordJson(position, *record, passages));
    }
    Print(JsonLine(json));
    return OkStatus();
  }
  if (invocation.format == Format::kCsv) {
    Print(CsvLine(std::vector<std::string>{"position", "event_id", "sentence"}));
    for (const auto& [position, record] : records) {
      Print(CsvLine(std::vector<std::string>{fmt::format("{}", position.value), EventId(*record),
                                             EventSentence(record->event())}));
    }
    return OkStatus();
  }
  MUSTER_ASSIGN_OR_RETURN(const std::string metadata,
                          MetadataText(ledger, *versions, invocation.style));
  Print(metadata);
  TextTable table({{"position", Align::kRight}, {"event"}});
  for (const auto& [position, record] : records) {
    table.AddRow({fmt::format("{}", position.value), EventSentence(record->event())});
  }
  Print(table.ToText(invocation.style));
  return OkStatus();
}

StatusOr<ExitStatus> RunReports(const Invocation& invocation) {
  if (invocation.Has("sources") && !invocation.operands.empty()) {
    return InvalidArgument("--sources lists all sources: leave out the report");
  }
  if (invocation.Has("text") && invocation.operands.empty()) {
    return InvalidArgument("--text needs a report: muster reports SHA --text");
  }
  MUSTER_ASSIGN_OR_RETURN(const std::shared_ptr<Ledger> ledger, OpenToRead(invocation));
  MUSTER_ASSIGN_OR_RETURN(const KnownAt known_at,
                          ResolveKnownAt(*ledger, invocation.Value("known-at")));
  if (invocation.operands.empty()) {
    MUSTER_RETURN_IF_ERROR(PrintList(*ledger, known_at, invocation));
    return ExitStatus::kDone;
  }
  MUSTER_ASSIGN_OR_RETURN(const StoredReport report,
                          ledger->FindReportByPrefix(invocation.operands[0]));
  if (!Holds(known_at.size, report.first_position)) {
    return NotFound("report {} was not {}: its first record is {}",
                    ToHex(report.id).substr(0, kIdDigits), DescribeKnownAt(known_at),
                    report.first_position.value);
  }
  if (invocation.Has("text")) return PrintText(*ledger, report);
  MUSTER_RETURN_IF_ERROR(PrintOne(*ledger, known_at.size, report.id, invocation));
  return ExitStatus::kDone;
}

}  // namespace

Command ReportsCommand() {
  return {
      .name = "reports",
      .summary = "the field reports, or one of them with its records",
      .access = "reads the ledger",
      .operands = "[SHA]",
      .operands_max = 1,
      .description =
          "Without an operand, all field reports in the order of their first records, and for "
          "each\n"
          "source how many events rest on it: those that one of its reports tells of, as the "
          "first\n"
          "or by an account; how many of them are claims, and how many of these agree with the\n"
          "strength that is derived. With the beginning of a report's id or of its document's\n"
          "SHA-256 (at least four digits), that report and what was read from it.\n"
          "\n"
          "Source, published and grade are those of the report as corrected; with --known-at, as\n"
          "they and its records stood then. A document that was blacked out since stays so.\n",
      .examples =
          "# all of them\n"
          "muster reports\n"
          "# those that were known on a day\n"
          "muster reports --known-at 2025-01-18\n"
          "# the text that is stored of one\n"
          "muster reports 3fa8 --text\n",
      .options = Joined({{.name = "text", .help = "print the stored text of the report"},
                         {.name = "sources", .help = "list the sources only"},
                         {.name = "known-at",
                          .value = "K",
                          .help = "the reports as they stood then (now)",
                          .details = "a log size, an RFC 3339 time, a date, or a release"}},
                        OptionsOfAsked()),
      .run = RunReports};
}

}  // namespace muster
