// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Nodes made by hand, and shown as a report file.
#ifndef MUSTER_TESTS_PROPERTY_NODES_H_
#define MUSTER_TESTS_PROPERTY_NODES_H_

#include <string>
#include <utility>
#include <vector>

#include "ledger/draft.h"

namespace muster {

Node ScalarNode(std::string text);
Node NullNode();
Node ListNode(std::vector<Node> items);
Node MapNode(std::vector<std::pair<std::string, Node>> entries);
void Put(Node& map, std::string key, Node value);
void Put(Node& map, std::string key, std::string text);

// In YAML's flow style: {arrival: {contingent: KEN-1}}.
std::string ShowNode(const Node& node);

}  // namespace muster

#endif  // MUSTER_TESTS_PROPERTY_NODES_H_
