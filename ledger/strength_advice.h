// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What to write instead of a wording that is not a strength.
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_STRENGTH_ADVICE_H_
#define MUSTER_LEDGER_STRENGTH_ADVICE_H_

#include <string_view>

#include "ledger/status.h"

namespace muster {

// The error for `text`, trimmed, which has none of the forms of a strength. If it is plain what was
// meant
// ("1,200", "more than 200", "150-200") it says how to write that; else it names the forms.
// The code is INVALID_ARGUMENT.
Status NotAStrength(std::string_view text);

}  // namespace muster

#endif  // MUSTER_LEDGER_STRENGTH_ADVICE_H_
