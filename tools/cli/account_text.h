// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What reports say of an event, for people and for programs.
#ifndef MUSTER_TOOLS_CLI_ACCOUNT_TEXT_H_
#define MUSTER_TOOLS_CLI_ACCOUNT_TEXT_H_

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "ledger/status.h"
#include "projections/view_reasons.h"
#include "tools/export/evidence.h"
#include "tools/output/terminal.h"

namespace muster {

// "agrees", "differs", "corrects", "joint".
std::string_view VerdictName(EventAccount::Verdict verdict);

// "Example Gazette: Third contingent arrives (B2, published 2025-01-18)"; what a command wrote has
// no report. Not made safe.
std::string AccountSourceText(const EventAccount& account);

// The lines of one account below its event: its verdict and report, what it says where that is not
// the event itself, and the words that it rests on. Errors: those of EvidenceReader.
StatusOr<std::string> AccountText(const EventAccount& account, EvidenceReader& evidence,
                                  const Style& style);

// {"position", "verdict", "report", "source", "title", "published", "grade", "according_to",
// "strength", "on", "sentence", "evidence"}. Errors: likewise.
StatusOr<nlohmann::ordered_json> AccountJson(const EventAccount& account, EvidenceReader& evidence);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_ACCOUNT_TEXT_H_
