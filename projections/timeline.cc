// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "muster/v1/event.pb.h"
#include "projections/day_by_day.h"
#include "projections/statements.h"
#include "projections/total_and_groups.h"
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

StatusOr<std::vector<TimelineStatement>> StatementsOf(const World& world, Day from, Day to) {
  std::vector<TimelineStatement> statements;
  const auto add = [&](Position root, const v1::Event& event) {
    const v1::Statement& statement = event.statement();
    const Day on = BoundsOf(statement.on()).best;
    if (on < from || on > to) return OkStatus();
    statements.push_back({on, statement.on().text(), root, statement.text(), statement.speaker(),
                          statement.role(), event.according_to()});
    return OkStatus();
  };
  MUSTER_RETURN_IF_ERROR(
      ForEachStatement(world.facts(), world.known_at(), {StatementKind::kStatement}, add));
  // They came in the order of their positions.
  std::stable_sort(statements.begin(), statements.end(),
                   [](const auto& a, const auto& b) { return a.on < b.on; });
  return statements;
}

}  // namespace

StatusOr<Timeline> ComputeTimeline(ViewSession& session, Day from, Day to, Step step,
                                   const ViewQuery& query) {
  if (from > to) {
    return InvalidArgument("the range from {} to {} is reversed", FormatDay(from), FormatDay(to));
  }
  World& world = session.world();
  TotalAndGroups strengths(session, query, PartitionCache::Days::kMany);
  ChangeDays changes;
  if (step == Step::kChange || !strengths.any_day_is_quick()) {
    changes = FindChanges(world, from.value, to.value);
  }
  MUSTER_ASSIGN_OR_RETURN(const std::vector<FactDay> days,
                          DaysOf(from.value, to.value, step, changes));
  const GroupStrengths* const groups = strengths.groups();

  DayByDay walk(world, strengths.Parts(), changes);
  std::vector<DayAnswer> answers;
  std::vector<bool> present(groups != nullptr ? groups->size() : 0);
  for (std::size_t i = 0; i < days.size(); ++i) {
    const FactDay day = days[i];
    if (query.progress) query.progress("days", i, days.size());
    walk.GoTo(day);
    DayAnswer answer{day, strengths.TotalAt(day), {}};
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
  Timeline timeline{from, to, step, query.known_at, query.by, {}, {}, {}};
  MUSTER_ASSIGN_OR_RETURN(timeline.statements, StatementsOf(world, from, to));
  Assemble(answers, present, timeline);
  return timeline;
}

}  // namespace muster
