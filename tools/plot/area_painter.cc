// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/area_painter.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <vector>

#include "tools/plot/glyph.h"

namespace muster {
namespace {

// What is nearer to its neighbour than this is not seen.
constexpr double kNearest = 0.05;

// Points [first, last] of a timeline.
struct Run {
  std::size_t first = 0;
  std::size_t last = 0;
};

std::vector<Run> RunsWhere(std::size_t count, const std::function<bool(std::size_t)>& holds) {
  std::vector<Run> runs;
  for (std::size_t i = 0; i < count; ++i) {
    if (!holds(i)) continue;
    if (runs.empty() || runs.back().last + 1 != i) runs.push_back({i, i});
    runs.back().last = i;
  }
  return runs;
}

// Straight lines lead to a run from its neighbours.
Run WithNeighbours(Run run, std::size_t count) {
  if (run.first > 0) --run.first;
  if (run.last + 1 < count) ++run.last;
  return run;
}

// Leaves out corners that lie on a straight line between their neighbours or are too near to be
// seen.
void AddCorner(Point corner, std::vector<Point>& line) {
  while (line.size() >= 2) {
    const Point& before = line[line.size() - 2];
    const Point& last = line.back();
    const bool level = before.y == last.y && last.y == corner.y;
    const bool upright = before.x == last.x && last.x == corner.x;
    const bool unseen = corner.x - before.x < kNearest && corner.x != before.x;
    if (!level && !upright && !unseen) break;
    line.pop_back();
  }
  line.push_back(corner);
}

// The line through the heights of a run's points: in steps, or straight from point to point.
std::vector<Point> LineThrough(const TimelineSpace& space, const Run& run,
                               const std::function<double(std::size_t)>& height) {
  std::vector<Point> line;
  for (std::size_t i = run.first; i <= run.last; ++i) {
    const double y = height(i);
    AddCorner({space.XOfPoint(i), y}, line);
    if (space.in_steps()) AddCorner({space.XOfPoint(i + 1), y}, line);
  }
  return line;
}

std::vector<Point> AreaBetween(std::vector<Point> above, const std::vector<Point>& below) {
  above.insert(above.end(), below.rbegin(), below.rend());
  return above;
}

void DrawLayer(Svg& svg, const TimelineSpace& space, std::size_t number) {
  const Layer& layer = space.stack().layers[number];
  const bool is_others = layer.keys.empty() && space.stack().layers.size() > 1;
  std::string path;
  const auto is_there = [&](std::size_t i) { return layer.best[i] != 0; };
  for (Run run : RunsWhere(layer.best.size(), is_there)) {
    if (!space.in_steps()) run = WithNeighbours(run, layer.best.size());
    const auto upper =
        LineThrough(space, run, [&](std::size_t i) { return space.YOf(double(layer.upper[i])); });
    const auto lower =
        LineThrough(space, run, [&](std::size_t i) { return space.YOf(double(layer.lower[i])); });
    path += PathThrough(AreaBetween(upper, lower), true);
  }
  if (path.empty()) return;
  svg.Open("g", {{"class", "layer"}, {"data-group", layer.name}});
  svg.Add("path",
          {{"class", "area"},
           {"d", path},
           {"fill", is_others ? kOthersFill : LayerFill(number)},
           {"stroke", "#ffffff"},
           {"stroke-width", 0.8}},
          layer.name.empty() ? "total" : layer.name);
  const std::string_view pattern = LayerPattern(number);
  if (!is_others && pattern != "none") svg.Add("path", {{"d", path}, {"fill", pattern}});
  svg.Close();
}

bool IsExact(const People& people) {
  return people.least == people.best && people.most == people.best;
}

// The part of the band that has no upper bound: it fades towards the top of the picture.
void DrawOpenBand(Svg& svg, const TimelineSpace& space, Run run) {
  const std::vector<People>& totals = space.stack().totals;
  if (!space.in_steps()) {
    const Run wide = WithNeighbours(run, totals.size());
    if (totals[wide.first].best) run.first = wide.first;
    if (totals[wide.last].best) run.last = wide.last;
  }
  const auto least = LineThrough(
      space, run, [&](std::size_t i) { return space.YOf(double(totals[i].least.value_or(0))); });
  const auto top = LineThrough(space, run, [&](std::size_t i) {
    return totals[i].most ? space.YOf(double(*totals[i].most)) : space.frame().top;
  });
  svg.Add("path", {{"class", "open-band"},
                   {"d", PathThrough(AreaBetween(top, least), true)},
                   {"fill", kBandPattern},
                   {"fill-opacity", 0.75},
                   {"mask", "url(#fading)"}});
  // Arrows say that it goes on.
  const double left = space.XOfPoint(run.first);
  const double right = space.in_steps() ? space.XOfPoint(run.last + 1) : space.XOfPoint(run.last);
  const double x = (left + right) / 2;
  const double y = space.frame().top;
  svg.Add("path",
          {{"class", "open-arrow"},
           {"d", PathThrough({{x, y + 20}, {x, y + 3}}, false) +
                     PathThrough({{x - 4, y + 8}, {x, y + 3}, {x + 4, y + 8}}, false)},
           {"fill", "none"},
           {"stroke", kInk},
           {"stroke-width", 1.2}},
          "no upper bound is known");
}

}  // namespace

bool HasBand(const TimelineSpace& space) {
  const std::vector<People>& totals = space.stack().totals;
  return std::any_of(totals.begin(), totals.end(),
                     [](const People& total) { return total.best && !IsExact(total); });
}

void DrawLayers(Svg& svg, const TimelineSpace& space) {
  if (space.stack().days.empty()) return;
  for (std::size_t i = 0; i < space.stack().layers.size(); ++i) DrawLayer(svg, space, i);
}

void DrawBand(Svg& svg, const TimelineSpace& space) {
  if (!HasBand(space)) return;
  const std::vector<People>& totals = space.stack().totals;
  const Box& frame = space.frame();
  if (space.is_open()) {
    svg.Open("defs", {});
    svg.Open("linearGradient",
             {{"id", "fade"}, {"x1", 0.0}, {"y1", 0.0}, {"x2", 0.0}, {"y2", 1.0}});
    svg.Add("stop", {{"offset", "0"}, {"stop-color", "#000000"}});
    svg.Add("stop", {{"offset", "0.7"}, {"stop-color", "#ffffff"}});
    svg.Close();
    svg.Open("mask", {{"id", "fading"},
                      {"maskUnits", "userSpaceOnUse"},
                      {"x", frame.left},
                      {"y", frame.top},
                      {"width", frame.right - frame.left},
                      {"height", frame.bottom - frame.top}});
    svg.Add("rect", {{"x", frame.left},
                     {"y", frame.top},
                     {"width", frame.right - frame.left},
                     {"height", frame.bottom - frame.top},
                     {"fill", "url(#fade)"}});
    svg.Close();
    svg.Close();
  }
  svg.Open("g", {{"class", "bounds"}});
  const auto is_bounded = [&](std::size_t i) { return totals[i].best && totals[i].most; };
  for (const Run& run : RunsWhere(totals.size(), is_bounded)) {
    bool is_exact = true;
    for (std::size_t i = run.first; i <= run.last; ++i) is_exact = is_exact && IsExact(totals[i]);
    if (is_exact) continue;
    const auto least = LineThrough(
        space, run, [&](std::size_t i) { return space.YOf(double(totals[i].least.value_or(0))); });
    const auto most =
        LineThrough(space, run, [&](std::size_t i) { return space.YOf(double(*totals[i].most)); });
    svg.Add("path",
            {{"class", "band"},
             {"d", PathThrough(AreaBetween(most, least), true)},
             {"fill", kBandPattern},
             {"fill-opacity", 0.75},
             {"stroke", kInk},
             {"stroke-width", 0.6}},
            "between least and most");
  }
  const auto is_open = [&](std::size_t i) { return totals[i].best && !totals[i].most; };
  for (const Run& run : RunsWhere(totals.size(), is_open)) DrawOpenBand(svg, space, run);
  svg.Close();
}

void DrawTotal(Svg& svg, const TimelineSpace& space) {
  const std::vector<People>& totals = space.stack().totals;
  const auto is_known = [&](std::size_t i) { return totals[i].best.has_value(); };
  for (const Run& run : RunsWhere(totals.size(), is_known)) {
    const auto line =
        LineThrough(space, run, [&](std::size_t i) { return space.YOf(double(*totals[i].best)); });
    svg.Add("path", {{"class", "total"},
                     {"d", PathThrough(line, false)},
                     {"fill", "none"},
                     {"stroke", kInk},
                     {"stroke-width", 1.6},
                     {"stroke-linejoin", "round"}});
  }
}

void DrawAuthorised(Svg& svg, const TimelineSpace& space) {
  if (space.authorised_is_above()) return;
  const std::vector<AuthorisedLevel>& levels = space.plot().marks.authorised;
  // A run of days on which something is authorised is one line.
  std::vector<std::vector<Point>> lines;
  bool goes_on = false;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (!levels[i].authorised) {
      goes_on = false;
      continue;
    }
    if (!goes_on) lines.emplace_back();
    goes_on = true;
    const double y = space.YOf(double(levels[i].authorised->best.value_or(0)));
    AddCorner({space.XOf(levels[i].on.value), y}, lines.back());
    AddCorner({i + 1 < levels.size() ? space.XOf(levels[i + 1].on.value) : space.frame().right, y},
              lines.back());
  }
  for (const std::vector<Point>& line : lines) {
    svg.Add("path", {{"class", "authorised"},
                     {"d", PathThrough(line, false)},
                     {"fill", "none"},
                     {"stroke", kInk},
                     {"stroke-width", 1.4},
                     {"stroke-dasharray", "6 3"}});
  }
}

}  // namespace muster
