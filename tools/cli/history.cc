// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster history TARGET`: an event's accounts and corrections, or a report's.
#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

#include "ledger/date.h"
#include "ledger/strength.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "projections/view_history.h"
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"
#include "tools/cli/known_at.h"
#include "tools/cli/view_request.h"
#include "tools/export/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"
#include "tools/output/event_json.h"
#include "tools/output/event_sentence.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

std::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAgrees:
      return "agrees";
    case Verdict::kDiffers:
      return "differs";
    case Verdict::kRetracted:
      return "retracted";
    case Verdict::kNone:
      break;
  }
  return "";
}

v1::Why WhyOf(const v1::Event& event) {
  if (event.has_amendment()) return event.amendment().why();
  return event.has_retraction() ? event.retraction().why() : v1::WHY_UNSPECIFIED;
}

std::string WhyWord(const v1::Event& event) {
  const v1::Why why = WhyOf(event);
  return why == v1::MISREAD ? "misread" : why == v1::REVISED ? "revised" : "";
}

const std::string& NoteOf(const v1::Event& event) {
  return event.has_amendment() ? event.amendment().note() : event.retraction().note();
}

// An event's own grade comes before its report's.
std::string GradeOf(const v1::Record& record, const ReportPtr& report) {
  if (!record.event().grade().empty()) return record.event().grade();
  return report != nullptr ? report->grade() : std::string();
}

// "Example Gazette: Third contingent arrives, published 2025-01-18, grade B2".
std::string SourceLine(const v1::Record& record, const ReportPtr& report) {
  if (report == nullptr) return "written by a command";
  std::string text = report->source();
  if (!report->title().empty()) text += ": " + report->title();
  if (report->has_published()) text += ", published " + report->published().text();
  const std::string grade = GradeOf(record, report);
  return grade.empty() ? text : text + ", grade " + grade;
}

std::string ReadsText(const EventPtr& reads) {
  return reads != nullptr ? EventSentence(*reads) : std::string("counts for nothing");
}

std::string ReadsText(const ReportPtr& reads) {
  std::string text = reads->source();
  if (reads->has_published()) text += ", published " + reads->published().text();
  return reads->grade().empty() ? text : text + ", grade " + reads->grade();
}

Json SourceJson(const v1::Record& record, const ReportPtr& report) {
  if (report == nullptr) return nullptr;
  const std::string grade = GradeOf(record, report);
  Json json = {{"report", ToHex(HashFromBytes(record.report()))}, {"source", report->source()}};
  json["title"] = report->title().empty() ? Json(nullptr) : Json(report->title());
  json["published"] = report->has_published() ? DateJson(report->published()) : Json(nullptr);
  json["grade"] = grade.empty() ? Json(nullptr) : Json(grade);
  return json;
}

// What all versions have: where it stands, who recorded it and why.
Json VersionJson(Position position, const v1::Record& record, const ReportPtr& report) {
  const std::string why = WhyWord(record.event());
  const std::string& note = NoteOf(record.event());
  return {{"position", position.value},
          {"recorded_at", RecordedAt(record)},
          {"recorded_by", record.recorded_by()},
          {"report", SourceJson(record, report)},
          {"event", EventJson(record.event())},
          {"why", why.empty() ? Json(nullptr) : Json(why)},
          {"note", note.empty() ? Json(nullptr) : Json(note)}};
}

void AddKnownAtJson(const KnownAt& known_at, Json& json) {
  json["known_at"] = known_at.size.value;
  json["known_at_time"] = known_at.time ? Json(FormatTime(*known_at.time)) : Json(nullptr);
}

const std::vector<std::string>& HistoryColumns() {
  static const std::vector<std::string>* const kColumns = new std::vector<std::string>{
      "position", "recorded_at", "recorded_by", "source", "title",   "published",
      "grade",    "what",        "why",         "note",   "verdict", "reads"};
  return *kColumns;
}

