// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Grades: the Admiralty code, reliability of the source A-F and credibility of the information 1-6.
#ifndef MUSTER_LEDGER_GRADE_H_
#define MUSTER_LEDGER_GRADE_H_

#include <string_view>

#include "ledger/status.h"

namespace muster {

struct Grade {
  char reliability = 0;  // 'A' best .. 'F' cannot be judged; 0 where not given
  char credibility = 0;  // '1' best .. '6' cannot be judged; 0 where not given
};

// Reads "B2", "B" or "2", in either case. Errors: INVALID_ARGUMENT.
StatusOr<Grade> ParseGrade(std::string_view text);

// Whether `grade` has each part that `least` has, and has it at least as good.
bool IsAtLeast(Grade grade, Grade least);

}  // namespace muster

#endif  // MUSTER_LEDGER_GRADE_H_
