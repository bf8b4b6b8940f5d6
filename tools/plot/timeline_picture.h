// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The picture of a timeline.
//
// Thread-safety: a pure function.
#ifndef MUSTER_TOOLS_PLOT_TIMELINE_PICTURE_H_
#define MUSTER_TOOLS_PLOT_TIMELINE_PICTURE_H_

#include <string>

#include "tools/plot/timeline_plot.h"

namespace muster {

// In SVG. The groups lie on top of each other; the total has a line, and a hatched band from its
// least to its most. The same plot gives the same bytes.
std::string DrawTimeline(const TimelinePlot& plot);

}  // namespace muster

#endif  // MUSTER_TOOLS_PLOT_TIMELINE_PICTURE_H_
