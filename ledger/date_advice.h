// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What to write instead of a wording that is not a date.
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_DATE_ADVICE_H_
#define MUSTER_LEDGER_DATE_ADVICE_H_

#include <string_view>

#include "ledger/status.h"

namespace muster {

// "February". REQUIRES: 1 <= month <= 12.
std::string_view MonthName(unsigned month);

// The error for `text`, which has none of the forms of a date. If it is plain what was meant
// ("18/01/2025", "2025-1-18", "18 January 2025") it says how to write that; else it names the
// forms. The code is INVALID_ARGUMENT.
Status NotADate(std::string_view text);

}  // namespace muster

#endif  // MUSTER_LEDGER_DATE_ADVICE_H_
