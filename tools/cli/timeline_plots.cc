// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/timeline_plots.h"

#include <fmt/format.h>

#include <utility>

#include "tools/cli/answer.h"
#include "tools/output/display_text.h"
#include "tools/plot/timeline_chart.h"
#include "tools/plot/timeline_picture.h"

namespace muster {
namespace {

std::string TitleOf(const Timeline& timeline) {
  std::string title =
      fmt::format("Strength from {} to {}", FormatDay(timeline.from), FormatDay(timeline.to));
  if (!timeline.by.empty()) title += fmt::format(", by {}", fmt::join(timeline.by, " and "));
  return title;
}

std::string WithoutStop(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '.')) text.pop_back();
  return text;
}

}  // namespace

Status PlotTimeline(const ViewRequest& request, const Timeline& timeline,
                    const RecordSources& sources, const PlotTarget& target, const Style& style) {
  TimelinePlot plot{TitleOf(timeline),
                    DescribeKnownAt(request.known_at),
                    ScopeOfPicture(request.query),
                    WithoutStop(NothingCounted(request)),
                    timeline,
                    {}};
  for (TimelineStatement& said : plot.timeline.statements) {
    // Of nobody's words that are named, the report's.
    if (said.speaker.empty() && said.role.empty() && said.according_to.empty()) {
      said.according_to = sources.at(said.position);
    }
  }
  MUSTER_ASSIGN_OR_RETURN(plot.marks,
                          request.views->MarksOver(timeline.from, timeline.to, request.query));
  if (target.form == PlotTarget::Form::kTerminal) {
    Print(ViewHeading(request, plot.title, style));
    Print(ChartOfTimeline(plot, target.columns, style));
    return OkStatus();
  }
  MUSTER_RETURN_IF_ERROR(WritePicture(target, DrawTimeline(plot)));
  NoteDone("the picture is drawn");
  return OkStatus();
}

}  // namespace muster
