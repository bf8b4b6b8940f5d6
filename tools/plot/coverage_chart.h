// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The chart of a coverage in a terminal.
//
// Thread-safety: a pure function.
#ifndef MUSTER_TOOLS_PLOT_COVERAGE_CHART_H_
#define MUSTER_TOOLS_PLOT_COVERAGE_CHART_H_

#include <string>

#include "tools/output/terminal.h"
#include "tools/plot/coverage_plot.h"

namespace muster {

// A line for each group, of at most `columns` columns (at least 40 are taken).
std::string ChartOfCoverage(const CoveragePlot& plot, int columns, const Style& style);

}  // namespace muster

#endif  // MUSTER_TOOLS_PLOT_COVERAGE_CHART_H_
