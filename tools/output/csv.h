// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// CSV after RFC 4180, with "\n" at the ends of lines as programs on Unix expect them, and without
// cells that a spreadsheet would run as formulas.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_OUTPUT_CSV_H_
#define MUSTER_TOOLS_OUTPUT_CSV_H_

#include <span>
#include <string>
#include <string_view>

namespace muster {

// Whether a spreadsheet may run the cell as a formula, quoted or not: it begins with = + - @, a
// tabulator or a line end, and is not a plain number (-17). Apostrophes before that do not count.
bool IsLiveCell(std::string_view cell);

// One line with its end. A cell with a comma, a quotation mark or a line end is put in quotes. An
// apostrophe is put before what IsLiveCell: a spreadsheet then shows the text. Who reads the file
// with a program takes the apostrophe off where IsLiveCell, and has the text as it was.
std::string CsvLine(std::span<const std::string> cells);

}  // namespace muster

#endif  // MUSTER_TOOLS_OUTPUT_CSV_H_
