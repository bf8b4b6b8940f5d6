// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/part_facts.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace muster {
namespace {

const FactPart* FindPart(const FactParts& parts, std::optional<NameId> name) {
  const auto found = std::find_if(parts.begin(), parts.end(),
                                  [&](const FactPart& part) { return part.name == name; });
  return found == parts.end() ? nullptr : &*found;
}

}  // namespace

FactTable EmptyTableOver(const FactTable& facts) {
  FactTable table;
  table.names = facts.names;
  table.posts = facts.posts;
  table.reaches = facts.reaches;
  return table;
}

void AddFactsOfPart(const FactTable& facts, std::string_view name, FactPosition known_at,
                    const Span& known, FactTable& part_facts) {
  const std::optional<NameId> name_id = facts.names.Find(name);
  const std::size_t movements = facts.movements().CountKnown(known_at);
  for (std::size_t i = 0; i < movements; ++i) {
    if (!facts.movements().Holds(i, known_at)) continue;
    MovementRow row = facts.Movement(i);
    const FactPart* part = FindPart(row.parts, name_id);
    row.amount = part != nullptr ? part->amount : Amount{0, 0, row.amount.most};
    row.parts.clear();
    part_facts.AddMovement(known, row);
  }
  const std::size_t settings = facts.settings().CountKnown(known_at);
  for (std::size_t i = 0; i < settings; ++i) {
    if (!facts.settings().known[i].Holds(known_at)) continue;
    SettingRow row = facts.Setting(i);
    if (row.amount.most != 0) {
      const FactPart* part = FindPart(row.parts, name_id);
      if (part == nullptr) continue;
      row.amount = part->amount;
      row.best_stated = part->best_stated;
      Reach reach = facts.reaches[row.reach];
      reach.apart = row.amount.most == 0;
      row.reach = part_facts.reaches.Intern(reach);
    }
    row.parts.clear();
    part_facts.AddSetting(known, row);
  }
  const Statements& statements = facts.statements();
  for (std::size_t i = 0; i < statements.CountKnown(known_at); ++i) {
    if (statements.known[i].Holds(known_at)) part_facts.AddStatement(known, statements.rows[i]);
  }
}

FactTable FactsOfPart(const FactTable& facts, std::string_view name, FactPosition known_at) {
  FactTable part_facts = EmptyTableOver(facts);
  AddFactsOfPart(facts, name, known_at, {}, part_facts);
  return part_facts;
}

}  // namespace muster
