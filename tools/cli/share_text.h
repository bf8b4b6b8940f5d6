// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The shares of a number as a table for people.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_CLI_SHARE_TEXT_H_
#define MUSTER_TOOLS_CLI_SHARE_TEXT_H_

#include <string>

#include "projections/view_reasons.h"
#include "tools/output/terminal.h"

namespace muster {

// A line for each share, and the total; one column of numbers where all of them are exact.
std::string SharesTable(const Reasons& reasons, const Style& style);

// The position of the event of a share; empty of the floor.
std::string ReasonPositionText(const Reasons& reasons, const Reason& reason);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_SHARE_TEXT_H_
