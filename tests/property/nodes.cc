// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/property/nodes.h"

namespace muster {

Node ScalarNode(std::string text) {
  Node node;
  node.kind = Node::Kind::kScalar;
  node.text = std::move(text);
  return node;
}

Node NullNode() { return Node{}; }

Node ListNode(std::vector<Node> items) {
  Node node;
  node.kind = Node::Kind::kList;
  node.items = std::move(items);
  return node;
}

Node MapNode(std::vector<std::pair<std::string, Node>> entries) {
  Node node;
  node.kind = Node::Kind::kMap;
  for (std::pair<std::string, Node>& entry : entries)
    Put(node, std::move(entry.first), std::move(entry.second));
  return node;
}

void Put(Node& map, std::string key, Node value) {
  map.entries.push_back({std::move(key), {}, std::move(value)});
}

void Put(Node& map, std::string key, std::string text) {
  Put(map, std::move(key), ScalarNode(std::move(text)));
}

std::string ShowNode(const Node& node) {
  std::string shown;
  switch (node.kind) {
    case Node::Kind::kNull:
      return "null";
    case Node::Kind::kScalar: {
      const bool plain = !node.text.empty() &&
                         node.text.find_first_of(":#{}[],&*!|>'\"%@`~<=") == std::string::npos;
      return plain ? node.text : "\"" + node.text + "\"";
    }
    case Node::Kind::kList:
      for (const Node& item : node.items) {
        shown += (shown.empty() ? "" : ", ") + ShowNode(item);
      }
      return "[" + shown + "]";
    case Node::Kind::kMap:
      for (const Node::Entry& entry : node.entries) {
        shown += (shown.empty() ? "" : ", ") + entry.key + ": " + ShowNode(entry.value);
      }
      return "{" + shown + "}";
  }
  return shown;
}

}  // namespace muster
