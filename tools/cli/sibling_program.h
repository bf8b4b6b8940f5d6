// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The programs beside `muster`, so that who does not serve, or ask a server, does not pay for
// linking what that takes.
#ifndef MUSTER_TOOLS_CLI_SIBLING_PROGRAM_H_
#define MUSTER_TOOLS_CLI_SIBLING_PROGRAM_H_

#include <string>
#include <vector>

#include "ledger/status.h"

namespace muster {

// Becomes the program of that name, beside this one or else on the path, with these words behind
// its name. Returns only if it cannot be started. Errors: UNAVAILABLE.
Status BecomeProgram(const char* name, std::vector<std::string> words);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_SIBLING_PROGRAM_H_
