// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// YAML 1.2 and JSON as trees of nodes with positions. All scalars stay text. Of YAML, what makes a
// file hard to read or to trust is refused: anchors and aliases, tags, merge keys, keys that are no
// text.
#ifndef MUSTER_TOOLS_INPUT_YAML_NODES_H_
#define MUSTER_TOOLS_INPUT_YAML_NODES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "ledger/draft.h"
#include "ledger/refusal.h"
#include "tools/input/source_text.h"

namespace muster {

// The greatest depth of maps and lists in each other, and the greatest number of values in a file.
inline constexpr std::size_t kYamlDepthMax = 64;
inline constexpr std::size_t kYamlNodesMax = 3000000;
// The greatest number of keys in one map.
inline constexpr std::size_t kYamlMapKeysMax = 10000;

struct YamlStream {
  // One for each document; empty if the syntax is refused. What else was refused is left out of
  // them.
  std::vector<Node> documents;
  Refusals refusals;
};

// Parses `source`, the content of the file `name`. Never throws; the same bytes give the same
// answer.
YamlStream ParseYaml(const std::string& name, const SourceText& source);

}  // namespace muster

#endif  // MUSTER_TOOLS_INPUT_YAML_NODES_H_
