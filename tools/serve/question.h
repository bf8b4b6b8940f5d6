// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Question: what an address asks of the command line. /v1/headcount?on=2025-01-18&by=contributor is
// `muster headcount --on 2025-01-18 --by contributor --format json`, and is answered with the same
// bytes.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_SERVE_QUESTION_H_
#define MUSTER_TOOLS_SERVE_QUESTION_H_

#include <string>
#include <string_view>
#include <vector>

#include "ledger/status.h"
#include "tools/cli/command.h"
#include "tools/cli/invocation.h"
#include "tools/serve/http_message.h"

namespace muster {

// The path of a command behind /v1/: "audit/prove" for `audit prove`.
std::string PathOf(std::string_view command);

// Whether an option is a parameter: it names no file, and has nothing to do with the asker's own
// terminal.
bool IsParameter(const Option& option);
// The parameters that are a command's operands: "position" for POSITION or [POSITION].
std::vector<std::string> OperandNames(const Command& command);

// The command line that stands at `path` behind /v1/. Each parameter is the option of its name, a
// flag's value being true or false; an operand is the parameter of its name in the help, in lower
// case. Options that name files of the server are not there. The answer is in JSON unless `format`
// is csv.
//
// Errors: NOT_FOUND if there is no such command, naming the nearest; INVALID_ARGUMENT as the
// command line has them.
StatusOr<Invocation> InvocationOf(std::string_view path, const Parameters& parameters);

// The question as a key: the same for parameters that differ in the order of their names only.
std::string KeyOf(std::string_view path, const Parameters& parameters);

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_QUESTION_H_
