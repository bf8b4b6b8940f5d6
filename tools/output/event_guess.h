// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Event guess: what event of a report file a sentence with a number may tell of.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_OUTPUT_EVENT_GUESS_H_
#define MUSTER_TOOLS_OUTPUT_EVENT_GUESS_H_

#include <string>
#include <string_view>
#include <vector>

#include "ledger/date.h"
#include "tools/output/report_template.h"

namespace muster {

// One event for each number of people in `sentence`, or a single one if it has only other numbers;
// none if it has no number but dates. Each is the text of an entry without its quote, on one line:
// "arrival: {contingent: KEN-3, strength: 217, on: 2025-01-18}". Where the sentence does not say
// when, it was by `today`. `mission` is named where no contingent can be told.
std::vector<std::string> GuessEvents(std::string_view sentence, const KnownNames& known,
                                     std::string_view mission, Day today);

// `text` as a scalar of YAML within a flow map: plain where that is safe, else in double quotes.
std::string YamlScalar(std::string_view text);
// `text` in double quotes, on one line: runs of white space become one space, and what a terminal
// must not be given is escaped.
std::string YamlQuoted(std::string_view text);

}  // namespace muster

#endif  // MUSTER_TOOLS_OUTPUT_EVENT_GUESS_H_
