// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Refusals for people: where, the line with a mark under the place, what would be right.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_OUTPUT_REFUSAL_TEXT_H_
#define MUSTER_TOOLS_OUTPUT_REFUSAL_TEXT_H_

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "ledger/refusal.h"
#include "tools/output/terminal.h"

namespace muster {

// "muster: error: report.yaml:12:9: ... [rule]", the line, and "hint: ..."; several lines, each
// with its end. `line`: the line of the file that the refusal points to, or empty.
std::string RefusalText(const Refusal& refusal, std::string_view line, const Style& style);

// [{"file", "line", "column", "rule", "message", "hint"}].
nlohmann::ordered_json RefusalsJson(const Refusals& refusals);

}  // namespace muster

#endif  // MUSTER_TOOLS_OUTPUT_REFUSAL_TEXT_H_
