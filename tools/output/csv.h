// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// CSV after RFC 4180, with "\n" at the ends of lines as programs on Unix expect them.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_OUTPUT_CSV_H_
#define MUSTER_TOOLS_OUTPUT_CSV_H_

#include <span>
#include <string>

namespace muster {

// One line with its end. A cell with a comma, a quotation mark or a line end is put in quotes.
std::string CsvLine(std::span<const std::string> cells);

}  // namespace muster

#endif  // MUSTER_TOOLS_OUTPUT_CSV_H_
