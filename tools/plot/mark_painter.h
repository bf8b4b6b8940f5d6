// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Draws claims and musters onto a timeline's picture, with labels where there is room.
#ifndef MUSTER_TOOLS_PLOT_MARK_PAINTER_H_
#define MUSTER_TOOLS_PLOT_MARK_PAINTER_H_

#include "tools/plot/label_layout.h"
#include "tools/plot/svg.h"
#include "tools/plot/timeline_space.h"

namespace muster {

// The label of what is authorised no more at the end; what is, has one at the edge. To be drawn
// before the marks, which it keeps away from.
void DrawAuthorisedLabel(Svg& svg, const TimelineSpace& space, LabelPlacer& placer);

// REQUIRES: space.SetFrame was called. Labels stand in what `placer` leaves free.
void DrawMarks(Svg& svg, const TimelineSpace& space, LabelPlacer& placer);

}  // namespace muster

#endif  // MUSTER_TOOLS_PLOT_MARK_PAINTER_H_