std::string HistoryCsvLine(Position position, const v1::Record& record, const ReportPtr& report,
                           std::string_view verdict, const std::string& reads) {
  return CsvLine(std::vector<std::string>{
      fmt::format("{}", position.value), RecordedAt(record), record.recorded_by(),
      report != nullptr ? report->source() : "", report != nullptr ? report->title() : "",
      report != nullptr && report->has_published() ? report->published().text() : "",
      GradeOf(record, report), EventSentence(record.event()), WhyWord(record.event()),
      NoteOf(record.event()), std::string(verdict), reads});
}

// One record with what stands under it, indented by the width of the positions.
class VersionPrinter {
 public:
  VersionPrinter(const Style& style, Position last) : style_(style) {
    width_ = fmt::format("{}", last.value).size();
  }

  void PrintVersion(Position position, const v1::Record& record, const ReportPtr& report) const {
    const std::string number = fmt::format("{:>{}}", position.value, width_);
    Print(style_.Strong(number) + "  " + SafeText(EventSentence(record.event())) + '\n');
    Under(SourceLine(record, report));
    Under(fmt::format("recorded {} by {}", RecordedAt(record), record.recorded_by()));
  }

  // A line under the record.
  void Under(const std::string& text) const {
    Print(std::string(width_ + 4, ' ') + SafeText(text) + '\n');
  }

 private:
  const Style& style_;
  std::size_t width_ = 0;
};

// --- An event
// -----------------------------------------------------------------------------------------------------

std::string VerdictText(const EventVersion& version) {
  switch (version.verdict) {
    case Verdict::kAgrees:
      return "now it agrees";
    case Verdict::kDiffers:
      return "now it differs, and changes nothing";
    case Verdict::kRetracted:
      return "now it is withdrawn";
    case Verdict::kNone:
      break;
  }
  return {};
}

void PrintHistoryTable(const EventHistory& history, const KnownAt& known_at, const Style& style) {
  Print(style.Strong(fmt::format("History of record {}", history.root.value)) + ", " +
        DescribeKnownAt(known_at) + "\n\n");
  const VersionPrinter printer(style, history.versions.back().position);
  std::string before;
  for (const EventVersion& version : history.versions) {
    printer.PrintVersion(version.position, *version.record, version.report);
    if (version.verdict != Verdict::kNone) printer.Under(VerdictText(version));
    const std::string reads = ReadsText(version.reads);
    // The event itself reads as its own line says.
    if (version.position != history.root) {
      printer.Under(reads == before ? "then it reads as before" : "then it reads: " + reads);
    }
    before = reads;
  }
}

void PrintHistoryJson(const EventHistory& history, const KnownAt& known_at) {
  Json json = {{"target", history.root.value}};
  AddKnownAtJson(known_at, json);
  json["versions"] = Json::array();
  for (const EventVersion& version : history.versions) {
    Json row = VersionJson(version.position, *version.record, version.report);
    const std::string_view verdict = VerdictName(version.verdict);
    row["verdict"] = verdict.empty() ? Json(nullptr) : Json(verdict);
    row["reads"] = version.reads != nullptr ? EventJson(*version.reads) : Json(nullptr);
    json["versions"].push_back(std::move(row));
  }
  json["reads"] = json["versions"].back()["reads"];
  Print(JsonLine(json));
}

void PrintHistoryCsv(const EventHistory& history) {
  Print(CsvLine(HistoryColumns()));
  for (const EventVersion& version : history.versions) {
    Print(HistoryCsvLine(version.position, *version.record, version.report,
                         VerdictName(version.verdict), ReadsText(version.reads)));
  }
}

// --- A report
// -----------------------------------------------------------------------------------------------------

