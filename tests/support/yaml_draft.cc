// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/yaml_draft.h"

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <utility>

namespace muster {
namespace {

SourcePosition PositionOf(const YAML::Node& yaml) {
  return {static_cast<std::uint32_t>(yaml.Mark().line + 1),
          static_cast<std::uint32_t>(yaml.Mark().column + 1)};
}

Node Convert(const YAML::Node& yaml) {
  Node node;
  node.position = PositionOf(yaml);
  if (yaml.IsScalar()) {
    node.kind = Node::Kind::kScalar;
    node.text = yaml.Scalar();
  } else if (yaml.IsSequence()) {
    node.kind = Node::Kind::kList;
    for (const YAML::Node& item : yaml) node.items.push_back(Convert(item));
  } else if (yaml.IsMap()) {
    node.kind = Node::Kind::kMap;
    for (const auto& entry : yaml) {
      node.entries.push_back(
          {entry.first.Scalar(), PositionOf(entry.first), Convert(entry.second)});
    }
  }
  return node;
}

}  // namespace

Node NodeFromYaml(std::string_view yaml) { return Convert(YAML::Load(std::string(yaml))); }

ReportDraft DraftFromYaml(std::string_view yaml) {
  ReportDraft draft;
  draft.file = "test.yaml";
  draft.root = NodeFromYaml(yaml);
  return draft;
}

}  // namespace muster
