// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// A timeline as a picture or a chart.
#ifndef MUSTER_TOOLS_CLI_TIMELINE_PLOTS_H_
#define MUSTER_TOOLS_CLI_TIMELINE_PLOTS_H_

#include <string>

#include "projections/view.h"
#include "tools/cli/plot.h"
#include "tools/cli/record_sources.h"
#include "tools/cli/view_request.h"

namespace muster {

// Draws the timeline into the target's file, or prints the chart. `sources` are those of its
// statements. Errors: those of reading the
// ledger, and of WritePicture.
Status PlotTimeline(const ViewRequest& request, const Timeline& timeline,
                    const RecordSources& sources, const PlotTarget& target, const Style& style);

}  // namespace muster

#endif  // MUSTER_TOOLS_CLI_TIMELINE_PLOTS_H_
