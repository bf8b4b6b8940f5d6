// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Report node: reading and setting the entries of a field report's node.
#ifndef MUSTER_TOOLS_TABLE_REPORT_NODE_H_
#define MUSTER_TOOLS_TABLE_REPORT_NODE_H_

#include <string>
#include <string_view>

#include "ledger/draft.h"

namespace muster {

// Sets the entry of that key, or adds one.
void SetEntry(Node& map, const std::string& key, std::string text);
// The text of an entry; empty if there is none.
std::string TextOf(const Node& map, std::string_view key);

}  // namespace muster

#endif  // MUSTER_TOOLS_TABLE_REPORT_NODE_H_
