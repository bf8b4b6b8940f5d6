// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Checks what a view is asked against what the ledger knows, and finds canonical names.
#ifndef MUSTER_PROJECTIONS_QUERY_CHECK_H_
#define MUSTER_PROJECTIONS_QUERY_CHECK_H_

#include <set>
#include <string>

#include "ledger/status.h"
#include "projections/effective_set.h"
#include "projections/posts.h"
#include "projections/view.h"

namespace muster {

// The query with aliases and last elements of paths replaced by canonical names. The lens's sources
// are not looked at.
//
// Errors: INVALID_ARGUMENT for a known-at beyond `set`, a dimension that is none, a label that no
// contingent has, a depth below 1, a value that nothing in the ledger has at that known-at, a name
// that fits several; saying what there is and which is nearest.
StatusOr<ViewQuery> CheckQuery(const EffectiveSet& set, const ViewQuery& query);

// The values of a dimension that posts, registrations and statements have at a known-at.
std::set<std::string> ValuesAt(const EffectiveSet& set, Dimension dimension, LogSize known_at);

// The query's known-at as the facts count it. REQUIRES: at most set.size().
FactPosition FactKnownAt(LogSize known_at);

// "; did you mean KEN?", or what there is, for an error about a name that is not known.
std::string Advice(const std::string& name, const std::vector<std::string>& known);

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_QUERY_CHECK_H_
