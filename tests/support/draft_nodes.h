// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The nodes of a draft, written out, for tests that make many of them.
//   MapNode({{"arrival", MapNode({{"contingent", ScalarNode("KEN-1")}, ...})}})
#ifndef MUSTER_TESTS_SUPPORT_DRAFT_NODES_H_
#define MUSTER_TESTS_SUPPORT_DRAFT_NODES_H_

#include <string>
#include <utility>
#include <vector>

#include "ledger/draft.h"

namespace muster {

inline Node ScalarNode(std::string text) {
  Node node;
  node.kind = Node::Kind::kScalar;
  node.text = std::move(text);
  return node;
}

inline Node ListNode(std::vector<Node> items) {
  Node node;
  node.kind = Node::Kind::kList;
  node.items = std::move(items);
  return node;
}

inline void AddEntry(Node& map, const char* key, Node value) {
  map.entries.push_back({key, {}, std::move(value)});
}

inline Node MapNode(std::vector<std::pair<const char*, Node>> entries) {
  Node node;
  node.kind = Node::Kind::kMap;
  for (std::pair<const char*, Node>& entry : entries)
    AddEntry(node, entry.first, std::move(entry.second));
  return node;
}

}  // namespace muster

#endif  // MUSTER_TESTS_SUPPORT_DRAFT_NODES_H_
