// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The scope of a claim in text and JSON.
#ifndef MUSTER_TOOLS_CLI_SCOPE_TEXT_H_
#define MUSTER_TOOLS_CLI_SCOPE_TEXT_H_

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "projections/view_claims.h"

namespace muster {

// "mission=MSS-HTI contributor=JAM,BLZ".
std::string ScopeValuesText(const ScopeValues& scope);
// {"mission":"MSS-HTI","contributor":["JAM","BLZ"]}.
nlohmann::ordered_json ScopeValuesJson(const ScopeValues& scope);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_SCOPE_TEXT_H_
