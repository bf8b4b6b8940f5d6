// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Standard output and standard error of the program.
#ifndef MUSTER_TOOLS_CLI_ANSWER_H_
#define MUSTER_TOOLS_CLI_ANSWER_H_

#include <string_view>

#include "ledger/status.h"
#include "tools/output/terminal.h"

namespace muster {

// Writes to standard output. If its reader has gone away (`muster log | head`), ends the program
// with success: nobody wants the rest. If it cannot be written, ends the program with an error.
void Print(std::string_view text);

// Writes what is still in the buffer; the same if that fails.
void FlushAnswer();

// "muster: error: MESSAGE" on standard error. The text is made safe.
void PrintError(std::string_view message, const Style& style);
void PrintWarning(std::string_view message, const Style& style);

// A line of text on standard error.
void PrintNote(std::string_view text);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_ANSWER_H_
