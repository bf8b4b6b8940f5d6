// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The picture of a coverage.
//
// Thread-safety: a pure function.
#ifndef MUSTER_TOOLS_PLOT_COVERAGE_PICTURE_H_
#define MUSTER_TOOLS_PLOT_COVERAGE_PICTURE_H_

#include <string>

#include "tools/plot/coverage_plot.h"

namespace muster {

// In SVG: a row of bars for each group, with its numbers. The same plot gives the same bytes.
std::string DrawCoverage(const CoveragePlot& plot);

}  // namespace muster

#endif  // MUSTER_TOOLS_PLOT_COVERAGE_PICTURE_H_
