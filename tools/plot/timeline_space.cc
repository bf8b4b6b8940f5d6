// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/timeline_space.h"

#include <algorithm>
#include <cmath>

namespace muster {
namespace {

constexpr int kNumberLines = 6;
// What is authorised is drawn if it is at most so many times what else there is.
constexpr std::int64_t kAuthorisedTimesMax = 4;
// Above a number without an upper bound there is room to see that it is open.
constexpr double kOpenRoom = 1.25;
// Numbers below 0 do not stand on the axis of the days.
constexpr double kRoomBelow = 1.05;

// An "unknown", which is any number.
bool SaysNothing(const People& people) {
  return people.least == 0 && people.best == 0 && !people.most;
}

void SetLevels(const People& people, std::int64_t foot, PlacedMark& mark) {
  mark.level = foot + people.best.value_or(0);
  mark.least = foot + people.least.value_or(0);
  if (people.most) mark.most = foot + *people.most;
  mark.is_exact = people.least == people.best && people.most == people.best;
}

}  // namespace

TimelineSpace::TimelineSpace(const TimelinePlot& plot, std::size_t layers_max, bool whole_steps)
    : plot_(plot),
      stack_(MakeStack(plot.timeline, layers_max)),
      in_steps_(IsInSteps(plot.timeline)) {
  PlaceClaims();
  PlaceMusters();
  FindRange(whole_steps);
}

std::size_t TimelineSpace::PointOn(double day) const {
  const auto after = std::upper_bound(
      stack_.days.begin(), stack_.days.end(), day,
      [](double sought, Day point) { return sought < static_cast<double>(point.value); });
  const auto points = static_cast<std::size_t>(after - stack_.days.begin());
  return points == 0 ? 0 : points - 1;
}

std::optional<std::int64_t> TimelineSpace::FootOn(const std::vector<std::string>& keys,
                                                  double day) const {
  if (stack_.days.empty()) return keys.empty() ? std::optional<std::int64_t>(0) : std::nullopt;
  const std::size_t point = PointOn(day);
  const std::optional<std::int64_t> foot = stack_.FootOf(keys, point);
  if (!foot || in_steps_ || point + 1 == stack_.days.size()) return foot;
  const double middle = stack_.days[point].value + 0.5;
  if (day < middle) return foot;
  // Between two points, the layers are drawn as straight lines.
  const double share = (day - middle) / (stack_.days[point + 1].value - stack_.days[point].value);
  const auto next = static_cast<double>(*stack_.FootOf(keys, point + 1));
  return std::llround(static_cast<double>(*foot) * (1 - share) + next * share);
}

void TimelineSpace::PlaceClaims() {
  for (const ClaimMark& claim : plot_.marks.claims) {
    PlacedMark mark;
    mark.claim = &claim;
    mark.day = claim.verdict.on.value + (claim.verdict.opening ? 0.0 : 0.5);
    // At the opening, it is compared with the closing of the day before.
    const double compared = mark.day - (claim.verdict.opening ? 0.5 : 0);
    const std::optional<std::int64_t> foot = FootOn(claim.keys, compared);
    if (!foot || SaysNothing(claim.verdict.claimed)) {
      ++claims_left_out_;
      continue;
    }
    SetLevels(claim.verdict.claimed, *foot, mark);
    marks_.push_back(mark);
  }
}

void TimelineSpace::PlaceMusters() {
  for (const MusterMark& muster : plot_.marks.musters) {
    PlacedMark mark;
    mark.muster = &muster;
    mark.day = muster.on.value + 0.5;
    const std::optional<std::int64_t> foot = FootOn(muster.keys, mark.day);
    if (!foot || SaysNothing(muster.counted)) {
      ++musters_left_out_;
      continue;
    }
    SetLevels(muster.counted, *foot, mark);
    marks_.push_back(mark);
  }
}

void TimelineSpace::FindRange(bool whole_steps) {
  std::int64_t low = 0;
  std::int64_t high = 0;
  const auto note = [&](std::optional<std::int64_t> level) {
    low = std::min(low, level.value_or(0));
    high = std::max(high, level.value_or(0));
  };
  for (const Layer& layer : stack_.layers) {
    for (const std::int64_t level : layer.lower) note(level);
    for (const std::int64_t level : layer.upper) note(level);
  }
  std::int64_t open_above = 0;
  for (const People& total : stack_.totals) {
    note(total.least);
    note(total.best);
    note(total.most);
    if (total.best && !total.most) {
      is_open_ = true;
      open_above = std::max(open_above, *total.best);
    }
  }
  for (const PlacedMark& mark : marks_) {
    note(mark.level);
    note(mark.least);
    note(mark.most);
  }
  if (is_open_) note(std::llround(static_cast<double>(open_above) * kOpenRoom));
  std::int64_t authorised = 0;
  for (const AuthorisedLevel& level : plot_.marks.authorised) {
    if (!level.authorised) continue;
    authorised = std::max(
        {authorised, level.authorised->best.value_or(0), level.authorised->most.value_or(0)});
  }
  authorised_is_above_ = high > 0 && authorised > kAuthorisedTimesMax * high;
  if (!authorised_is_above_) note(authorised);
  ticks_ = NiceNumbers(low, std::max<std::int64_t>(high, 1), kNumberLines);
  lowest_ = static_cast<double>(ticks_.front());
  if (whole_steps || low == 0) return;
  lowest_ = static_cast<double>(low) * kRoomBelow;
  while (static_cast<double>(ticks_.front()) < lowest_) ticks_.erase(ticks_.begin());
}

void TimelineSpace::SetFrame(const Box& frame) {
  frame_ = frame;
  x_.emplace(plot_.timeline.from.value, plot_.timeline.to.value + 1.0, frame.left, frame.right);
  y_.emplace(lowest_, static_cast<double>(ticks_.back()), frame.bottom, frame.top);
}

double TimelineSpace::XOfPoint(std::size_t point) const {
  if (point == stack_.days.size()) return frame_.right;
  return XOf(stack_.days[point].value + (in_steps_ ? 0.0 : 0.5));
}

std::optional<std::size_t> TimelineSpace::PointShownOn(double day) const {
  if (stack_.days.empty()) return std::nullopt;
  const std::size_t point = PointOn(day);
  const double on = stack_.days[point].value;
  if (in_steps_ || point + 1 == stack_.days.size()) {
    return on <= day ? std::optional(point) : std::nullopt;
  }
  const double next = stack_.days[point + 1].value;
  if (on > day) return on - day <= next - on ? std::optional(point) : std::nullopt;
  return day - on <= next - day ? point : point + 1;
}

}  // namespace muster
