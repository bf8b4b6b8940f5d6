// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster reports [SHA]`: the field reports, or one of them with its records.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "ledger/date.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/evidence.h"
#include "tools/cli/invocation.h"
#include "tools/cli/record_json.h"
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

void PrintList(const std::vector<StoredReport>& reports, const Invocation& invocation) {
  if (invocation.format == Format::kJson) {
    for (const StoredReport& report : reports) Print(JsonLine(ReportJson(report)));
    return;
  }
  const bool is_csv = invocation.format == Format::kCsv;
  TextTable table(
      {{"report"}, {"source"}, {"title"}, {"published"}, {"grade"}, {"events", Align::kRight}});
  if (is_csv) {
    Print(CsvLine(
        std::vector<std::string>{"report", "source", "title", "published", "grade", "events"}));
  }
  for (const StoredReport& report : reports) {
    const v1::Report& metadata = *report.report;
    std::vector<std::string> row = {
        ToHex(report.id).substr(0, is_csv ? std::string::npos : kIdDigits),
        metadata.source(),
        metadata.title(),
        PublishedText(metadata),
        metadata.grade(),
        fmt::format("{}", EventCount(report))};
    if (is_csv) {
      Print(CsvLine(row));
    } else {
      table.AddRow(std::move(row));
    }
  }
  if (!is_csv) Print(table.empty() ? "There are no reports.\n" : table.ToText(invocation.style));
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

std::string DocumentText(std::string_view label, const v1::Document& document) {
  return Stated(label, fmt::format("{} bytes, SHA-256 {}", document.size_bytes(),
                                   ToHex(HashFromBytes(document.sha256()))));
}

std::string MetadataText(const StoredReport& report, const Style& style) {
  const v1::Report& metadata = *report.report;
  std::string text = style.Strong("Report") + ' ' + ToHex(report.id) + "\n\n";
  text += Stated("source", metadata.source()) + Stated("agency", metadata.agency());
  text += Stated("author", metadata.author()) + Stated("title", metadata.title());
  text += Stated("url", metadata.url()) + Stated("language", metadata.language());
  if (metadata.has_published()) text += Stated("published", DescribeDate(metadata.published()));
  if (metadata.has_received()) text += Stated("received", DescribeDate(metadata.received()));
  text += Stated("grade", metadata.grade());
  if (!metadata.updates().empty()) {
    text += Stated("updates", ToHex(HashFromBytes(metadata.updates())));
  }
  if (metadata.has_document()) {
    text += DocumentText(metadata.typed_excerpt() ? "excerpt" : "document", metadata.document());
  }
  if (metadata.has_transcript()) text += DocumentText("transcript", metadata.transcript());
  return text + Stated("recorded", FormatTime(report.recorded_at)) + '\n';
}

StatusOr<ExitStatus> PrintText(const Ledger& ledger, const StoredReport& report) {
  const v1::Report& metadata = *report.report;
  if (!metadata.has_document() && !metadata.has_transcript()) {
    return FailedPrecondition("report {} has no document", ToHex(report.id).substr(0, kIdDigits));
  }
  const v1::Document& document =
      metadata.has_transcript() ? metadata.transcript() : metadata.document();
  MUSTER_ASSIGN_OR_RETURN(const std::string text,
                          ledger.ReadDocument(HashFromBytes(document.sha256())));
  const std::string safe = SafeText(text, LineEnds::kKept);
  Print(safe);
  if (!safe.empty() && safe.back() != '\n') Print("\n");
  return ExitStatus::kDone;
}

Status PrintOne(const Ledger& ledger, const StoredReport& report, const Invocation& invocation) {
  MUSTER_ASSIGN_OR_RETURN(const auto records, RecordsOf(ledger, report));
  if (invocation.format == Format::kJson) {
    Json json = ReportJson(report);
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
  Print(MetadataText(report, invocation.style));
  TextTable table({{"position", Align::kRight}, {"event"}});
  for (const auto& [position, record] : records) {
    table.AddRow({fmt::format("{}", position.value), EventSentence(record->event())});
  }
  Print(table.ToText(invocation.style));
  return OkStatus();
}

StatusOr<ExitStatus> RunReports(const Invocation& invocation) {
  if (invocation.Has("text") && invocation.operands.empty()) {
    return InvalidArgument("--text needs a report: muster reports SHA --text");
  }
  MUSTER_ASSIGN_OR_RETURN(const std::unique_ptr<Ledger> ledger,
                          Ledger::Open(invocation.LedgerDirectory()));
  if (invocation.operands.empty()) {
    MUSTER_ASSIGN_OR_RETURN(const std::vector<StoredReport> reports, ledger->Reports());
    PrintList(reports, invocation);
    return ExitStatus::kDone;
  }
  MUSTER_ASSIGN_OR_RETURN(const StoredReport report,
                          ledger->FindReportByPrefix(invocation.operands[0]));
  if (invocation.Has("text")) return PrintText(*ledger, report);
  MUSTER_RETURN_IF_ERROR(PrintOne(*ledger, report, invocation));
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
          "Without an operand, all field reports in the order of their first records. With the\n"
          "beginning of a report's id or of its document's SHA-256 (at least four digits), that\n"
          "report and what was read from it.\n",
      .examples =
          "# all of them\n"
          "muster reports\n"
          "# the text that is stored of one\n"
          "muster reports 3fa8 --text\n",
      .options = Joined({{.name = "text", .help = "print the stored text of the report"}},
                        OptionsOfAnswers()),
      .run = RunReports};
}

}  // namespace muster
