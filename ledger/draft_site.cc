// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/draft_site.h"

#include <utility>

namespace muster {
namespace {

const Node* Item(const Node* list, int index) {
  if (list == nullptr || list->kind != Node::Kind::kList) return nullptr;
  return static_cast<std::size_t>(index) < list->items.size() ? &list->items[index] : nullptr;
}

}  // namespace

SourcePosition DraftSite::At(const FieldPath& path) const {
  const Node* node = body_;
  SourcePosition position = position_;
  const auto descend = [&node, &position](const Node* below) {
    if (below == nullptr) return false;
    node = below;
    position = below->position;
    return true;
  };
  if (node == nullptr) return position;
  if (path.line >= 0 && (!descend(node->Find("lines")) || !descend(Item(node, path.line)))) {
    return position;
  }
  if (!path.first.empty() && !descend(node->Find(path.first))) return position;
  if (!path.second.empty() && !descend(node->Find(path.second))) return position;
  if (path.index >= 0) descend(Item(node, path.index));
  return position;
}

void DraftSite::Refuse(SourcePosition position, std::string rule, std::string message,
                       std::string hint) const {
  refusals_.push_back({file_, position, std::move(rule), std::move(message), std::move(hint)});
}

}  // namespace muster
