// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Random timelines and coverages, for properties of their pictures.
#ifndef MUSTER_TESTS_PLOT_RANDOM_PLOT_H_
#define MUSTER_TESTS_PLOT_RANDOM_PLOT_H_

#include "tools/plot/coverage_plot.h"
#include "tools/plot/timeline_plot.h"

namespace muster {

// Draw their values with operator* of generators: to be called in a property.
TimelinePlot RandomTimelinePlot();
CoveragePlot RandomCoveragePlot();

}  // namespace muster

#endif  // MUSTER_TESTS_PLOT_RANDOM_PLOT_H_
