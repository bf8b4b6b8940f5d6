// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster show POSITION`: one record whole, with its evidence in context.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "ledger/chain.h"
#include "ledger/date.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"
#include "tools/cli/opened_ledger.h"
#include "tools/cli/passage_text.h"
#include "tools/export/evidence.h"
#include "tools/export/record_json.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"
#include "tools/output/event_json.h"
#include "tools/output/event_sentence.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLabelWidth = 13;

// A later account or correction of a record.
struct Member {
  Position position;
  RecordPtr record;
};

struct Shown {
  Position position;
  RecordPtr record;
  std::vector<Passage> passages;
  std::optional<StoredReport> report;
  std::vector<Member> members;
  bool counts = true;       // not retracted
  std::string reading_now;  // a sentence; empty if it is as recorded
  Json reading_json;        // null if it counts for nothing
};

bool BeginsChain(const v1::Event& event) {
  return !event.has_amendment() && !event.has_retraction();
}

StatusOr<Shown> Collect(const Ledger& ledger, Position position) {
  Shown shown;
  shown.position = position;
  MUSTER_ASSIGN_OR_RETURN(shown.record, ledger.ReadRecord(position));
  const v1::Record& record = *shown.record;
  MUSTER_ASSIGN_OR_RETURN(shown.passages, EvidenceReader(ledger).Read(record, kContextBytes));
  if (!record.report().empty()) {
    MUSTER_ASSIGN_OR_RETURN(shown.report, ledger.FindReport(HashFromBytes(record.report())));
  }
  if (!BeginsChain(record.event())) return shown;
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Position> members,
                          ledger.ChainMembers(position, ledger.Head().size));
  Chain chain(position, record, /*admitted=*/true);
  for (const Position member : members) {
    MUSTER_ASSIGN_OR_RETURN(RecordPtr member_record, ledger.ReadRecord(member));
    chain.Add(member, *member_record, /*admitted=*/true);
    shown.members.push_back({member, std::move(member_record)});
  }
  const v1::Event* const reading = chain.Reading();
  shown.counts = reading != nullptr;
  if (reading != nullptr) {
    shown.reading_json = EventJson(*reading);
    const std::string sentence = EventSentence(*reading);
    if (sentence != EventSentence(record.event())) shown.reading_now = sentence;
  }
  return shown;
}

std::string Labelled(std::string_view label, std::string_view text) {
  return fmt::format("{:<{}}{}\n", label, kLabelWidth, text);
}

// A value of an event in a few words.
std::string ValueText(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_array()) {
    std::string list;
    for (const Json& item : value) list += (list.empty() ? "" : "; ") + ValueText(item);
    return list;
  }
  if (!value.is_object()) return value.dump();
  if (value.contains("text") && value.contains("best")) {
    const std::string written = value["text"].get<std::string>();
    const bool is_date = value.contains("earliest");
    const Json& low = value[is_date ? "earliest" : "least"];
    const Json& high = value[is_date ? "latest" : "most"];
    const auto end = [](const Json& bound) {
      if (bound.is_null()) return std::string();
      return bound.is_string() ? bound.get<std::string>() : bound.dump();
    };
    if (low == high)
      return end(low) == written ? written : fmt::format("{} = {}", written, end(low));
    return fmt::format("{} = {}..{}, best {}", written, end(low), end(high), end(value["best"]));
  }
  std::string text;
  for (const auto& [key, part] : value.items()) {
    text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", key, ValueText(part));
  }
  return text;
}

std::string FieldsText(const v1::Event& event) {
  const Json json = EventJson(event);
  std::string text;
  for (const auto& [key, value] : json.items()) {
    const bool is_body = &value == &json.begin().value() && value.is_object();
    if (!is_body) {
      text += Labelled(fmt::format("  {}", key), SafeText(ValueText(value)));
      continue;
    }
    for (const auto& [field, part] : value.items()) {
      const std::string label = fmt::format("  {}", field);
      const std::string gap = label.size() >= kLabelWidth ? "  " : "";
      text += Labelled(label, gap + SafeText(ValueText(part)));
    }
  }
  return text;
}

std::string EvidenceText(const Shown& shown, const Style& style) {
  if (shown.passages.empty()) return Labelled("evidence", "none: the report file gives no quote");
  std::string text;
  for (const Passage& passage : shown.passages) {
    text += Labelled(
        "evidence", fmt::format("bytes {} to {} of the report's text", passage.begin, passage.end));
    text += fmt::format("  {}\n", PassageText(passage, style));
  }
  return text;
}

