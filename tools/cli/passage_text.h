// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Evidence for people and for programs.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_CLI_PASSAGE_TEXT_H_
#define MUSTER_TOOLS_CLI_PASSAGE_TEXT_H_

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "tools/export/evidence.h"
#include "tools/output/terminal.h"

namespace muster {

// How much is shown of what stands around a passage.
inline constexpr std::size_t kContextBytes = 120;

// `... came on Saturday. »The 217 officers« were received ...`, on one line, made safe.
std::string PassageText(const Passage& passage, const Style& style);

// [{"begin", "end", "text", "before", "after"}]; null if there is none.
nlohmann::ordered_json PassagesJson(const std::vector<Passage>& passages);

// All of their texts, a line each, for CSV.
std::string PassagesCell(const std::vector<Passage>& passages);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_PASSAGE_TEXT_H_
