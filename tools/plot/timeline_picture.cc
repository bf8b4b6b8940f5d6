// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/timeline_picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tools/plot/area_painter.h"
#include "tools/plot/edge_labels.h"
#include "tools/plot/event_lane.h"
#include "tools/plot/mark_painter.h"
#include "tools/plot/plot_caption.h"
#include "tools/plot/sheet.h"
#include "tools/plot/text_width.h"

namespace muster {
namespace {

constexpr double kPlotHeight = 350;
constexpr double kTimeAxisHeight = 34;
constexpr double kTickGap = 14;

class TimelineDrawing {
 public:
  explicit TimelineDrawing(const TimelinePlot& plot)
      : plot_(plot),
        space_(plot),
        caption_(CaptionWithOpenEnds(space_)),
        sheet_(plot.title, plot.scope, KeyOf(space_), caption_),
        edge_(space_),
        lane_(space_) {
    double tick_width = 0;
    for (const std::int64_t tick : space_.ticks()) {
      tick_width = std::max(tick_width, TextWidth(NumberLabel(tick), kTickSize));
    }
    const double top = sheet_.top() + 6;
    space_.SetFrame({kSheetMargin + tick_width + 8, top,
                     kSheetWidth - kSheetMargin - std::max(edge_.width(), 8.0),
                     top + std::max(kPlotHeight, edge_.height())});
    is_empty_ =
        !CountsAnybody(plot_.timeline) && space_.marks().empty() && plot_.marks.authorised.empty();
    bottom_ = space_.frame().bottom + kTimeAxisHeight + lane_.height();
  }

  std::string Draw() {
    Svg svg(kSheetWidth, sheet_.HeightWith(bottom_), plot_.title, Description());
    DrawPatterns(svg);
    DrawGrid(svg);
    DrawLayers(svg, space_);
    DrawBand(svg, space_);
    DrawTotal(svg, space_);
    DrawAuthorised(svg, space_);
    DrawBaseline(svg);
    LabelPlacer placer(space_.frame());
    DrawAuthorisedLabel(svg, space_, placer);
    DrawMarks(svg, space_, placer);
    edge_.Draw(svg);
    lane_.Draw(svg, space_.frame().bottom + kTimeAxisHeight);
    if (!CountsAnybody(plot_.timeline)) SayNothing(svg);
    sheet_.Draw(svg, bottom_);
    return std::move(svg).Finish();
  }

 private:
  static std::vector<std::string> CaptionWithOpenEnds(const TimelineSpace& space) {
    std::vector<std::string> caption = CaptionOf(space);
    if (space.is_open()) {
      caption.emplace_back("Where the hatching fades upwards, no upper bound is known.");
    }
    return caption;
  }

  // For those who do not see it.
  std::string Description() const {
    std::string text = fmt::format("{}", fmt::join(plot_.scope, "; "));
    if (!text.empty()) text += ". ";
    if (!CountsAnybody(plot_.timeline)) return text + plot_.nothing;
    const People& first = space_.stack().totals.front();
    const People& last = space_.stack().totals.back();
    if (first.best && last.best) {
      text += fmt::format("The total goes from {} on {} to {} on {}. ", *first.best,
                          FormatDay(space_.stack().days.front()), *last.best,
                          FormatDay(space_.stack().days.back()));
    }
    return text + fmt::format("{}", fmt::join(caption_, " "));
  }

  void DrawGrid(Svg& svg) const {
    const Box& frame = space_.frame();
    svg.Open("g", {{"class", "numbers"},
                   {"font-size", kTickSize},
                   {"fill", kFaintInk},
                   {"text-anchor", "end"}});
    for (const std::int64_t tick : space_.ticks()) {
      const double y = space_.YOf(static_cast<double>(tick));
      svg.Add("path", {{"d", PathThrough({{frame.left, y}, {frame.right, y}}, false)},
                       {"stroke", kGridInk},
                       {"stroke-width", 1.0}});
      // Where nothing is drawn, there is no measure of it.
      if (is_empty_ && tick != 0) continue;
      svg.AddText({frame.left - 6, y + 4}, NumberLabel(tick), {});
    }
    svg.Close();
    svg.Open("g", {{"class", "days"},
                   {"font-size", kTickSize},
                   {"fill", kFaintInk},
                   {"text-anchor", "middle"}});
    const Timeline& timeline = plot_.timeline;
    for (const TimeTick& tick :
         TimeTicks(timeline.from, timeline.to, space_.day_width(), kTickSize, kTickGap)) {
      const double x = space_.XOf(tick.on.value);
      svg.Add("path", {{"data-day", FormatDay(tick.on)},
                       {"d", PathThrough({{x, frame.top}, {x, frame.bottom + 5}}, false)},
                       {"stroke", kGridInk},
                       {"stroke-width", 1.0}});
      svg.AddText({x, frame.bottom + 16}, tick.label, {});
      if (tick.period.empty()) continue;
      // Not beyond the edge of the sheet.
      const double half = TextWidth(tick.period, kTickSize) / 2;
      svg.AddText({std::max(x, kSheetMargin + half), frame.bottom + 30}, tick.period,
                  {{"font-weight", "bold"}});
    }
    svg.Close();
  }

  void DrawBaseline(Svg& svg) const {
    const Box& frame = space_.frame();
    const double y = space_.YOf(0);
    svg.Add("path", {{"d", PathThrough({{frame.left, y}, {frame.right, y}}, false)},
                     {"stroke", kInk},
                     {"stroke-width", 1.0}});
  }

  void SayNothing(Svg& svg) const {
    const Box& frame = space_.frame();
    svg.AddText({(frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2}, plot_.nothing,
                {{"text-anchor", "middle"},
                 {"font-size", 13.0},
                 {"fill", kFaintInk},
                 {"stroke", "#ffffff"},
                 {"stroke-width", 6.0},
                 {"paint-order", "stroke"}});
  }

  const TimelinePlot& plot_;
  TimelineSpace space_;
  std::vector<std::string> caption_;
  Sheet sheet_;
  EdgeLabels edge_;
  EventLane lane_;
  double bottom_ = 0;
  bool is_empty_;
};

}  // namespace

std::string DrawTimeline(const TimelinePlot& plot) { return TimelineDrawing(plot).Draw(); }

}  // namespace muster
