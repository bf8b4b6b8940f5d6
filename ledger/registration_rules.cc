// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/registration_rules.h"

#include <optional>
#include <string>

#include "ledger/event_fields.h"
#include "ledger/event_names.h"
#include "ledger/registration.h"
#include "ledger/status.h"
#include "muster/v1/event.pb.h"

namespace muster {
bool SameRegistration(const v1::Event& a, const v1::Event& b) {
  if (a.fact_case() != b.fact_case()) return false;
  // Equal messages of a schema without maps have equal bytes.
  return BodyOf(a)->SerializeAsString() == BodyOf(b)->SerializeAsString();
}

bool CheckAliases(const v1::Event& event, const Registry& registry, const DraftSite& site) {
  bool free = true;
  const auto& aliases = RegisteredAliases(event);
  const NameKind kind = aliases.empty() ? NameKind::kMission : RegisteredKind(event);
  for (int i = 0; i < aliases.size(); ++i) {
    const std::optional<std::string> holder =
        registry.HolderOf(NameKindWord(kind), aliases.Get(i), RegisteredId(event));
    if (!holder) continue;
    free = false;
    site.Refuse(
        site.At({.first = "aliases", .index = i}), "alias-taken",
        fmt::format("'{}' leads to the {} {} already", aliases.Get(i), NameKindWord(kind), *holder),
        "choose another alias, or amend the other registration");
  }
  const std::string& id = RegisteredId(event);
  const std::optional<std::string> holder =
      registry.HolderOf(NameKindWord(RegisteredKind(event)), id, id);
  if (!holder) return free;
  site.Refuse(site.At("id"), "alias-taken",
              fmt::format("'{}' is an alias of the {} {}", id, NameKindWord(RegisteredKind(event)),
                          *holder),
              "choose another id, or amend the other registration");
  return false;
}

void RefuseRegistered(const v1::Event& event, Position root, const DraftSite& site) {
  const char* kind = NameKindWord(RegisteredKind(event));
  site.Refuse(site.At("id"), "already-registered",
              fmt::format("the {} '{}' is registered at {} and says something else", kind,
                          RegisteredId(event), root.value),
              fmt::format("to change it, write `- amendment: {{of: {}, change: {{...}}, why: "
                          "misread}}` with the fields that change",
                          root.value));
}

}  // namespace muster
