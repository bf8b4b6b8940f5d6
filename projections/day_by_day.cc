// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/day_by_day.h"

#include <algorithm>

namespace muster {
namespace {

bool IsBefore(FactDay day, const std::pair<FactDay, std::uint32_t>& change) {
  return day < change.first;
}

}  // namespace

std::vector<FactDay> ChangeDays::In(FactDay after, FactDay until) const {
  std::vector<FactDay> days;
  for (auto change = std::upper_bound(movements.begin(), movements.end(), after, IsBefore);
       change != movements.end() && change->first <= until; ++change) {
    days.push_back(change->first);
  }
  const auto begin = std::upper_bound(settings.begin(), settings.end(), after);
  days.insert(days.end(), begin, std::upper_bound(begin, settings.end(), until));
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

ChangeDays FindChanges(const World& world, FactDay from, FactDay to) {
  ChangeDays changes;
  const Movements& m = world.facts().movements();
  const auto add = [&](FactDay day, std::size_t row) {
    if (day <= from || day > to) return;
    changes.movements.emplace_back(day, static_cast<std::uint32_t>(row));
  };
  for (std::size_t i = 0; i < world.movements_known(); ++i) {
    if (!m.Holds(i, world.known_at())) continue;
    const std::size_t row = m.leg[i] == MovementRow::kBack ? i - 1 : i;
    add(m.earliest[i], row);
    if (m.best_day[i] != m.earliest[i]) add(m.best_day[i], row);
    if (m.latest[i] != m.best_day[i]) add(m.latest[i], row);
  }
  std::sort(changes.movements.begin(), changes.movements.end());
  changes.movements.erase(std::unique(changes.movements.begin(), changes.movements.end()),
                          changes.movements.end());
  const Settings& settings = world.facts().settings();
  for (std::size_t i = 0; i < settings.size(); ++i) {
    const FactDay day = settings.rows[i].day;
    if (day <= from || day > to || !settings.known[i].Holds(world.known_at())) continue;
    changes.settings.push_back(day);
  }
  std::sort(changes.settings.begin(), changes.settings.end());
  changes.settings.erase(std::unique(changes.settings.begin(), changes.settings.end()),
                         changes.settings.end());
  return changes;
}

void DayByDay::GoTo(FactDay day) {
  const bool anew = std::all_of(strengths_.begin(), strengths_.end(), [](const auto* strengths) {
    return strengths->any_day_is_quick();
  });
  if (!at_ || anew || SettingBetween(*at_, day)) {
    Restart(day);
  } else {
    Advance(*at_, day);
  }
  at_ = day;
}

bool DayByDay::SettingBetween(FactDay after, FactDay until) const {
  const auto next = std::upper_bound(changes_.settings.begin(), changes_.settings.end(), after);
  return next != changes_.settings.end() && *next <= until;
}

void DayByDay::Restart(FactDay day) {
  targets_.clear();
  for (GroupStrengths* strengths : strengths_) {
    strengths->Prepare(day);
    for (ScanTarget* target : strengths->Targets()) targets_.push_back(target);
  }
  scan_.Add(day, targets_);
}

void DayByDay::Advance(FactDay from, FactDay until) {
  const auto begin =
      std::upper_bound(changes_.movements.begin(), changes_.movements.end(), from, IsBefore);
  const auto end = std::upper_bound(begin, changes_.movements.end(), until, IsBefore);
  std::vector<std::uint32_t> rows;
  for (auto change = begin; change != end; ++change) rows.push_back(change->second);
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  for (const std::uint32_t row : rows) {
    for (ScanTarget* target : targets_) scan_.CountAgain(row, from, until, *target);
  }
}

}  // namespace muster
