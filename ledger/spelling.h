// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The nearest known name for one that is not known.
#ifndef MUSTER_LEDGER_SPELLING_H_
#define MUSTER_LEDGER_SPELLING_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace muster {

// The candidate that differs least from `text` by Damerau-Levenshtein distance, case and accents
// folded, if it is near enough to have been meant (a third of the length, at least one); a
// candidate's last path element is compared too. Ties go to the first. Pure.
std::optional<std::string> NearestName(std::string_view text,
                                       std::span<const std::string> candidates);

}  // namespace muster

#endif  // MUSTER_LEDGER_SPELLING_H_
