// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The rows of the tables of claims and of field reports.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_RELEASE_STATEMENTS_TABLE_H_
#define MUSTER_TOOLS_RELEASE_STATEMENTS_TABLE_H_

#include "ledger/ledger.h"
#include "ledger/status.h"
#include "projections/views.h"
#include "tools/release/file_writer.h"
#include "tools/release/release_state.h"

namespace muster {

// Errors: those of the views.
Status WriteClaims(const ReleaseState& state, const Ledger& ledger, const Views& views,
                   FileWriter& out);
Status WriteReports(const ReleaseState& state, const Ledger& ledger, const Views& views,
                    FileWriter& out);

}  // namespace muster

#endif  // MUSTER_TOOLS_RELEASE_STATEMENTS_TABLE_H_
