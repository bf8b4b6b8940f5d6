// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// One share of a number, in words and as JSON.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_CLI_REASON_TEXT_H_
#define MUSTER_TOOLS_CLI_REASON_TEXT_H_

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "projections/view_reasons.h"

namespace muster {

// "movement", "setting", "difference", "floor".
std::string_view ReasonKindName(Reason::Kind kind);

// What it is: the sentence of a movement; "muster of contributor=KEN: 600"; "unexplained difference
// of the muster of contributor=KEN". Not made safe.
std::string ReasonText(const Reasons& reasons, const Reason& reason);

// The kind of the event, as in the report file; empty of the floor.
std::string ReasonEventKind(const Reasons& reasons, const Reason& reason);

// All but the accounts.
nlohmann::ordered_json ReasonJson(const Reasons& reasons, const Reason& reason);

// "mission=MSS-HTI contingent=KEN-1 place=HTI", without what is unspecified; "abroad".
std::string PostText(const std::optional<PostValues>& post);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_REASON_TEXT_H_
