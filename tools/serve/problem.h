// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Problem details (RFC 9457): what is answered in place of what was asked for.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_SERVE_PROBLEM_H_
#define MUSTER_TOOLS_SERVE_PROBLEM_H_

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "ledger/status.h"
#include "tools/serve/http_message.h"

namespace muster {

// A response of application/problem+json with "type", "title" (of the status), "status" and
// "detail", a sentence for a person.
HttpResponse Problem(int status, std::string_view detail);
// The same with more members.
HttpResponse Problem(int status, std::string_view detail, const nlohmann::ordered_json& more);

// The same for an error: its message, and 400 for what the asker did, 401 for who is not known, 403
// for who may not, 404 for what is not there, 409 for what the ledger's state does not allow, 413
// beyond a limit, 503 for what may pass, 500 for a ledger that is damaged and for a fault of the
// program.
HttpResponse ProblemOf(const Status& error);

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_PROBLEM_H_
