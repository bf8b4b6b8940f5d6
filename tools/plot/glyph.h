// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Glyphs: the small signs of a picture, and how areas are filled so that they can be told apart
// without colour, by lightness and by pattern.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_PLOT_GLYPH_H_
#define MUSTER_TOOLS_PLOT_GLYPH_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "projections/view_claims.h"
#include "tools/plot/label_layout.h"
#include "tools/plot/svg.h"

namespace muster {

enum class Glyph {
  kAgrees,      // a ring
  kOver,        // a triangle that points up
  kShort,       // one that points down
  kMuster,      // a diamond
  kStatement,   // a bar with a foot
  kMandate,     // a flag
  kAuthorised,  // a piece of the dashed line
  kBand,        // a piece of the hatched band
  kBar,         // a piece of a dark bar; of a light one with its edge
  kAbsent,
  kInTransit,
  kPledged,
};

inline constexpr double kMarkRadius = 4;
inline constexpr std::size_t kLayersMax = 8;

Glyph GlyphOf(Agreement agreement);

// Draws it around a point; `radius` is that of a mark. `tip` is shown when it is pointed at.
void DrawGlyph(Svg& svg, Glyph glyph, Point at, double radius, std::string_view tip = {});
Box BoxOfMark(Point at, double radius);

// The patterns that the fills name. To be drawn once, before they are used.
void DrawPatterns(Svg& svg);
// The fill of the layer with that number, from the bottom, and the pattern over it ("none" of
// some). REQUIRES: layer < kLayersMax.
std::string_view LayerFill(std::size_t layer);
std::string_view LayerPattern(std::size_t layer);
// Of what is drawn together.
inline constexpr std::string_view kOthersFill = "#d4d4d4";
// Of what lies between least and most.
inline constexpr std::string_view kBandPattern = "url(#band)";

inline constexpr std::string_view kInk = "#1a1a1a";
inline constexpr std::string_view kFaintInk = "#5a5a5a";
inline constexpr std::string_view kGridInk = "#e3e3e3";
inline constexpr std::string_view kBarFill = "#33607f";

}  // namespace muster

#endif  // MUSTER_TOOLS_PLOT_GLYPH_H_
