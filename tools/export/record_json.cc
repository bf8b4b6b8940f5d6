// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/export/record_json.h"

#include <fmt/compile.h>

#include <chrono>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "ledger/clock.h"
#include "ledger/sha256.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "tools/export/redaction_text.h"
#include "tools/output/event_json.h"

namespace muster {

using Json = nlohmann::ordered_json;

namespace {

std::string DumpOf(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// The records of one append have one time: it is written once for all of them.
void AppendRecordedAt(const v1::Record& record, std::string* json) {
  thread_local std::pair<std::int64_t, std::string> last;
  if (last.second.empty() || last.first != record.recorded_at_us()) {
    last = {record.recorded_at_us(), RecordedAt(record)};
  }
  json->append(last.second);
}

}  // namespace

std::string JsonLine(const Json& json) { return DumpOf(json) + '\n'; }

std::string RecordedAt(const v1::Record& record) {
  return FormatTime(Time(std::chrono::microseconds(record.recorded_at_us())));
}

void AppendEvidenceJson(const std::vector<Passage>& passages, std::string* json) {
  if (passages.empty()) {
    json->append("null");
    return;
  }
  const auto out = std::back_inserter(*json);
  json->push_back('[');
  for (const Passage& passage : passages) {
    if (json->back() == '}') json->push_back(',');
    fmt::format_to(out, FMT_COMPILE("{{\"begin\":{},\"end\":{},\"text\":"), passage.begin,
                   passage.end);
    if (passage.text) {
      AppendJsonString(*passage.text, json);
    } else {
      json->append("null");
    }
    if (passage.redaction) {
      json->append(",\"redaction\":");
      json->append(DumpOf(RedactionJson(*passage.redaction)));
    }
    json->push_back('}');
  }
  json->push_back(']');
}

void AppendRecordJson(Position position, const v1::Record& record,
                      const std::vector<Passage>& passages, std::string* json) {
  const auto out = std::back_inserter(*json);
  fmt::format_to(out, FMT_COMPILE("{{\"position\":{},\"recorded_at\":\""), position.value);
  AppendRecordedAt(record, json);
  json->append("\",\"recorded_by\":");
  AppendJsonString(record.recorded_by(), json);
  if (record.report().empty()) {
    json->append(R"(,"report":null,"event_id":null,"event":)");
  } else {
    const std::string report = ToHex(HashFromBytes(record.report()));
    json->append(",\"report\":\"").append(report).append("\",\"event_id\":\"").append(report);
    fmt::format_to(out, FMT_COMPILE("/{}\",\"event\":"), record.ordinal());
  }
  AppendMessageJson(record.event(), json);
  json->append(",\"evidence\":");
  AppendEvidenceJson(passages, json);
  json->push_back('}');
}

Json RecordJson(Position position, const v1::Record& record, const std::vector<Passage>& passages) {
  std::string text;
  AppendRecordJson(position, record, passages, &text);
  return Json::parse(text);
}

std::size_t EventCount(const StoredReport& report) {
  std::size_t count = 0;
  for (const StoredReport::Run& run : report.runs) count += run.count;
  return count;
}

Json ReportJson(const StoredReport& report) {
  const v1::Report& metadata = *report.report;
  Json json = {{"report", ToHex(report.id)}};
  // The metadata's own names are those of the report file, documents apart.
  v1::Report plain = metadata;
  plain.clear_document();
  plain.clear_transcript();
  plain.clear_updates();
  plain.clear_typed_excerpt();
  json.update(MessageJson(plain));
  if (!metadata.updates().empty()) json["updates"] = ToHex(HashFromBytes(metadata.updates()));
  const auto add = [&json](const char* name, const v1::Document& document) {
    json[name] = {{"sha256", ToHex(HashFromBytes(document.sha256()))},
                  {"size", document.size_bytes()}};
  };
  if (metadata.has_document())
    add(metadata.typed_excerpt() ? "text" : "document", metadata.document());
  if (metadata.has_transcript()) add("transcript", metadata.transcript());
  json["recorded_at"] = FormatTime(report.recorded_at);
  json["events"] = EventCount(report);
  return json;
}

Json ReportJson(const ReportVersions::Versions& report) {
  StoredReport corrected = report.stored;
  corrected.report = report.reads;
  Json json = ReportJson(corrected);
  json["corrected_by"] = nullptr;
  json["appended"] = nullptr;
  if (report.changes.empty()) return json;
  json["corrected_by"] = Json::array();
  for (const Position position : report.changes) json["corrected_by"].push_back(position.value);
  json["appended"] = Json::object();
  const Json appended = ReportJson(report.stored);
  for (const char* field : {"source", "published", "grade"}) {
    const Json was = appended.value(field, Json(nullptr));
    if (was != json.value(field, Json(nullptr))) json["appended"][field] = was;
  }
  return json;
}

}  // namespace muster
