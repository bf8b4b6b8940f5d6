// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Record sources: whose reports records come from, for views that name those who say something.
#ifndef MUSTER_TOOLS_CLI_RECORD_SOURCES_H_
#define MUSTER_TOOLS_CLI_RECORD_SOURCES_H_

#include <map>
#include <string>
#include <vector>

#include "ledger/position.h"
#include "ledger/status.h"
#include "tools/cli/view_request.h"

namespace muster {

// By record, the source of its report; empty of a record without a report.
using RecordSources = std::map<Position, std::string>;

// The sources as they read at the request's known-at. Reads the log, unless there are no positions.
// Errors: those of reading the ledger.
StatusOr<RecordSources> SourcesOf(const ViewRequest& request,
                                  const std::vector<Position>& positions);

// "Inspector General (Example Gazette)": who spoke, by whose report; either may be empty.
std::string WhoSays(const std::string& speaker, const std::string& source);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_RECORD_SOURCES_H_
