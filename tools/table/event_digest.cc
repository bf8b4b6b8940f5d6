// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/table/event_digest.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "ledger/sha256.h"

namespace muster {
namespace {

constexpr std::array<std::string_view, 3> kCommonFields = {"according_to", "grade", "distinct"};
// Of evidence, which is the row.
constexpr std::array<std::string_view, 3> kQuoteFields = {"quote", "quotes", "occurrence"};

template <std::size_t size>
bool Has(const std::array<std::string_view, size>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Each part with its kind and length, so that no two nodes come to the same text.
void Write(const Node& node, std::string& text) {
  switch (node.kind) {
    case Node::Kind::kNull:
      text.push_back('n');
      return;
    case Node::Kind::kScalar:
      text.append(fmt::format("s{}:", node.text.size())).append(node.text);
      return;
    case Node::Kind::kList:
      text.append(fmt::format("l{}:", node.items.size()));
      for (const Node& item : node.items) Write(item, text);
      return;
    case Node::Kind::kMap:
      text.append(fmt::format("m{}:", node.entries.size()));
      for (const Node::Entry& entry : node.entries) {
        text.append(fmt::format("{}:", entry.key.size())).append(entry.key);
        Write(entry.value, text);
      }
      return;
  }
}

std::uint64_t DigestOf(const Node& node) {
  std::string text;
  Write(node, text);
  const Hash hash = Sha256(text);
  std::uint64_t digest = 0;
  std::memcpy(&digest, hash.data(), sizeof digest);
  return digest;
}

const Node::Entry* FactOf(const Node& event) {
  for (const Node::Entry& entry : event.entries) {
    if (!Has(kCommonFields, entry.key) && !Has(kQuoteFields, entry.key)) return &entry;
  }
  return nullptr;
}

// Calls `visit` with the name and value of each field.
template <typename Visit>
void ForEachField(const Node& event, const Visit& visit) {
  const Node::Entry* const fact = FactOf(event);
  if (fact != nullptr) {
    for (const Node::Entry& entry : fact->value.entries) visit(entry.key, entry.value);
  }
  for (const Node::Entry& entry : event.entries) {
    if (Has(kCommonFields, entry.key)) visit(entry.key, entry.value);
  }
}

Node MapAt(SourcePosition at) {
  Node node;
  node.kind = Node::Kind::kMap;
  node.position = at;
  return node;
}

Node ScalarAt(std::string text, SourcePosition at) {
  Node node;
  node.kind = Node::Kind::kScalar;
  node.text = std::move(text);
  node.position = at;
  return node;
}

void AddEntry(Node& map, std::string key, Node value) {
  map.entries.push_back({std::move(key), map.position, std::move(value)});
}

// {KIND: {of: TARGET, [with: ...,] why: revised}}
Node CorrectionAt(const char* kind, Position target, SourcePosition at, const char* with,
                  Node correction) {
  Node fact = MapAt(at);
  AddEntry(fact, "of", ScalarAt(std::to_string(target.value), at));
  if (with != nullptr) AddEntry(fact, with, std::move(correction));
  AddEntry(fact, "why", ScalarAt("revised", at));
  Node event = MapAt(at);
  AddEntry(event, kind, std::move(fact));
  return event;
}

}  // namespace

std::uint32_t FieldNames::Number(std::string_view name) {
  const auto [found, is_new] = numbers_.emplace(name, static_cast<std::uint32_t>(names_.size()));
  if (is_new) names_.emplace_back(name);
  return found->second;
}

std::string_view KindOf(const Node& event) {
  const Node::Entry* const fact = FactOf(event);
  return fact != nullptr ? std::string_view(fact->key) : std::string_view();
}

std::vector<FieldDigest> DigestsOf(const Node& event, FieldNames& names) {
  std::vector<FieldDigest> digests;
  ForEachField(event, [&](const std::string& name, const Node& value) {
    digests.push_back({names.Number(name), DigestOf(value)});
  });
  std::sort(digests.begin(), digests.end(),
            [](const FieldDigest& a, const FieldDigest& b) { return a.name < b.name; });
  return digests;
}

std::vector<std::string> ChangedFields(const std::vector<FieldDigest>& before, const Node& event,
                                       FieldNames& names) {
  std::vector<std::string> changed;
  std::vector<std::uint32_t> there;
  ForEachField(event, [&](const std::string& name, const Node& value) {
    const FieldDigest now{names.Number(name), DigestOf(value)};
    there.push_back(now.name);
    if (std::find(before.begin(), before.end(), now) == before.end()) changed.push_back(name);
  });
  for (const FieldDigest& field : before) {
    if (std::find(there.begin(), there.end(), field.name) == there.end()) {
      changed.push_back(names.Name(field.name));
    }
  }
  return changed;
}

Node AmendmentOf(Position target, const std::vector<std::string>& fields, const Node& event) {
  Node change = MapAt(event.position);
  for (const std::string& field : fields) {
    // Nothing clears a field.
    Node value;
    value.position = event.position;
    ForEachField(event, [&](const std::string& name, const Node& now) {
      if (name == field) value = now;
    });
    AddEntry(change, field, std::move(value));
  }
  return CorrectionAt("amendment", target, event.position, "change", std::move(change));
}

Node ReplacementOf(Position target, const Node& event) {
  Node whole = event;
  std::erase_if(whole.entries,
                [](const Node::Entry& entry) { return Has(kQuoteFields, entry.key); });
  return CorrectionAt("amendment", target, event.position, "event", std::move(whole));
}

Node RetractionOf(Position target, SourcePosition at) {
  return CorrectionAt("retraction", target, at, nullptr, {});
}

}  // namespace muster
