// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The names of findings (DESIGN section 9): what a resolution may settle, and what a check finds.
#ifndef MUSTER_LEDGER_FINDING_NAMES_H_
#define MUSTER_LEDGER_FINDING_NAMES_H_

#include <array>
#include <string_view>

namespace muster {

inline constexpr std::array<std::string_view, 14> kFindingNames = {"overdrawn",
                                                                   "above-authorised",
                                                                   "outside-mandate",
                                                                   "claim-disagrees",
                                                                   "account-differs",
                                                                   "muster-unexplained",
                                                                   "musters-differ",
                                                                   "lines-do-not-add-up",
                                                                   "mixed-dates",
                                                                   "published-before",
                                                                   "dispatch-without-arrival",
                                                                   "likely-duplicate",
                                                                   "strength-unknown",
                                                                   "stale"};

}  // namespace muster

#endif  // MUSTER_LEDGER_FINDING_NAMES_H_
