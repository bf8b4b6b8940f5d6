// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/property/random_query.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/path.h"
#include "tests/model/model_headcount.h"
#include "tests/model/model_lens.h"
#include "tests/property/random_event.h"
#include "tests/property/random_field.h"

namespace muster {
namespace {

std::string RandomDimension(Chooser& choose) {
  return choose.Of({{"place", 25},
                    {"contingent", 20},
                    {"contributor", 20},
                    {"duty", 13},
                    {"mission", 6},
                    {"component", 10},
                    {"label.rank", 6}});
}

std::string ShowBound(const std::optional<std::int64_t>& bound) {
  return bound ? fmt::format("{}", *bound) : "null";
}

std::string ShowPeople(const People& people) {
  return fmt::format("[{} {} {}]", ShowBound(people.least), ShowBound(people.best),
                     ShowBound(people.most));
}

}  // namespace

Day RandomQueryDay(Chooser& choose) { return FirstDay() - 2 + choose.Below(kWorldDays + 12); }

Step RandomStep(Chooser& choose) {
  return choose.Weighted<Step>({{Step::kDay, 30},
                                {Step::kChange, 40},
                                {Step::kWeek, 10},
                                {Step::kMonth, 10},
                                {Step::kYear, 10}});
}

Lens RandomLens(Chooser& choose) {
  Lens lens;
  if (choose.Percent(45)) {
    lens.sources.push_back(choose.Of({{"A", 50}, {"B", 25}, {"C", 10}, {"Wire", 15}}));
    if (choose.Percent(20)) lens.sources.push_back("B");
  }
  if (choose.Percent(35)) {
    lens.least_grade = Grade{choose.Weighted<char>({{'E', 30}, {'B', 40}, {'C', 15}, {0, 15}}),
                             choose.Weighted<char>({{0, 45}, {'4', 20}, {'2', 20}, {'3', 15}})};
  }
  if (choose.Percent(35)) lens.published_by = RandomQueryDay(choose);
  return lens;
}

ViewQuery RandomQuery(Chooser& choose, LogSize size) {
  ViewQuery query;
  query.known_at = size;
  const int dimensions = choose.Weighted<int>({{0, 30}, {1, 45}, {2, 20}, {3, 5}});
  for (int i = 0; i < dimensions; ++i) {
    const std::string dimension = RandomDimension(choose);
    const std::vector<std::string>& values = WorldValues(dimension);
    query.where.push_back({dimension, values[choose.Below(int(values.size()))]});
  }
  const int by = choose.Weighted<int>({{0, 40}, {1, 40}, {2, 20}});
  for (int i = 0; i < by; ++i) {
    const std::string dimension = RandomDimension(choose);
    if (std::find(query.by.begin(), query.by.end(), dimension) == query.by.end()) {
      query.by.push_back(dimension);
    }
  }
  if (choose.Percent(30)) query.depth = 1 + choose.Below(3);
  if (choose.Percent(40)) {
    query.known_at.value = size.value * choose.Below(100) / 100;
  }
  if (choose.Percent(40)) query.lens = RandomLens(choose);
  if (choose.Percent(10)) query.of = "women";
  query.all_groups = choose.Percent(20);
  return query;
}

void DropUnknownValues(const model::Log& log, ViewQuery* query) {
  ViewQuery alone;
  alone.known_at = query->known_at;
  alone.by = {"mission"};
  alone.all_groups = true;
  std::erase_if(query->where, [&](const Condition& condition) {
    alone.where = {condition};
    // The end of time: every post occurs by then.
    return model::World(log, alone).ShownAt(Day{1 << 28}).empty();
  });
  // Groups by a label that no contingent has are an error, too.
  std::erase_if(query->by, [&](const std::string& dimension) {
    if (!dimension.starts_with("label.")) return false;
    const std::vector<std::string>& values = WorldValues(dimension);
    return std::none_of(values.begin(), values.end(), [&](const std::string& value) {
      if (value == kUnspecified) return false;
      alone.where = {{dimension, value}};
      return !model::World(log, alone).ShownAt(Day{1 << 28}).empty();
    });
  });
  const std::set<std::string> sources = model::SourcesAt(log, query->known_at.value);
  std::erase_if(query->lens.sources,
                [&](const std::string& source) { return sources.count(source) == 0; });
}

std::string Show(const ViewQuery& query) {
  std::string shown = fmt::format("known_at {}", query.known_at.value);
  for (const Condition& condition : query.where) {
    shown += fmt::format(" --where {}={}", condition.dimension, condition.value);
  }
  for (const std::string& dimension : query.by) shown += " --by " + dimension;
  if (query.depth) shown += fmt::format(" --depth {}", *query.depth);
  for (const std::string& source : query.lens.sources) shown += " --source " + source;
  if (query.lens.least_grade) {
    shown += " --least-grade ";
    if (query.lens.least_grade->reliability) shown += query.lens.least_grade->reliability;
    if (query.lens.least_grade->credibility) shown += query.lens.least_grade->credibility;
  }
  if (query.lens.published_by) shown += " --published-by " + FormatDay(*query.lens.published_by);
  if (query.of) shown += " --of " + *query.of;
  if (query.all_groups) shown += " --all-groups";
  return shown;
}

std::string Show(const Group& group) {
  static constexpr const char* kNames[] = {"added-up", "counted", "losses-only"};
  return fmt::format("[{}] {} {} {} {} {}", fmt::join(group.keys, ", "),
                     ShowBound(group.strength.least), ShowBound(group.strength.best),
                     ShowBound(group.strength.most), kNames[int(group.basis)],
                     group.latest ? FormatDay(*group.latest) : "never");
}

std::string Show(const Headcount& headcount) {
  std::string shown = FormatDay(headcount.on) + "\n";
  for (const Group& row : headcount.rows) shown += "  " + Show(row) + "\n";
  return shown + "  total " + Show(headcount.total) + "\n";
}

std::string Show(const Timeline& timeline) {
  std::string shown = FormatDay(timeline.from) + " to " + FormatDay(timeline.to) + "\n";
  for (const Timeline::Point& point : timeline.points) {
    shown += "  " + FormatDay(point.on) + " " + Show(point.group) + "\n";
  }
  for (const Timeline::Point& point : timeline.totals) {
    shown += "  " + FormatDay(point.on) + " total " + Show(point.group) + "\n";
  }
  for (const TimelineStatement& said : timeline.statements) {
    shown +=
        fmt::format("  {} ({}) {} of {}, {}: {}\n", FormatDay(said.on), said.date,
                    said.position.value, said.speaker, said.role + said.according_to, said.text);
  }
  return shown;
}

std::string Show(const Coverage& coverage) {
  const auto show = [](const CoverageRow& row) {
    const auto maybe = [](const std::optional<People>& people) {
      return people ? ShowPeople(*people) : std::string("-");
    };
    return fmt::format("[{}] authorised {} pledged {} deployed {} absent {} in transit {}\n",
                       fmt::join(row.keys, ", "), maybe(row.authorised), maybe(row.pledged),
                       ShowPeople(row.deployed), ShowPeople(row.absent),
                       ShowPeople(row.in_transit));
  };
  std::string shown = "coverage on " + FormatDay(coverage.on) + "\n";
  for (const CoverageRow& row : coverage.rows) shown += "  " + show(row);
  return shown + "  total " + show(coverage.total);
}

std::string Show(const Reconciliation& reconciliation) {
  static constexpr const char* kVerdicts[] = {"agrees", "over", "short"};
  std::string shown = fmt::format("claims known at {}\n", reconciliation.known_at.value);
  for (const ClaimVerdict& claim : reconciliation.claims) {
    shown += fmt::format("  {}", claim.position.value);
    if (claim.line) shown += fmt::format(" line {}", *claim.line);
    shown += fmt::format(" {} of {}", claim.opening ? "opening" : "closing", FormatDay(claim.on));
    for (const auto& [dimension, values] : claim.scope) {
      shown += fmt::format(" {}={}", dimension, fmt::join(values, ","));
    }
    shown += fmt::format(" claimed {} derived {} {} {}", ShowPeople(claim.claimed),
                         ShowPeople(claim.derived), kVerdicts[int(claim.verdict)], claim.distance);
    if (claim.agrees_on) shown += " agrees on " + FormatDay(*claim.agrees_on);
    for (const ExplainingMovement& movement : claim.explained_by) {
      shown += fmt::format(" {} {} {} on {}", movement.counted ? "without" : "with",
                           movement.position.value, ShowPeople(movement.strength),
                           FormatDay(movement.on));
      if (movement.way_back) shown += " going back";
    }
    shown += "\n";
  }
  return shown;
}

}  // namespace muster
