// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The forms in which a person names an event: a position, an event id, "contingent KEN-1",
// "arrival KEN-1 2024-06-25".
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_TARGET_TEXT_H_
#define MUSTER_LEDGER_TARGET_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "ledger/date.h"
#include "ledger/position.h"

namespace muster {

// What a text is by its looks. The parts point into the text.
struct TargetText {
  enum class Form { kPosition, kEventId, kRegistration, kWords, kOther };
  Form form = Form::kOther;
  std::string_view kind;  // of a registration and of words
  std::string_view name;  // the position's digits; the report's; the name; of kOther, the text
  std::string_view last;  // the ordinal's digits; the date
};

// White space around it does not matter.
TargetText ReadTargetText(std::string_view text);

bool IsHex(std::string_view text);

// What would be right, for an error about a target.
inline constexpr std::string_view kTargetForms =
    "name an event by its position, its event id, or in words, as in `arrival KEN-1 2024-06-25`";

// An event that words name but for their day.
struct NamedEvent {
  Position root;
  Day best;
};

// What there is instead of what words name: "there is `arrival KEN-1 2024-06-25` (at 8)", those of
// `events` that are nearest to the day, each once; kTargetForms if there are none.
std::string NearestTargets(std::string_view kind, std::string_view name, Day day,
                           const std::vector<NamedEvent>& events);

}  // namespace muster

#endif  // MUSTER_LEDGER_TARGET_TEXT_H_
