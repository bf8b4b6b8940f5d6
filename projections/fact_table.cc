// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/fact_table.h"

#include <algorithm>
#include <utility>

namespace muster {
namespace {

// How many leading spans begin below a position.
std::size_t CountBelow(const std::vector<Span>& known, FactPosition position) {
  const auto below = [](const Span& span, FactPosition bound) { return span.from < bound; };
  return static_cast<std::size_t>(std::lower_bound(known.begin(), known.end(), position, below) -
                                  known.begin());
}

}  // namespace

std::size_t Movements::CountKnown(FactPosition known_at) const {
  return static_cast<std::size_t>(std::lower_bound(known_from.begin(), known_from.end(), known_at) -
                                  known_from.begin());
}

std::size_t Settings::CountKnown(FactPosition known_at) const {
  return CountBelow(known, known_at);
}

std::size_t Statements::CountKnown(FactPosition known_at) const {
  return CountBelow(known, known_at);
}

std::uint32_t FactTable::AddParts(const FactParts& parts) {
  if (parts.empty()) return 0;
  parts_.insert(parts_.end(), parts.begin(), parts.end());
  parts_begin_.push_back(static_cast<std::uint32_t>(parts_.size()));
  return static_cast<std::uint32_t>(parts_count() - 1);
}

FactParts FactTable::PartsOf(std::uint32_t index) const {
  const std::span<const FactPart> kept = parts(index);
  return {kept.begin(), kept.end()};
}

void FactTable::AddMovement(const Span& known, const MovementRow& row) {
  Movements& m = movements_;
  m.known_from.push_back(known.from);
  m.known_until.push_back(known.until);
  m.root.push_back(row.root);
  m.earliest.push_back(row.date.earliest);
  m.best_day.push_back(row.date.best);
  m.latest.push_back(row.date.latest);
  m.from.push_back(row.from);
  m.to.push_back(row.to);
  m.least.push_back(row.amount.least);
  m.best.push_back(row.amount.best);
  m.most.push_back(row.amount.most);
  m.kind.push_back(row.kind);
  m.leg.push_back(row.leg);
  m.parts.push_back(AddParts(row.parts));
  m.circumstances.push_back(row.circumstances);
}

void FactTable::AddSetting(const Span& known, const SettingRow& row) {
  settings_.known.push_back(known);
  settings_.parts.push_back(AddParts(row.parts));
  settings_.rows.push_back(row);
}

void FactTable::AddStatement(const Span& known, StatementRow row) {
  statements_.known.push_back(known);
  statements_.rows.push_back(std::move(row));
}

void FactTable::Reserve(std::size_t movements, std::size_t settings) {
  const auto make_room = [](auto& column, std::size_t more) {
    if (more >= column.size()) column.reserve(column.size() + more);
  };
  Movements& m = movements_;
  const auto each = [&](auto&... columns) { (make_room(columns, movements), ...); };
  each(m.known_from, m.known_until, m.root, m.earliest, m.best_day, m.latest, m.from, m.to, m.least,
       m.best, m.most, m.kind, m.leg, m.parts, m.circumstances);
  make_room(settings_.known, settings);
  make_room(settings_.rows, settings);
  make_room(settings_.parts, settings);
}

void FactTable::Open(FactPosition at, const Facts& facts, FactPosition until) {
  for (const MovementRow& row : facts.movements) AddMovement({at, until}, row);
  for (const SettingRow& row : facts.settings) AddSetting({at, until}, row);
  for (const StatementRow& row : facts.statements) AddStatement({at, until}, row);
}

MovementRow FactTable::Movement(std::size_t row) const {
  const Movements& m = movements_;
  return {m.root[row],
          {m.earliest[row], m.best_day[row], m.latest[row]},
          m.from[row],
          m.to[row],
          {m.least[row], m.best[row], m.most[row]},
          m.kind[row],
          m.leg[row],
          PartsOf(m.parts[row]),
          m.circumstances[row]};
}

SettingRow FactTable::Setting(std::size_t row) const {
  return {settings_.rows[row], PartsOf(settings_.parts[row])};
}

Facts FactTable::Standing(FactPosition opened_at, FactPosition root) const {
  Facts facts;
  for (std::size_t i = movements_.CountKnown(opened_at);
       i < movements_.size() && movements_.known_from[i] == opened_at; ++i) {
    if (movements_.root[i] != root || movements_.known_until[i] != kStillTrue) continue;
    facts.movements.push_back(Movement(i));
  }
  for (std::size_t i = settings_.CountKnown(opened_at);
       i < settings_.size() && settings_.known[i].from == opened_at; ++i) {
    if (settings_.rows[i].root != root || settings_.known[i].until != kStillTrue) continue;
    facts.settings.push_back(Setting(i));
  }
  for (std::size_t i = statements_.CountKnown(opened_at);
       i < statements_.size() && statements_.known[i].from == opened_at; ++i) {
    if (statements_.rows[i].root != root || statements_.known[i].until != kStillTrue) continue;
    facts.statements.push_back(statements_.rows[i]);
  }
  return facts;
}

}  // namespace muster
