// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The rows of the table of strengths, and those of what changed since the release before.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_RELEASE_STRENGTHS_TABLE_H_
#define MUSTER_TOOLS_RELEASE_STRENGTHS_TABLE_H_

#include "ledger/ledger.h"
#include "ledger/status.h"
#include "projections/views.h"
#include "tools/release/file_writer.h"
#include "tools/release/release_state.h"

namespace muster {

// Errors: those of the views.
Status WriteStrengths(const ReleaseState& state, const Ledger& ledger, const Views& views,
                      FileWriter& out);
Status WriteChanges(const ReleaseState& state, const Ledger& ledger, const Views& views,
                    FileWriter& out);

}  // namespace muster

#endif  // MUSTER_TOOLS_RELEASE_STRENGTHS_TABLE_H_
