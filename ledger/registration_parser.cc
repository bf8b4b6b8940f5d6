// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Registrations: missions, mandates, places and contingents.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "ledger/ascii.h"
#include "ledger/event_kinds.h"
#include "ledger/input_limits.h"
#include "ledger/scalar_reader.h"
#include "ledger/scalar_rules.h"
#include "muster/v1/event.pb.h"

namespace muster {
namespace {

void ReadLabels(FieldReader& fields, v1::Contingent& contingent) {
  const Node* node = fields.Value("labels", Need::kOptional, Node::Kind::kMap);
  if (node == nullptr) return;
  if (node->entries.empty()) {
    fields.Refuse("labels", "empty-value", "'labels' names no label", "write {name: value}");
  }
  if (node->entries.size() > kListItemsMax) {
    fields.Refuse(
        "labels", "too-many",
        fmt::format("'labels' names {} labels, more than {}", node->entries.size(), kListItemsMax));
    return;
  }
  for (const Node::Entry& entry : node->entries) {
    if (entry.key.empty() || entry.key.size() > kNameBytesMax) {
      fields.sink().Add(entry.key_position, "bad-id", "the name of a label is empty or too long");
      continue;
    }
    if (const Status status = CheckId(entry.key); !status.ok()) {
      fields.sink().Add(entry.key_position, "bad-id", status);
      continue;
    }
    if (!ReadScalar(fields.sink(), entry.value, entry.key, kNameBytesMax)) continue;
    v1::Label* label = contingent.add_labels();
    label->set_name(entry.key);
    label->set_value(std::string(Trimmed(entry.value.text)));
  }
  std::sort(contingent.mutable_labels()->pointer_begin(),
            contingent.mutable_labels()->pointer_end(),
            [](const v1::Label* a, const v1::Label* b) { return a->name() < b->name(); });
}

}  // namespace

void ReadMission(FieldReader& fields, v1::Event& event) {
  v1::Mission& mission = *event.mutable_mission();
  fields.Id("id", Need::kRequired, mission.mutable_id());
  fields.Name("name", Need::kOptional, mission.mutable_name());
  fields.Country("host", Need::kOptional, mission.mutable_host());
}

void ReadMandate(FieldReader& fields, v1::Event& event) {
  v1::Mandate& mandate = *event.mutable_mandate();
  fields.Id("mission", Need::kRequired, mandate.mutable_mission());
  fields.Name("instrument", Need::kOptional, mandate.mutable_instrument());
  v1::Strength strength;
  if (fields.Strength("authorised_strength", Need::kOptional, &strength)) {
    *mandate.mutable_authorised_strength() = std::move(strength);
  }
  v1::Date date;
  if (fields.Date("on", Need::kRequired, &date)) *mandate.mutable_on() = date;
  if (fields.Date("until", Need::kOptional, &date)) *mandate.mutable_until() = date;
}

void ReadPlace(FieldReader& fields, v1::Event& event) {
  v1::Place& place = *event.mutable_place();
  fields.Id("id", Need::kRequired, place.mutable_id());
  fields.Name("name", Need::kOptional, place.mutable_name());
  fields.Name("pcode", Need::kOptional, place.mutable_pcode());
  std::vector<std::string> aliases;
  if (fields.Names("aliases", Need::kOptional, &aliases)) {
    place.mutable_aliases()->Assign(aliases.begin(), aliases.end());
  }
  double degrees = 0;
  if (fields.Degrees("latitude", Need::kOptional, -90, 90, &degrees)) place.set_latitude(degrees);
  if (fields.Degrees("longitude", Need::kOptional, -180, 180, &degrees))
    place.set_longitude(degrees);
}

void ReadContingent(FieldReader& fields, v1::Event& event) {
  v1::Contingent& contingent = *event.mutable_contingent();
  fields.Id("id", Need::kRequired, contingent.mutable_id());
  fields.Id("mission", Need::kOptional, contingent.mutable_mission());
  fields.Country("contributor", Need::kOptional, contingent.mutable_contributor());
  fields.Slugs("component", Need::kOptional, contingent.mutable_component());
  fields.Name("unit", Need::kOptional, contingent.mutable_unit());
  fields.Name("organisation", Need::kOptional, contingent.mutable_organisation());
  std::vector<std::string> aliases;
  if (fields.Names("aliases", Need::kOptional, &aliases)) {
    contingent.mutable_aliases()->Assign(aliases.begin(), aliases.end());
  }
  ReadLabels(fields, contingent);
}

}  // namespace muster
