// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/post_parser.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include "ledger/excerpt.h"
#include "ledger/input_limits.h"
#include "ledger/path.h"
#include "ledger/scalar_reader.h"
#include "ledger/scalar_rules.h"
#include "ledger/strength.h"
#include "muster/v1/post.pb.h"
#include "muster/v1/strength.pb.h"

namespace muster {
namespace {

using google::protobuf::RepeatedPtrField;

constexpr std::array<std::string_view, 2> kPlaceDutyKeys = {"place", "duty"};
constexpr std::array<std::string_view, 6> kScopeKeys = {"mission",    "contributor", "component",
                                                        "contingent", "place",       "duty"};

// Reads one value of a dimension of a scope.
bool ReadScopeValue(RefusalSink& sink, const Node& node, std::string_view dimension) {
  if (dimension == "contributor") return ReadCountry(sink, node, dimension, true);
  if (dimension == "component" || dimension == "duty")
    return ReadSlugs(sink, node, dimension, true);
  return ReadId(sink, node, dimension, true);
}

void ReadScopeValues(FieldReader& scope, std::string_view dimension, bool lists,
                     RepeatedPtrField<std::string>& values) {
  const Node* node = scope.node().Find(dimension);
  if (node == nullptr) return;
  if (node->kind != Node::Kind::kList) {
    if (ReadScopeValue(scope.sink(), *node, dimension)) *values.Add() = node->text;
    return;
  }
  if (!lists) {
    scope.Refuse(dimension, "wrong-type",
                 fmt::format("'{}' must be one value, not a list", dimension),
                 "lists stand in the scopes of claims and pledges only");
    return;
  }
  const Node* list = scope.List(dimension, Need::kOptional);
  if (list == nullptr) return;
  bool taken = true;
  for (const Node& item : list->items) {
    if (!ReadScopeValue(scope.sink(), item, dimension)) {
      taken = false;
      continue;
    }
    if (std::find(values.begin(), values.end(), item.text) != values.end()) {
      scope.sink().Add(item.position, "bad-value",
                       fmt::format("'{}' is twice in the list", Excerpt(item.text)));
    }
    *values.Add() = item.text;
  }
  // Some of the alternatives would say less than was meant.
  if (!taken) values.Clear();
}

}  // namespace

void ReadWho(FieldReader& fields, v1::Who& who) {
  std::string value;
  // "unspecified" may be written out: `contingent: unspecified` beside a mission.
  if (fields.IdOrUnspecified("contingent", Need::kOptional, &value)) {
    if (value != kUnspecified) who.set_contingent(value);
  }
  const bool has_contingent = !who.contingent().empty();
  if (has_contingent) {
    for (const std::string_view key : {"mission", "contributor", "component"}) {
      if (!fields.Has(key)) continue;
      fields.Refuse(key, "bad-value",
                    fmt::format("'{}' stands beside 'contingent', which fixes it", key),
                    fmt::format("leave '{}' out, or leave 'contingent' out", key));
    }
    return;
  }
  if (fields.Id("mission", Need::kOptional, &value)) who.set_mission(value);
  if (fields.CountryOrUnspecified("contributor", Need::kOptional, &value)) {
    if (value != kUnspecified) who.set_contributor(value);
  }
  if (fields.SlugsOrUnspecified("component", Need::kOptional, &value)) {
    if (value != kUnspecified) who.set_component(value);
  }
  const Node* contingent = fields.node().Find("contingent");
  const bool named = fields.node().Find("mission") != nullptr ||
                     (contingent != nullptr && contingent->text != kUnspecified);
  if (!named) fields.Lacks("contingent' or 'mission");
}

bool ReadPlaceDuty(FieldReader& fields, std::string_view key, v1::PlaceDuty& place_duty) {
  const Node* node = fields.Value(key, Need::kOptional, Node::Kind::kMap);
  if (node == nullptr) return false;
  FieldReader reader(fields.sink(), *node,
                     {.subject = key, .position = node->position, .keys = kPlaceDutyKeys});
  std::string value;
  if (reader.IdOrUnspecified("place", Need::kOptional, &value)) place_duty.set_place(value);
  if (reader.SlugsOrUnspecified("duty", Need::kOptional, &value)) place_duty.set_duty(value);
  return reader.Finish();
}

bool ReadScope(FieldReader& fields, std::string_view key, Need need, bool lists, v1::Scope& scope) {
  const Node* node = fields.Value(key, need, Node::Kind::kMap);
  if (node == nullptr) return false;
  FieldReader reader(fields.sink(), *node,
                     {.subject = key, .position = node->position, .keys = kScopeKeys});
  if (node->entries.empty()) {
    fields.Refuse(key, "empty-value", "the scope is empty",
                  "write what it is of, as in {mission: MSS-HTI, contributor: KEN}");
  }
  ReadScopeValues(reader, "mission", lists, *scope.mutable_mission());
  ReadScopeValues(reader, "contributor", lists, *scope.mutable_contributor());
  ReadScopeValues(reader, "component", lists, *scope.mutable_component());
  ReadScopeValues(reader, "contingent", lists, *scope.mutable_contingent());
  ReadScopeValues(reader, "place", lists, *scope.mutable_place());
  ReadScopeValues(reader, "duty", lists, *scope.mutable_duty());
  return reader.Finish() && !node->entries.empty();
}

void ReadParts(FieldReader& fields, RepeatedPtrField<v1::Part>& parts) {
  constexpr std::string_view kKey = "of_which";
  const Node* node = fields.Value(kKey, Need::kOptional, Node::Kind::kMap);
  if (node == nullptr) return;
  if (node->entries.empty()) {
    fields.Refuse(kKey, "empty-value", "'of_which' names no part", "write {women: 24}");
  }
  if (node->entries.size() > kListItemsMax) {
    fields.Refuse(kKey, "too-many",
                  fmt::format("'of_which' names {} parts, more than {}", node->entries.size(),
                              kListItemsMax));
    return;
  }
  for (const Node::Entry& entry : node->entries) {
    if (entry.key.empty() || entry.key.size() > kNameBytesMax) {
      fields.sink().Add(entry.key_position, "bad-id", "the name of a part is empty or too long");
      continue;
    }
    if (const Status status = CheckId(entry.key); !status.ok()) {
      fields.sink().Add(entry.key_position, "bad-id", status);
      continue;
    }
    if (!ReadScalar(fields.sink(), entry.value, entry.key, kNameBytesMax)) continue;
    StatusOr<v1::Strength> strength = ParseStrength(entry.value.text);
    if (!strength.ok()) {
      fields.sink().Add(entry.value.position, "bad-strength", strength.status());
      continue;
    }
    v1::Part* part = parts.Add();
    part->set_name(entry.key);
    *part->mutable_strength() = *std::move(strength);
  }
}

}  // namespace muster
