// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// JSON, read as the YAML that it is, and many times as quickly. What is not plain JSON is left to
// ParseYaml (yaml_nodes.h), which also says what is wrong with it.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_INPUT_JSON_NODES_H_
#define MUSTER_TOOLS_INPUT_JSON_NODES_H_

#include <optional>

#include "ledger/draft.h"
#include "tools/input/source_text.h"

namespace muster {

// The node that ParseYaml gives for a text that is one JSON object without anything odd: nothing
// that YAML refuses, or may read otherwise, no empty text, and no escape by number. Nullopt for any
// other. REQUIRES: the text has no bad characters.
std::optional<Node> ReadPlainJson(const SourceText& source);

}  // namespace muster

#endif  // MUSTER_TOOLS_INPUT_JSON_NODES_H_
