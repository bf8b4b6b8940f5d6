// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/export/redaction_text.h"

#include <nlohmann/json.hpp>

#include "muster/v1/record.pb.h"
#include "tools/export/record_json.h"
#include "tools/output/display_text.h"

namespace muster {

std::string RedactionText(const Redaction& redaction) {
  const v1::Record& record = *redaction.record;
  return fmt::format("blacked out by record {}, of {} by {}: {}", redaction.position.value,
                     RecordedAt(record), SafeText(record.recorded_by()),
                     SafeText(record.event().redaction().reason()));
}

nlohmann::ordered_json RedactionJson(const Redaction& redaction) {
  const v1::Record& record = *redaction.record;
  return {{"position", redaction.position.value},
          {"recorded_at", RecordedAt(record)},
          {"recorded_by", record.recorded_by()},
          {"reason", record.event().redaction().reason()}};
}

}  // namespace muster
