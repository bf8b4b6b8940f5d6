// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// View words: what the kinds in an answer are called, the same in tables, CSV, JSON and exports
// (DESIGN section 9).
#ifndef MUSTER_PROJECTIONS_VIEW_WORDS_H_
#define MUSTER_PROJECTIONS_VIEW_WORDS_H_

#include <string_view>

#include "projections/view.h"
#include "projections/view_claims.h"

namespace muster {

// "counted", "added-up", "losses-only".
std::string_view BasisName(Basis basis);
// "agrees", "over", "short".
std::string_view AgreementName(Agreement verdict);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_VIEW_WORDS_H_
