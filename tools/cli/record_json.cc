// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/record_json.h"

#include <chrono>
#include <nlohmann/json.hpp>

#include "ledger/clock.h"
#include "ledger/sha256.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"
#include "tools/cli/redaction_text.h"
#include "tools/output/event_json.h"

namespace muster {

using Json = nlohmann::ordered_json;

std::string JsonLine(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string RecordedAt(const v1::Record& record) {
  return FormatTime(Time(std::chrono::microseconds(record.recorded_at_us())));
}

Json RecordJson(Position position, const v1::Record& record, const std::vector<Passage>& passages) {
  Json json = {{"position", position.value},
               {"recorded_at", RecordedAt(record)},
               {"recorded_by", record.recorded_by()},
               {"report", nullptr},
               {"event_id", nullptr},
               {"event", EventJson(record.event())},
               {"evidence", nullptr}};
  if (!record.report().empty()) {
    json["report"] = ToHex(HashFromBytes(record.report()));
    json["event_id"] = EventId(record);
  }
  if (!passages.empty()) {
    json["evidence"] = Json::array();
    for (const Passage& passage : passages) {
      const Json text = passage.text ? Json(*passage.text) : Json(nullptr);
      json["evidence"].push_back({{"begin", passage.begin}, {"end", passage.end}, {"text", text}});
      if (passage.redaction) {
        json["evidence"].back()["redaction"] = RedactionJson(*passage.redaction);
      }
    }
  }
  return json;
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
