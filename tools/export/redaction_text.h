// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// That a document was blacked out, for people and for programs.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_EXPORT_REDACTION_TEXT_H_
#define MUSTER_TOOLS_EXPORT_REDACTION_TEXT_H_

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "ledger/ledger.h"

namespace muster {

// "blacked out by record 12, of 2025-02-01T09:00:00Z by desk: names of patients", made safe.
std::string RedactionText(const Redaction& redaction);

// {"position", "recorded_at", "recorded_by", "reason"}.
nlohmann::ordered_json RedactionJson(const Redaction& redaction);

}  // namespace muster

#endif  // MUSTER_TOOLS_EXPORT_REDACTION_TEXT_H_
