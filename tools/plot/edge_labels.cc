// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/edge_labels.h"

#include <fmt/format.h>

#include <algorithm>

#include "tools/output/display_text.h"
#include "tools/plot/glyph.h"
#include "tools/plot/sheet.h"
#include "tools/plot/text_width.h"

namespace muster {
namespace {

constexpr double kEdgeTextMax = 190;
constexpr double kBoldWidth = 1.12;
constexpr double kLeader = 16;
constexpr double kSwatch = 10;

std::string NumbersText(const People& people) {
  if (!people.best) return "unknown";
  const std::string bounds = BoundsLabel(people);
  return bounds.empty() ? NumberLabel(*people.best)
                        : fmt::format("{} ({})", NumberLabel(*people.best), bounds);
}

}  // namespace

EdgeLabels::EdgeLabels(const TimelineSpace& space) : space_(space) {
  const Stack& stack = space.stack();
  const std::vector<AuthorisedLevel>& authorised = space.plot().marks.authorised;
  if (!authorised.empty() && authorised.back().authorised && !space.authorised_is_above()) {
    const People& last = *authorised.back().authorised;
    Add("authorised", NumbersText(last), static_cast<double>(last.best.value_or(0)), {}, false);
  }
  if (!stack.days.empty() && CountsAnybody(space.plot().timeline)) {
    const People& total = stack.totals.back();
    Add("total", NumbersText(total), static_cast<double>(total.best.value_or(0)), {}, true);
    const bool has_groups = !space.plot().timeline.by.empty();
    for (std::size_t i = 0; has_groups && i < stack.layers.size(); ++i) {
      const Layer& layer = stack.layers[i];
      const double middle =
          (static_cast<double>(layer.lower.back()) + static_cast<double>(layer.upper.back())) / 2;
      Add(layer.name, NumbersText(layer.last), middle, i, false);
    }
  }
  std::stable_sort(labels_.begin(), labels_.end(),
                   [](const Label& a, const Label& b) { return a.level > b.level; });
}

void EdgeLabels::Add(const std::string& name, const std::string& number, double level,
                     std::optional<std::size_t> layer, bool is_strong) {
  const double number_width = TextWidth(' ' + number, kLabelSize);
  Label label;
  label.text = FittedText(SafeText(name), kLabelSize, std::max(40.0, kEdgeTextMax - number_width)) +
               ' ' + number;
  label.level = level;
  label.layer = layer;
  label.is_strong = is_strong;
  const double text = TextWidth(label.text, kLabelSize) * (is_strong ? kBoldWidth : 1);
  width_ = std::max(width_, kLeader + (layer ? kSwatch + 5 : 0) + text);
  labels_.push_back(std::move(label));
}

double EdgeLabels::height() const { return kLabelHeight * static_cast<double>(labels_.size()); }

void EdgeLabels::DrawSwatch(Svg& svg, std::size_t layer, Point at) const {
  const Layer& shown = space_.stack().layers[layer];
  const bool is_others = shown.keys.empty();
  const Attributes square = {
      {"x", at.x}, {"y", at.y - kSwatch / 2}, {"width", kSwatch}, {"height", kSwatch}};
  const auto draw = [&](std::string_view fill, std::string_view edge) {
    Attributes attributes = square;
    attributes.emplace_back("fill", fill);
    attributes.emplace_back("stroke", edge);
    attributes.emplace_back("stroke-width", 0.6);
    svg.Add("rect", attributes);
  };
  draw(is_others ? kOthersFill : LayerFill(layer), kFaintInk);
  if (!is_others && LayerPattern(layer) != "none") draw(LayerPattern(layer), "none");
}

void EdgeLabels::Draw(Svg& svg) const {
  const Box& frame = space_.frame();
  std::vector<double> wanted;
  for (const Label& label : labels_) wanted.push_back(space_.YOf(label.level));
  // Labels may stand a little above and below the frame.
  const std::vector<double> middles =
      SpreadLabels(wanted, kLabelHeight, frame.top - kLabelHeight / 2,
                   std::max(frame.bottom, frame.top + height()) + kLabelHeight / 2);
  svg.Open("g", {{"class", "edge-labels"}, {"font-size", kLabelSize}});
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    const Label& label = labels_[i];
    svg.Add("path", {{"d", PathThrough({{frame.right + 1, wanted[i]},
                                        {frame.right + kLeader - 5, middles[i]},
                                        {frame.right + kLeader - 3, middles[i]}},
                                       false)},
                     {"fill", "none"},
                     {"stroke", "#9a9a9a"},
                     {"stroke-width", 0.8}});
    double x = frame.right + kLeader;
    if (label.layer) {
      DrawSwatch(svg, *label.layer, {x, middles[i]});
      x += kSwatch + 5;
    }
    Attributes attributes;
    if (label.is_strong) attributes.emplace_back("font-weight", "bold");
    svg.AddText({x, middles[i] + 4}, label.text, attributes);
  }
  svg.Close();
}

}  // namespace muster
