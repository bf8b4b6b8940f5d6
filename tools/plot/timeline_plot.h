// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// TimelinePlot: what a picture or a chart of a timeline shows. Plain values.
#ifndef MUSTER_TOOLS_PLOT_TIMELINE_PLOT_H_
#define MUSTER_TOOLS_PLOT_TIMELINE_PLOT_H_

#include <string>
#include <vector>

#include "projections/view.h"
#include "projections/view_marks.h"

namespace muster {

struct TimelinePlot {
  std::string title;               // "Strength from 2024-06-01 to 2025-01-31, by contributor"
  std::string known_at;            // "known at 81 records, the last of …"
  std::vector<std::string> scope;  // what narrows it: "only contributor=KEN"
  std::string nothing;             // said in place of numbers if nobody is counted
  Timeline timeline;
  TimelineMarks marks;
};

// Whether any number of it is other than 0 for sure.
bool CountsAnybody(const Timeline& timeline);

// A timeline of changes or days holds from each point to the next; of weeks, months and years, the
// points are joined.
bool IsInSteps(const Timeline& timeline);

// "the end of each month".
std::string PointsText(const Timeline& timeline);

// "600..617", "201.." of bounds that differ from best; empty if exact.
std::string BoundsLabel(const People& people);

// "KEN: 400 claimed (SOFX), derived 617: short by 217, record 70".
std::string DescribeClaim(const ClaimMark& mark);
std::string DescribeMuster(const MusterMark& mark);

}  // namespace muster

#endif  // MUSTER_TOOLS_PLOT_TIMELINE_PLOT_H_
