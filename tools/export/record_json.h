// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Records and field reports as JSON (DESIGN section 9, `log`).
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_EXPORT_RECORD_JSON_H_
#define MUSTER_TOOLS_EXPORT_RECORD_JSON_H_

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/position.h"
#include "projections/report_versions.h"
#include "tools/export/evidence.h"

namespace muster {

// {"position", "recorded_at", "recorded_by", "report", "event", "evidence"}.
nlohmann::ordered_json RecordJson(Position position, const v1::Record& record,
                                  const std::vector<Passage>& passages);
// Appends the text of the same.
void AppendRecordJson(Position position, const v1::Record& record,
                      const std::vector<Passage>& passages, std::string* json);

// Appends the list of passages, each {"begin", "end", "text"}; null if there are none.
void AppendEvidenceJson(const std::vector<Passage>& passages, std::string* json);

// {"report", "source", ..., "recorded_at", "events"}.
nlohmann::ordered_json ReportJson(const StoredReport& report);

// One line. Bytes that are not UTF-8 become U+FFFD.
std::string JsonLine(const nlohmann::ordered_json& json);

// The same as corrected, with "corrected_by", the positions of the amendments, and "appended", the
// values that they changed; both null if there are none.
nlohmann::ordered_json ReportJson(const ReportVersions::Versions& report);

// How many events of the report are recorded.
std::size_t EventCount(const StoredReport& report);

// When a record was recorded: RFC 3339.
std::string RecordedAt(const v1::Record& record);

}  // namespace muster

#endif  // MUSTER_TOOLS_EXPORT_RECORD_JSON_H_
