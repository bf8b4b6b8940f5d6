// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/table/report_node.h"

#include <utility>

namespace muster {
namespace {

Node ScalarNodeOf(std::string text) {
  Node node;
  node.kind = Node::Kind::kScalar;
  node.position = {1, 1};
  node.text = std::move(text);
  return node;
}

}  // namespace

void SetEntry(Node& map, const std::string& key, std::string text) {
  for (Node::Entry& entry : map.entries) {
    if (entry.key != key) continue;
    entry.value = ScalarNodeOf(std::move(text));
    return;
  }
  map.entries.push_back({key, {1, 1}, ScalarNodeOf(std::move(text))});
}

std::string TextOf(const Node& map, std::string_view key) {
  const Node* value = map.Find(key);
  return value != nullptr ? value->text : std::string();
}

}  // namespace muster
