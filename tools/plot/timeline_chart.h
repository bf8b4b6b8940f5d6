// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The chart of a timeline in a terminal: blocks of text, as wide as it is.
//
// Thread-safety: a pure function.
#ifndef MUSTER_TOOLS_PLOT_TIMELINE_CHART_H_
#define MUSTER_TOOLS_PLOT_TIMELINE_CHART_H_

#include <string>

#include "tools/output/terminal.h"
#include "tools/plot/timeline_plot.h"

namespace muster {

// Lines of at most `columns` columns (at least 40 are taken), with their ends. Layers differ by
// their shade, and the key below names them; without groups, the column's end is drawn to an eighth
// of a line, and what lies between least and most is shaded.
std::string ChartOfTimeline(const TimelinePlot& plot, int columns, const Style& style);

}  // namespace muster

#endif  // MUSTER_TOOLS_PLOT_TIMELINE_CHART_H_
