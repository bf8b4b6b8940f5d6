// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/stack.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace muster {
namespace {

struct WeighedLayer {
  Layer layer;
  double weight = 0;
};

// The groups of the timeline, each with all days.
std::vector<WeighedLayer> GroupsOf(const Timeline& timeline, Stack& stack) {
  const std::size_t days = timeline.totals.size();
  const std::size_t groups = days == 0 ? 0 : timeline.points.size() / days;
  std::vector<WeighedLayer> layers(groups);
  for (std::size_t i = 0; i < groups; ++i) {
    WeighedLayer& group = layers[i];
    if (!timeline.by.empty()) group.layer.keys = timeline.points[i].group.keys;
    group.layer.name = fmt::format("{}", fmt::join(group.layer.keys, " "));
    bool is_known = true;
    for (std::size_t day = 0; day < days; ++day) {
      const People& people = timeline.points[day * groups + i].group.strength;
      is_known = is_known && people.best.has_value();
      group.layer.best.push_back(people.best.value_or(0));
      const int last = timeline.to.value + 1;
      const int until = day + 1 < days ? timeline.totals[day + 1].on.value : last;
      group.weight += std::abs(static_cast<double>(people.best.value_or(0))) *
                      std::max(1, until - timeline.totals[day].on.value);
      group.layer.last = people;
    }
    if (!is_known) stack.losses_only.push_back(group.layer.name);
  }
  return layers;
}

// The last `count` of them as one.
Layer Together(const std::vector<WeighedLayer>& layers, std::size_t count) {
  Layer others;
  others.name = fmt::format("{} others", count);
  others.best.resize(layers.front().layer.best.size());
  for (std::size_t i = layers.size() - count; i < layers.size(); ++i) {
    for (std::size_t day = 0; day < others.best.size(); ++day) {
      others.best[day] += layers[i].layer.best[day];
    }
  }
  if (!others.best.empty())
    others.last.best = others.last.least = others.last.most = others.best.back();
  return others;
}

// For each day, whether the layer hangs below 0. Where nobody is, as it is next; or was.
std::vector<bool> HangingDays(const Layer& layer) {
  std::vector<bool> hangs(layer.best.size());
  const auto last = std::find_if(layer.best.rbegin(), layer.best.rend(),
                                 [](std::int64_t best) { return best != 0; });
  bool next = last != layer.best.rend() && *last < 0;
  for (std::size_t day = layer.best.size(); day-- > 0;) {
    if (layer.best[day] != 0) next = layer.best[day] < 0;
    hangs[day] = next;
  }
  return hangs;
}

void Pile(Stack& stack) {
  std::vector<std::int64_t> above(stack.days.size());
  std::vector<std::int64_t> below(stack.days.size());
  for (Layer& layer : stack.layers) {
    const std::vector<bool> hangs = HangingDays(layer);
    for (std::size_t day = 0; day < stack.days.size(); ++day) {
      const std::int64_t best = layer.best[day];
      std::int64_t& edge = hangs[day] ? below[day] : above[day];
      layer.lower.push_back(std::min(edge, edge + best));
      layer.upper.push_back(std::max(edge, edge + best));
      edge += best;
    }
  }
}

}  // namespace

std::optional<std::int64_t> Stack::FootOf(const std::vector<std::string>& keys,
                                          std::size_t day) const {
  if (keys.empty()) return 0;
  for (const Layer& layer : layers) {
    if (layer.keys != keys) continue;
    // What hangs, hangs from its upper edge.
    return layer.lower[day] < 0 ? layer.upper[day] : layer.lower[day];
  }
  return std::nullopt;
}

Stack MakeStack(const Timeline& timeline, std::size_t layers_max) {
  Stack stack;
  for (const Timeline::Point& total : timeline.totals) {
    stack.days.push_back(total.on);
    stack.totals.push_back(total.group.strength);
  }
  std::vector<WeighedLayer> layers = GroupsOf(timeline, stack);
  stack.groups = layers.size();
  std::stable_sort(layers.begin(), layers.end(),
                   [](const auto& a, const auto& b) { return a.weight > b.weight; });
  std::size_t alone = layers.size();
  if (layers.size() > layers_max) alone = layers_max - 1;
  for (std::size_t i = 0; i < alone; ++i) stack.layers.push_back(layers[i].layer);
  if (alone < layers.size()) {
    stack.layers.push_back(Together(layers, layers.size() - alone));
  }
  Pile(stack);
  return stack;
}

}  // namespace muster
