// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/timeline_plot.h"

#include <fmt/format.h>

#include <algorithm>

#include "tools/plot/scale.h"

namespace muster {
namespace {

std::string NumberOrNone(const std::optional<std::int64_t>& number) {
  return number ? NumberLabel(*number) : std::string();
}

std::string PeopleLabel(const People& people) {
  const std::string bounds = BoundsLabel(people);
  const std::string best = people.best ? NumberOrNone(people.best) : "unknown";
  return bounds.empty() ? best : fmt::format("{} ({})", best, bounds);
}

std::string GroupPrefix(const std::vector<std::string>& keys) {
  return keys.empty() ? std::string() : fmt::format("{}: ", fmt::join(keys, " "));
}

}  // namespace

bool CountsAnybody(const Timeline& timeline) {
  return std::any_of(timeline.totals.begin(), timeline.totals.end(), [](const auto& point) {
    return point.group.strength != People{0, 0, 0} || point.group.latest;
  });
}

bool IsInSteps(const Timeline& timeline) {
  return timeline.step == Step::kChange || timeline.step == Step::kDay ||
         timeline.totals.size() < 2;
}

std::string PointsText(const Timeline& timeline) {
  switch (timeline.step) {
    case Step::kDay:
    case Step::kChange:
      return "the end of each day";
    case Step::kWeek:
      return "the end of each week";
    case Step::kMonth:
      return "the end of each month";
    case Step::kYear:
      break;
  }
  return "the end of each year";
}

std::string BoundsLabel(const People& people) {
  if (people.least == people.best && people.most == people.best) return {};
  return NumberOrNone(people.least) + ".." + NumberOrNone(people.most);
}

std::string DescribeClaim(const ClaimMark& mark) {
  const ClaimVerdict& verdict = mark.verdict;
  std::string text = fmt::format("{}{} claimed at the {} of {}", GroupPrefix(mark.keys),
                                 PeopleLabel(verdict.claimed),
                                 verdict.opening ? "opening" : "closing", FormatDay(verdict.on));
  if (!verdict.according_to.empty()) text += fmt::format(" by {}", verdict.according_to);
  text += fmt::format(", derived {}: ", PeopleLabel(verdict.derived));
  switch (verdict.verdict) {
    case Agreement::kAgrees:
      text += "agrees";
      break;
    case Agreement::kOver:
      text += fmt::format("over by {}", verdict.distance);
      break;
    case Agreement::kShort:
      text += fmt::format("short by {}", verdict.distance);
      break;
  }
  return text + fmt::format(" (record {})", verdict.position.value);
}

std::string DescribeMuster(const MusterMark& mark) {
  return fmt::format("{}muster at the end of {}: {} (record {})", GroupPrefix(mark.keys),
                     FormatDay(mark.on), PeopleLabel(mark.counted), mark.position.value);
}

}  // namespace muster