std::string ReportText(const Shown& shown) {
  if (!shown.report) return Labelled("report", "none: written by a command");
  const v1::Report& report = *shown.report->report;
  std::string title = report.title().empty()
                          ? report.source()
                          : fmt::format("{}: {}", report.source(), report.title());
  std::string text = Labelled("report", SafeText(title));
  text += Labelled("  id", ToHex(shown.report->id));
  if (report.has_published())
    text += Labelled("  published", SafeText(DescribeDate(report.published())));
  if (!report.grade().empty()) text += Labelled("  grade", SafeText(report.grade()));
  if (!report.url().empty()) text += Labelled("  url", SafeText(report.url()));
  return text;
}

void PrintTable(const Shown& shown, const Style& style) {
  const v1::Record& record = *shown.record;
  std::string text = style.Strong(fmt::format("Record {}", shown.position.value)) + ": " +
                     SafeText(EventSentence(record.event())) + "\n\n";
  text += Labelled("event", record.report().empty() ? "" : EventId(record));
  text += FieldsText(record.event());
  text += ReportText(shown);
  text += Labelled("recorded",
                   fmt::format("{} by {}", RecordedAt(record), SafeText(record.recorded_by())));
  text += EvidenceText(shown, style);
  if (!shown.members.empty()) text += "later\n";
  for (const Member& member : shown.members) {
    text += fmt::format("  {:>{}}  {}\n", member.position.value, kLabelWidth - 4,
                        SafeText(EventSentence(member.record->event())));
  }
  if (!shown.counts) {
    text += Labelled("now", "counts for nothing");
  } else if (!shown.reading_now.empty()) {
    text += Labelled("now", SafeText(shown.reading_now));
  }
  Print(text);
}

void PrintJson(const Shown& shown) {
  Json json = RecordJson(shown.position, *shown.record, shown.passages);
  json["evidence"] = PassagesJson(shown.passages);
  json["sentence"] = EventSentence(shown.record->event());
  json["source"] = shown.report ? ReportJson(*shown.report) : Json(nullptr);
  json["later"] = Json::array();
  for (const Member& member : shown.members) {
    json["later"].push_back(
        {{"position", member.position.value}, {"event", EventJson(member.record->event())}});
  }
  json["reads"] = shown.reading_json;
  Print(JsonLine(json));
}

void PrintCsv(const Shown& shown) {
  Print(CsvLine(std::vector<std::string>{"position", "recorded_at", "recorded_by", "event_id",
                                         "sentence", "evidence"}));
  Print(CsvLine(std::vector<std::string>{
      fmt::format("{}", shown.position.value), RecordedAt(*shown.record),
      shown.record->recorded_by(), EventId(*shown.record), EventSentence(shown.record->event()),
      PassagesCell(shown.passages)}));
}

StatusOr<ExitStatus> RunShow(const Invocation& invocation) {
  MUSTER_ASSIGN_OR_RETURN(const std::uint64_t number,
                          ParseNumber(invocation.operands[0], "POSITION"));
  MUSTER_ASSIGN_OR_RETURN(const std::shared_ptr<Ledger> ledger, OpenToRead(invocation));
  const LogSize size = ledger->Head().size;
  if (!Holds(size, Position{number})) {
    return InvalidArgument("there is no record {}; the log has {} records", number, size.value);
  }
  MUSTER_ASSIGN_OR_RETURN(const Shown shown, Collect(*ledger, Position{number}));
  if (invocation.format == Format::kTable) PrintTable(shown, invocation.style);
  if (invocation.format == Format::kCsv) PrintCsv(shown);
  if (invocation.format == Format::kJson) PrintJson(shown);
  return ExitStatus::kDone;
}

}  // namespace

Command ShowCommand() {
  return {.name = "show",
          .summary = "one record whole, with its evidence in context",
          .access = "reads the ledger",
          .operands = "POSITION",
          .operands_min = 1,
          .operands_max = 1,
          .description =
              "What was recorded, by whom and when, from which report, and the words that it rests "
              "on;\n"
              "then the later accounts and corrections of it, and how it reads now.\n",
          .examples =
              "# the record at position 44\n"
              "muster show 44\n"
              "# the same for a program\n"
              "muster show 44 --format json\n",
          .options = OptionsOfAsked(),
          .run = RunShow};
}

}  // namespace muster
