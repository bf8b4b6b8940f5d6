// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Draws what fills a timeline's picture: the layers, the band between least and most, the line of
// the total, and that of what is authorised.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_PLOT_AREA_PAINTER_H_
#define MUSTER_TOOLS_PLOT_AREA_PAINTER_H_

#include "tools/plot/svg.h"
#include "tools/plot/timeline_space.h"

namespace muster {

// Whether the total has bounds other than best anywhere.
bool HasBand(const TimelineSpace& space);

// REQUIRES of all: space.SetFrame was called.
void DrawLayers(Svg& svg, const TimelineSpace& space);
void DrawBand(Svg& svg, const TimelineSpace& space);
void DrawTotal(Svg& svg, const TimelineSpace& space);
void DrawAuthorised(Svg& svg, const TimelineSpace& space);

}  // namespace muster

#endif  // MUSTER_TOOLS_PLOT_AREA_PAINTER_H_
