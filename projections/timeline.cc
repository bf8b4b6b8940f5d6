// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "projections/group_strengths.h"
#include "projections/view_session.h"
#include "projections/views.h"

namespace muster {
namespace {

using std::chrono::sys_days;

sys_days ToSysDays(FactDay day) { return sys_days(std::chrono::days(day)); }

FactDay FromSysDays(sys_days day) { return static_cast<FactDay>(day.time_since_epoch().count()); }

// The last day of the step that `day` lies in.
FactDay StepEnd(FactDay day, Step step) {
  namespace chrono = std::chrono;
  const sys_days date = ToSysDays(day);
  const chrono::year_month_day ymd(date);
  switch (step) {
    case Step::kWeek:
      return day + static_cast<FactDay>((chrono::Sunday - chrono::weekday(date)).count());
    case Step::kMonth:
      return FromSysDays(ymd.year() / ymd.month() / chrono::last);
    case Step::kYear:
      return FromSysDays(ymd.year() / chrono::December / 31);
    case Step::kDay:
    case Step::kChange:
      break;
  }
  return day;
}

// Days on which a movement may begin to count otherwise than the day before.
struct ChangeDays {
  // (day, row), sorted; rows are no ways back, which change with their ways out.
  std::vector<std::pair<FactDay, std::uint32_t>> movements;
  std::vector<FactDay> settings;  // sorted, distinct
};

ChangeDays FindChanges(World& world, FactDay from, FactDay to) {
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

StatusOr<std::vector<FactDay>> DaysOf(FactDay from, FactDay to, Step step,
                                      const ChangeDays& changes) {
  std::vector<FactDay> days;
  if (step == Step::kChange) {
    days = changes.settings;
    days.push_back(from);
    for (const auto& [day, row] : changes.movements) days.push_back(day);
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
  } else {
    for (FactDay day = StepEnd(from, step); day < to && days.size() <= kTimelinePointsMax;
         day = StepEnd(day + 1, step)) {
      days.push_back(day);
    }
    days.push_back(to);
  }
  if (days.size() > kTimelinePointsMax) {
    return InvalidArgument("a timeline from {} to {} has more than {} steps; take wider ones",
                           FormatDay(Day{from}), FormatDay(Day{to}), kTimelinePointsMax);
  }
  return days;
}

// Goes from day to day. Between two settings what is covered stays, so only the movements that
// begin to count otherwise are counted again.
class DayByDay {
 public:
  DayByDay(World& world, std::vector<GroupStrengths*> strengths, const ChangeDays& changes)
      : world_(world), scan_(world), strengths_(std::move(strengths)), changes_(changes) {}

  // REQUIRES: days ascend.
  void GoTo(FactDay day) {
    if (!at_ || SettingBetween(*at_, day)) {
      Restart(day);
    } else {
      Advance(*at_, day);
    }
    at_ = day;
  }

 private:
  bool SettingBetween(FactDay after, FactDay until) const {
    const auto next = std::upper_bound(changes_.settings.begin(), changes_.settings.end(), after);
    return next != changes_.settings.end() && *next <= until;
  }

  void Restart(FactDay day) {
    targets_.clear();
    for (GroupStrengths* strengths : strengths_) {
      strengths->Prepare(day);
      for (ScanTarget* target : strengths->Targets()) targets_.push_back(target);
    }
    scan_.Add(day, targets_);
  }

  void Advance(FactDay from, FactDay until) {
    const auto after = [](FactDay day, const std::pair<FactDay, std::uint32_t>& change) {
      return day < change.first;
    };
    const auto begin =
        std::upper_bound(changes_.movements.begin(), changes_.movements.end(), from, after);
    const auto end = std::upper_bound(begin, changes_.movements.end(), until, after);
    std::vector<std::uint32_t> rows;
    for (auto change = begin; change != end; ++change) rows.push_back(change->second);
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    for (const std::uint32_t row : rows) {
      for (ScanTarget* target : targets_) scan_.CountAgain(row, from, until, *target);
    }
  }

  World& world_;
  MovementScan scan_;
  std::vector<GroupStrengths*> strengths_;
  const ChangeDays& changes_;
  std::vector<ScanTarget*> targets_;
  std::optional<FactDay> at_;
};

// The groups of one day, those of which nothing is known among them.
struct DayAnswer {
  FactDay day = 0;
  Group total;
  std::vector<Group> groups;
};

bool SameStrengths(const DayAnswer& a, const DayAnswer& b) {
  const auto same = [](const Group& x, const Group& y) { return x.strength == y.strength; };
  return same(a.total, b.total) &&
         std::equal(a.groups.begin(), a.groups.end(), b.groups.begin(), b.groups.end(), same);
}

void Assemble(const std::vector<DayAnswer>& answers, const std::vector<bool>& present,
              Timeline& timeline) {
  for (const DayAnswer& answer : answers) {
    timeline.totals.push_back({Day{answer.day}, answer.total});
    if (timeline.by.empty()) timeline.points.push_back(timeline.totals.back());
    for (std::size_t i = 0; i < answer.groups.size(); ++i) {
      if (present[i]) timeline.points.push_back({Day{answer.day}, answer.groups[i]});
    }
  }
}

}  // namespace

StatusOr<Timeline> ComputeTimeline(ViewSession& session, Day from, Day to, Step step,
                                   const ViewQuery& query) {
  if (from > to) {
    return InvalidArgument("the range from {} to {} is reversed", FormatDay(from), FormatDay(to));
  }
  World& world = session.world();
  const ChangeDays changes = FindChanges(world, from.value, to.value);
  MUSTER_ASSIGN_OR_RETURN(const std::vector<FactDay> days,
                          DaysOf(from.value, to.value, step, changes));
  const std::shared_ptr<const Partition> whole = session.partitions().Whole(query);
  GroupStrengths total(world, session.walk(), *whole);
  std::vector<GroupStrengths*> strengths = {&total};
  std::shared_ptr<const Partition> partition;
  std::optional<GroupStrengths> groups;
  if (!query.by.empty()) {
    partition = session.partitions().ByKeys(query);
    strengths.push_back(&groups.emplace(world, session.walk(), *partition));
  }

  DayByDay walk(world, strengths, changes);
  std::vector<DayAnswer> answers;
  std::vector<bool> present(groups ? groups->size() : 0);
  for (const FactDay day : days) {
    walk.GoTo(day);
    DayAnswer answer{day, total.At(0), {}};
    for (GroupId group = 0; group < present.size(); ++group) {
      answer.groups.push_back(groups->At(group));
    }
    if (step == Step::kChange && !answers.empty() && SameStrengths(answer, answers.back())) {
      continue;
    }
    for (GroupId group = 0; group < present.size(); ++group) {
      if (!groups->IsTouched(group)) continue;
      if (query.all_groups || !IsNobody(answer.groups[group].strength)) present[group] = true;
    }
    answers.push_back(std::move(answer));
  }
  Timeline timeline{from, to, step, query.known_at, query.by, {}, {}};
  Assemble(answers, present, timeline);
  return timeline;
}

}  // namespace muster
