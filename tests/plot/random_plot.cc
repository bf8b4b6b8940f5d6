// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/plot/random_plot.h"

#include <rapidcheck.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace muster {
namespace {

// Of [from, to).
int Pick(int from, int to) { return *rc::gen::inRange(from, to); }
bool OneIn(int count) { return Pick(0, count) == 0; }

People RandomPeople(int scale) {
  const std::int64_t best = Pick(OneIn(8) ? -scale / 4 : 0, scale);
  People people{best, best, best};
  if (OneIn(3)) *people.least -= Pick(0, scale);
  if (OneIn(3)) *people.most += Pick(0, scale);
  if (OneIn(8)) people.most = std::nullopt;
  if (OneIn(20)) people = People();
  return people;
}

std::string RandomName() {
  static const std::vector<std::string>* const kNames = new std::vector<std::string>{
      "KEN",
      "JAM",
      "unspecified",
      "HTI/Ouest/Port-au-Prince",
      "police/formed-unit",
      "a name much longer than anybody would think of giving to a contingent of police officers",
      "\u6D77\u5730",
      "A & B <c>",
      "W"};
  return (*kNames)[static_cast<std::size_t>(Pick(0, static_cast<int>(kNames->size())))] +
         std::to_string(Pick(0, 100));
}

std::vector<std::vector<std::string>> RandomKeys(int most) {
  std::set<std::vector<std::string>> keys;
  const int count = Pick(0, most);
  for (int i = 0; i < count; ++i) keys.insert({RandomName()});
  return {keys.begin(), keys.end()};
}

std::vector<Day> RandomDays(Day from, Day to) {
  std::set<Day> days = {to};
  const int count = Pick(0, 25);
  for (int i = 0; i < count; ++i) days.insert(Day{Pick(from.value, to.value + 1)});
  return {days.begin(), days.end()};
}

void AddPoints(const std::vector<std::vector<std::string>>& keys, int scale, Timeline& timeline) {
  for (const Day day : RandomDays(timeline.from, timeline.to)) {
    Group total;
    total.strength = RandomPeople(scale);
    timeline.totals.push_back({day, total});
    if (timeline.by.empty()) timeline.points.push_back({day, total});
    for (const auto& group_keys : keys) {
      Group group;
      group.keys = group_keys;
      group.strength = RandomPeople(scale);
      timeline.points.push_back({day, group});
    }
  }
}

void AddMarks(const std::vector<std::vector<std::string>>& keys, int scale, TimelinePlot& plot) {
  const Timeline& timeline = plot.timeline;
  const auto day = [&] { return Day{Pick(timeline.from.value, timeline.to.value + 1)}; };
  const auto group = [&] {
    if (keys.empty() || OneIn(2)) return std::vector<std::string>();
    return keys[static_cast<std::size_t>(Pick(0, static_cast<int>(keys.size())))];
  };
  const auto number = [&] {
    People people = RandomPeople(scale);
    return people.best ? people : People{1, 1, 1};
  };
  for (int i = Pick(0, 30); i > 0; --i) {
    ClaimVerdict verdict;
    verdict.on = day();
    verdict.opening = OneIn(2);
    verdict.claimed = number();
    verdict.derived = number();
    verdict.verdict = static_cast<Agreement>(Pick(0, 3));
    verdict.distance = Pick(1, 100);
    plot.marks.claims.push_back({group(), verdict});
  }
  for (int i = Pick(0, 12); i > 0; --i) {
    plot.marks.musters.push_back({group(), Position{7}, day(), number()});
  }
  if (OneIn(2)) {
    plot.marks.authorised.push_back({timeline.from, People{scale, scale, scale}});
    if (OneIn(2)) plot.marks.authorised.push_back({timeline.to, std::nullopt});
    plot.marks.mandates.push_back({Position{1}, "M", "S/RES/2699 (2023)", People(), day(), {}});
  }
  for (int i = Pick(0, 8); i > 0; --i) {
    TimelineStatement said;
    said.on = day();
    said.text = "words";
    said.speaker = RandomName();
    plot.timeline.statements.push_back(said);
  }
}

}  // namespace

TimelinePlot RandomTimelinePlot() {
  TimelinePlot plot;
  plot.title = "Strength from 2024-06-01 to 2025-01-31, by contributor";
  plot.known_at = "known at 81 records";
  for (int i = Pick(0, 3); i > 0; --i) plot.scope.push_back("only contributor=" + RandomName());
  plot.nothing = "Nothing is counted";
  Timeline& timeline = plot.timeline;
  timeline.from = Day{Pick(-10'000, 20'000)};
  timeline.to = timeline.from + Pick(0, OneIn(2) ? 40 : 5000);
  timeline.step = OneIn(2) ? Step::kChange : Step::kMonth;
  const std::vector<std::vector<std::string>> keys = RandomKeys(15);
  if (!keys.empty()) timeline.by = {"contributor"};
  const int scale = OneIn(3) ? 1'000'000 : 500;
  AddPoints(keys, scale, timeline);
  AddMarks(keys, scale, plot);
  return plot;
}

CoveragePlot RandomCoveragePlot() {
  CoveragePlot plot;
  plot.title = "Coverage at the end of 2025-01-18";
  plot.known_at = "known at 81 records";
  plot.nothing = "Nothing";
  plot.coverage.by = {"contributor"};
  const int scale = OneIn(3) ? 1'000'000 : 500;
  const auto random_row = [&](std::vector<std::string> keys) {
    CoverageRow row;
    row.keys = std::move(keys);
    row.deployed = RandomPeople(scale);
    row.absent = RandomPeople(scale);
    row.in_transit = RandomPeople(scale);
    if (OneIn(2)) row.pledged = RandomPeople(scale);
    if (OneIn(2)) row.authorised = RandomPeople(scale);
    return row;
  };
  for (std::vector<std::string>& keys : RandomKeys(40)) {
    plot.coverage.rows.push_back(random_row(std::move(keys)));
  }
  plot.coverage.total = random_row({});
  return plot;
}

}  // namespace muster