void PrintHistoryTable(const ReportHistory& history, const KnownAt& known_at, const Style& style) {
  Print(style.Strong("History of report") + ' ' + ToHex(history.report.id) + ", " +
        DescribeKnownAt(known_at) + "\n\n");
  Print(SafeText(fmt::format("appended {} as {}", FormatTime(history.report.recorded_at),
                             ReadsText(history.report.report))) +
        '\n');
  if (history.versions.empty()) {
    Print("Nothing corrects it.\n");
    return;
  }
  const VersionPrinter printer(style, history.versions.back().position);
  for (const ReportVersion& version : history.versions) {
    printer.PrintVersion(version.position, *version.record, version.report);
    printer.Under("then it reads: " + ReadsText(version.reads));
  }
}

Json ReportReadsJson(const v1::Report& report) {
  return {{"source", report.source()},
          {"published", report.has_published() ? DateJson(report.published()) : Json(nullptr)},
          {"grade", report.grade().empty() ? Json(nullptr) : Json(report.grade())}};
}

void PrintHistoryJson(const ReportHistory& history, const KnownAt& known_at) {
  Json json = {{"report", ToHex(history.report.id)}};
  AddKnownAtJson(known_at, json);
  json["appended"] = ReportReadsJson(*history.report.report);
  json["appended"]["recorded_at"] = FormatTime(history.report.recorded_at);
  json["versions"] = Json::array();
  for (const ReportVersion& version : history.versions) {
    Json row = VersionJson(version.position, *version.record, version.report);
    row["reads"] = ReportReadsJson(*version.reads);
    json["versions"].push_back(std::move(row));
  }
  json["reads"] = history.versions.empty() ? ReportReadsJson(*history.report.report)
                                           : json["versions"].back()["reads"];
  Print(JsonLine(json));
}

void PrintHistoryCsv(const ReportHistory& history) {
  Print(CsvLine(HistoryColumns()));
  for (const ReportVersion& version : history.versions) {
    Print(HistoryCsvLine(version.position, *version.record, version.report, "",
                         ReadsText(version.reads)));
  }
}

StatusOr<ExitStatus> RunHistory(const Invocation& invocation) {
  MUSTER_ASSIGN_OR_RETURN(const ViewRequest request, OpenViewRequest(invocation));
  // Words may be typed as one operand or as several.
  const std::string target = fmt::format("{}", fmt::join(invocation.operands, " "));
  MUSTER_ASSIGN_OR_RETURN(const History history,
                          request.views->HistoryOf(target, request.known_at.size));
  std::visit(
      [&](const auto& of) {
        if (invocation.format == Format::kTable) {
          PrintHistoryTable(of, request.known_at, invocation.style);
        }
        if (invocation.format == Format::kCsv) PrintHistoryCsv(of);
        if (invocation.format == Format::kJson) PrintHistoryJson(of, request.known_at);
      },
      history);
  return ExitStatus::kDone;
}

}  // namespace

Command HistoryCommand() {
  return {
      .name = "history",
      .summary = "an event's accounts and corrections, or a report's",
      .access = "reads the ledger",
      .operands = "TARGET",
      .operands_min = 1,
      .operands_max = Command::kAnyNumber,
      .description =
          "Everything that was recorded of one event, in the order of the log: the event, the\n"
          "accounts of it (whether they agree), the corrections of it and of its accounts, with\n"
          "their reasons, notes and reports, and what the event reads after each.\n"
          "\n"
          "TARGET is a position, an event id, or words as in `arrival KEN-1 2024-06-25`; words "
          "fit\n"
          "events as corrected and not retracted. `report:SHA`, or the beginning of a report's "
          "id,\n"
          "asks for the corrections of a report.\n",
      .examples =
          "# what was said of the arrival of KEN-3, and by whom\n"
          "muster history arrival KEN-3 2025-01-18\n"
          "# the corrections of a report's date, source and grade\n"
          "muster history report:3fa8\n",
      .options = Joined(
          {{.name = "known-at",
            .value = "K",
            .help = "the state of the log to speak from (now)",
            .details = "a log size, an RFC 3339 time, a date (its last instant in UTC), or a "
                       "release"}},
          OptionsOfAsked()),
      .run = RunHistory};
}

}  // namespace muster
