// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/glyph.h"

#include <array>
#include <vector>

namespace muster {
namespace {

// Neighbours differ in lightness; of those that are alike, the pattern differs.
struct Fill {
  std::string_view color;
  std::string_view pattern;
};
constexpr std::array<Fill, kLayersMax> kFills = {{{"#6f9fc4", "none"},
                                                  {"#d2e2ef", "none"},
                                                  {"#d68f58", "url(#rising)"},
                                                  {"#f7e5c4", "url(#dots)"},
                                                  {"#6aada5", "url(#upright)"},
                                                  {"#daeddd", "url(#level)"},
                                                  {"#a394c7", "url(#falling)"},
                                                  {"#ede3f4", "url(#sparse)"}}};

constexpr std::string_view kWhite = "#ffffff";

void DrawPattern(Svg& svg, std::string_view id, double size, std::string_view transform,
                 std::string_view path, std::string_view ink, double width) {
  Attributes attributes = {
      {"id", id}, {"width", size}, {"height", size}, {"patternUnits", "userSpaceOnUse"}};
  if (!transform.empty()) attributes.emplace_back("patternTransform", transform);
  svg.Open("pattern", attributes);
  svg.Add("path", {{"d", path}, {"stroke", ink}, {"stroke-width", width}, {"fill", "none"}});
  svg.Close();
}

void DrawShape(Svg& svg, const std::vector<Point>& corners, std::string_view tip) {
  svg.Add("path",
          {{"d", PathThrough(corners, true)},
           {"fill", kInk},
           {"stroke", kWhite},
           {"stroke-width", 1.0},
           {"stroke-linejoin", "round"}},
          tip);
}

void DrawPiece(Svg& svg, Point at, double radius, const Attributes& more) {
  Attributes attributes = {{"x", at.x - 2 * radius},
                           {"y", at.y - radius},
                           {"width", 4 * radius},
                           {"height", 2 * radius}};
  attributes.insert(attributes.end(), more.begin(), more.end());
  svg.Add("rect", attributes);
}

// A sign in the lane of what was said and decreed.
void DrawSign(Svg& svg, Glyph glyph, Point at, double r, std::string_view tip) {
  if (glyph == Glyph::kMandate) {
    const std::vector<Point> flag = {{at.x, at.y + r},
                                     {at.x, at.y - r},
                                     {at.x + 1.6 * r, at.y - r * 0.4},
                                     {at.x, at.y + r * 0.2}};
    svg.Add("path",
            {{"d", PathThrough(flag, false)},
             {"fill", kFaintInk},
             {"stroke", kFaintInk},
             {"stroke-width", 1.0}},
            tip);
    return;
  }
  const std::vector<Point> bubble = {{at.x, at.y + r},
                                     {at.x, at.y - r},
                                     {at.x + 2 * r, at.y - r},
                                     {at.x + 2 * r, at.y + r * 0.4},
                                     {at.x + r * 0.7, at.y + r * 0.4}};
  svg.Add("path",
          {{"d", PathThrough(bubble, true)},
           {"fill", kWhite},
           {"stroke", kFaintInk},
           {"stroke-width", 1.0},
           {"stroke-linejoin", "round"}},
          tip);
}

}  // namespace

Glyph GlyphOf(Agreement agreement) {
  switch (agreement) {
    case Agreement::kOver:
      return Glyph::kOver;
    case Agreement::kShort:
      return Glyph::kShort;
    case Agreement::kAgrees:
      break;
  }
  return Glyph::kAgrees;
}

void DrawGlyph(Svg& svg, Glyph glyph, Point at, double r, std::string_view tip) {
  switch (glyph) {
    case Glyph::kAgrees:
      svg.Add("circle",
              {{"cx", at.x},
               {"cy", at.y},
               {"r", r * 1.1},
               {"fill", kWhite},
               {"stroke", kInk},
               {"stroke-width", 1.3}},
              tip);
      return;
    case Glyph::kOver:
      DrawShape(svg,
                {{at.x, at.y - r * 1.25},
                 {at.x + r * 1.2, at.y + r * 0.85},
                 {at.x - r * 1.2, at.y + r * 0.85}},
                tip);
      return;
    case Glyph::kShort:
      DrawShape(svg,
                {{at.x, at.y + r * 1.25},
                 {at.x + r * 1.2, at.y - r * 0.85},
                 {at.x - r * 1.2, at.y - r * 0.85}},
                tip);
      return;
    case Glyph::kMuster:
      DrawShape(svg,
                {{at.x, at.y - r * 1.3},
                 {at.x + r * 1.3, at.y},
                 {at.x, at.y + r * 1.3},
                 {at.x - r * 1.3, at.y}},
                tip);
      return;
    case Glyph::kStatement:
    case Glyph::kMandate:
      DrawSign(svg, glyph, at, r, tip);
      return;
    case Glyph::kAuthorised:
      svg.Add("path", {{"d", PathThrough({{at.x - 2.5 * r, at.y}, {at.x + 2.5 * r, at.y}}, false)},
                       {"stroke", kInk},
                       {"stroke-width", 1.4},
                       {"stroke-dasharray", "6 3"}});
      return;
    case Glyph::kBand:
      DrawPiece(svg, at, r, {{"fill", kBandPattern}, {"stroke", kFaintInk}, {"stroke-width", 0.6}});
      return;
    case Glyph::kBar:
      DrawPiece(svg, at, r, {{"fill", kBarFill}});
      return;
    case Glyph::kAbsent:
      DrawPiece(svg, at, r, {{"fill", kBarFill}});
      DrawPiece(svg, at, r, {{"fill", "url(#absent)"}});
      return;
    case Glyph::kInTransit:
      DrawPiece(svg, at, r, {{"fill", kWhite}, {"stroke", kBarFill}, {"stroke-dasharray", "3 2"}});
      return;
    case Glyph::kPledged:
      DrawPiece(svg, at, r, {{"fill", "#dde6ec"}, {"stroke", "#8aa0ae"}, {"stroke-width", 0.8}});
      return;
  }
}

Box BoxOfMark(Point at, double radius) {
  const double r = radius * 1.3;
  return {at.x - r, at.y - r, at.x + r, at.y + r};
}

void DrawPatterns(Svg& svg) {
  svg.Open("defs", {});
  DrawPattern(svg, "rising", 6, "rotate(45)", "M3,0L3,6", kWhite, 1.2);
  DrawPattern(svg, "falling", 6, "rotate(-45)", "M3,0L3,6", kWhite, 1.2);
  DrawPattern(svg, "upright", 6, "", "M3,0L3,6", kWhite, 1.2);
  DrawPattern(svg, "level", 6, "", "M0,3L6,3", "#7fae8d", 1);
  DrawPattern(svg, "dots", 5, "", "M1.5,2.5L3.5,2.5", "#b08a3c", 2);
  DrawPattern(svg, "sparse", 9, "rotate(45)", "M4.5,0L4.5,9", "#9d86ad", 1);
  DrawPattern(svg, "band", 5, "rotate(45)", "M2.5,0L2.5,5", kInk, 0.9);
  DrawPattern(svg, "absent", 5, "rotate(45)", "M2.5,0L2.5,5", kWhite, 2);
  svg.Close();
}

std::string_view LayerFill(std::size_t layer) { return kFills[layer].color; }
std::string_view LayerPattern(std::size_t layer) { return kFills[layer].pattern; }

}  // namespace muster
