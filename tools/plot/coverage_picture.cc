// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/coverage_picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "tools/output/display_text.h"
#include "tools/plot/plot_caption.h"
#include "tools/plot/scale.h"
#include "tools/plot/sheet.h"
#include "tools/plot/text_width.h"
#include "tools/plot/timeline_plot.h"

namespace muster {
namespace {

constexpr std::size_t kRowsMax = 30;
constexpr double kRowHeight = 26;
constexpr double kTotalGap = 10;
constexpr double kPledgedHalf = 9;
constexpr double kDeployedHalf = 5;
constexpr double kNameWidthMax = 170;
constexpr double kColumnGap = 16;
constexpr double kBarsWidthMin = 260;  // else bounds are drawn alone, without their numbers
constexpr double kTickApart = 12;
constexpr int kNumberLinesAcross = 6;

std::string FigureText(const std::optional<People>& people) {
  if (!people) return "\u2013";
  if (!people->best) return "unknown";
  const std::string bounds = BoundsLabel(*people);
  return bounds.empty() ? NumberLabel(*people->best)
                        : fmt::format("{} ({})", NumberLabel(*people->best), bounds);
}

std::vector<std::pair<Glyph, std::string>> KeyOfBars(const CoverageBars& bars) {
  std::vector<std::pair<Glyph, std::string>> key;
  const auto is_drawn = [&](CoverageFigure figure) {
    return std::any_of(bars.bars.begin(), bars.bars.end(), [&](const CoverageBar& bar) {
      if (bar.is_total && !bars.has_total_bars) return false;
      const std::optional<People> people = FigureIn(*bar.row, figure);
      return people && *people != People{0, 0, 0};
    });
  };
  for (const CoverageFigure figure : bars.figures) {
    if (!is_drawn(figure)) continue;
    switch (figure) {
      case CoverageFigure::kAuthorised:
        key.emplace_back(Glyph::kAuthorised, "authorised");
        break;
      case CoverageFigure::kPledged:
        key.emplace_back(Glyph::kPledged, "pledged");
        break;
      case CoverageFigure::kDeployed:
        key.emplace_back(Glyph::kBar, "deployed");
        break;
      case CoverageFigure::kAbsent:
        key.emplace_back(Glyph::kAbsent, "of whom absent");
        break;
      case CoverageFigure::kInTransit:
        key.emplace_back(Glyph::kInTransit, "in transit");
        break;
    }
  }
  return key;
}

std::vector<std::string> CaptionOfBars(const CoveragePlot& plot, const CoverageBars& bars) {
  std::vector<std::string> caption = {AsSentence(plot.known_at)};
  if (IsEmptyCoverage(plot.coverage)) return caption;
  if (bars.has_bounds) caption.emplace_back("Thin lines, and numbers in brackets: least and most.");
  if (!bars.has_total_bars) {
    caption.emplace_back("Bars of the total would be many times as long, and are left out.");
  }
  if (bars.left_out > 0) {
    caption.push_back(fmt::format("{} with the fewest people {} not drawn; the total has them.",
                                  Counted(bars.left_out, "group"),
                                  bars.left_out == 1 ? "is" : "are"));
  }
  return caption;
}

class CoverageDrawing {
 public:
  explicit CoverageDrawing(const CoveragePlot& plot)
      : plot_(plot),
        bars_(BarsOf(plot, kRowsMax)),
        is_empty_(IsEmptyCoverage(plot.coverage)),
        caption_(CaptionOfBars(plot, bars_)),
        sheet_(plot.title, plot.scope,
               is_empty_ ? std::vector<std::pair<Glyph, std::string>>() : KeyOfBars(bars_),
               caption_),
        writes_bounds_(bars_.has_bounds) {
    PlaceColumns();
    PlaceTicks();
    top_ = sheet_.top() + kRowHeight;
    bottom_ = top_ + kRowHeight * static_cast<double>(bars_.bars.size()) +
              (bars_.bars.size() > 1 ? kTotalGap : 0);
  }

  std::string Draw() {
    const double end = bottom_ + 22;
    std::string about = fmt::format("{}", fmt::join(plot_.scope, "; "));
    if (!about.empty()) about += ". ";
    about += is_empty_ ? plot_.nothing : Summary();
    Svg svg(kSheetWidth, sheet_.HeightWith(end), plot_.title, about);
    DrawPatterns(svg);
    if (is_empty_) {
      svg.AddText({kSheetWidth / 2, (top_ + bottom_) / 2 + 4}, plot_.nothing,
                  {{"text-anchor", "middle"}, {"font-size", 13.0}, {"fill", kFaintInk}});
    } else {
      DrawGrid(svg);
      DrawHeads(svg);
      double y = top_ + kRowHeight / 2;
      for (const CoverageBar& bar : bars_.bars) {
        if (bar.is_total && bars_.bars.size() > 1) y += kTotalGap;
        DrawRow(svg, bar, y);
        y += kRowHeight;
      }
    }
    sheet_.Draw(svg, end);
    return std::move(svg).Finish();
  }

 private:
  struct NumberColumn {
    CoverageFigure figure;
    double right = 0;
  };

  std::string TextOf(const CoverageBar& bar, CoverageFigure figure) const {
    const std::optional<People> people = FigureIn(*bar.row, figure);
    if (!people || !people->best || writes_bounds_) return FigureText(people);
    return NumberLabel(*people->best);
  }

  // As many lines as their numbers have room for.
  void PlaceTicks() {
    for (int lines = kNumberLinesAcross; lines >= 2; --lines) {
      ticks_ = NiceNumbers(bars_.low, std::max<std::int64_t>(bars_.high, 1), lines);
      double width = 0;
      for (const std::int64_t tick : ticks_) {
        width = std::max(width, TextWidth(NumberLabel(tick), kTickSize));
      }
      const double apart = (right_ - left_) / static_cast<double>(ticks_.size() - 1);
      if (apart >= width + kTickApart) break;
    }
    x_.emplace(static_cast<double>(ticks_.front()), static_cast<double>(ticks_.back()), left_,
               right_);
  }

  void PlaceColumns() {
    columns_.clear();
    double right = kSheetWidth - kSheetMargin;
    for (auto figure = bars_.figures.rbegin(); figure != bars_.figures.rend(); ++figure) {
      double width = TextWidth(CoverageFigureName(*figure), kTickSize);
      for (const CoverageBar& bar : bars_.bars) {
        const double text = TextWidth(TextOf(bar, *figure), kLabelSize);
        width = std::max(width, text * (bar.is_total ? 1.12 : 1));
      }
      columns_.push_back({*figure, right});
      right -= width + kColumnGap;
    }
    double names = 0;
    for (const CoverageBar& bar : bars_.bars) {
      names = std::max(names, std::min(kNameWidthMax, TextWidth(SafeText(bar.name), kLabelSize)));
    }
    left_ = kSheetMargin + names + 14;
    right_ = right;
    if (right_ >= left_ + kBarsWidthMin || !writes_bounds_) return;
    writes_bounds_ = false;
    PlaceColumns();
  }

  double XOf(std::int64_t number) const { return (*x_)(static_cast<double>(number)); }

  std::string Summary() const {
    std::string text;
    for (const CoverageFigure figure : bars_.figures) {
      text += fmt::format("{}{} {}", text.empty() ? "In total " : ", ",
                          FigureText(FigureIn(plot_.coverage.total, figure)),
                          CoverageFigureName(figure));
    }
    return fmt::format("{}. {}", text, fmt::join(caption_, " "));
  }

  void DrawGrid(Svg& svg) const {
    svg.Open("g", {{"class", "numbers"},
                   {"font-size", kTickSize},
                   {"fill", kFaintInk},
                   {"text-anchor", "middle"}});
    for (const std::int64_t tick : ticks_) {
      const double x = XOf(tick);
      svg.Add("path", {{"d", PathThrough({{x, top_}, {x, bottom_ + 4}}, false)},
                       {"stroke", tick == 0 ? kInk : kGridInk},
                       {"stroke-width", 1.0}});
      svg.AddText({x, bottom_ + 17}, NumberLabel(tick), {});
    }
    svg.Close();
  }

  void DrawHeads(Svg& svg) const {
    svg.Open("g", {{"class", "heads"},
                   {"font-size", kTickSize},
                   {"fill", kFaintInk},
                   {"text-anchor", "end"}});
    for (const NumberColumn& column : columns_) {
      svg.AddText({column.right, top_ - 8}, CoverageFigureName(column.figure), {});
    }
    svg.Close();
  }

  void DrawBox(Svg& svg, std::string_view name, std::int64_t from, std::int64_t to, double y,
               double half, const Attributes& more) const {
    Attributes attributes = {{"class", name},
                             {"x", std::min(XOf(from), XOf(to))},
                             {"y", y - half},
                             {"width", std::abs(XOf(to) - XOf(from))},
                             {"height", 2 * half}};
    attributes.insert(attributes.end(), more.begin(), more.end());
    svg.Add("rect", attributes);
  }

  // From least to most; an arrow where there is no most.
  void DrawBounds(Svg& svg, const People& people, double y) const {
    if (!people.best || (people.least == people.best && people.most == people.best)) return;
    const double from = XOf(people.least.value_or(*people.best));
    const double to = people.most ? XOf(*people.most) : std::min(right_, XOf(*people.best) + 22);
    std::string path = PathThrough({{from, y}, {to, y}}, false) +
                       PathThrough({{from, y - 3}, {from, y + 3}}, false);
    path += people.most ? PathThrough({{to, y - 3}, {to, y + 3}}, false)
                        : PathThrough({{to - 4, y - 3}, {to, y}, {to - 4, y + 3}}, false);
    svg.Add("path", {{"class", "bounds"},
                     {"d", path},
                     {"fill", "none"},
                     {"stroke", kInk},
                     {"stroke-width", 1.0}});
  }

  void DrawBars(Svg& svg, const CoverageBar& bar, double y) const {
    if (bar.pledged) {
      DrawBox(svg, "pledged", 0, *bar.pledged, y, kPledgedHalf,
              {{"fill", "#dde6ec"}, {"stroke", "#8aa0ae"}, {"stroke-width", 0.8}});
      DrawBounds(svg, *bar.row->pledged, y + kPledgedHalf - 2);
    }
    DrawBox(svg, "deployed", 0, bar.deployed, y, kDeployedHalf, {{"fill", kBarFill}});
    if (bar.absent > 0) {
      DrawBox(svg, "absent", bar.deployed - bar.absent, bar.deployed, y, kDeployedHalf,
              {{"fill", "url(#absent)"}});
    }
    if (bar.in_transit > 0) {
      const std::int64_t from = std::max<std::int64_t>(0, bar.deployed);
      DrawBox(svg, "in-transit", from, from + bar.in_transit, y, kDeployedHalf,
              {{"fill", "#ffffff"}, {"stroke", kBarFill}, {"stroke-dasharray", "3 2"}});
    }
    DrawBounds(svg, bar.row->deployed, y);
    if (bar.authorised) {
      const double x = XOf(*bar.authorised);
      svg.Add(
          "path",
          {{"class", "authorised"},
           {"d", PathThrough({{x, y - kRowHeight / 2 + 1}, {x, y + kRowHeight / 2 - 1}}, false)},
           {"stroke", kInk},
           {"stroke-width", 2.0},
           {"stroke-dasharray", "6 3"}});
    }
  }

  void DrawRow(Svg& svg, const CoverageBar& bar, double y) const {
    Attributes group = {{"class", "row"}, {"data-group", bar.name}};
    if (bar.is_total) group.emplace_back("font-weight", "bold");
    svg.Open("g", group);
    if (bar.is_total && bars_.bars.size() > 1) {
      const double rule = y - kRowHeight / 2 - kTotalGap / 2;
      svg.Add(
          "path",
          {{"d", PathThrough({{kSheetMargin, rule}, {kSheetWidth - kSheetMargin, rule}}, false)},
           {"stroke", "#b0b0b0"},
           {"stroke-width", 0.8}});
    }
    if (!bar.is_total || bars_.has_total_bars) DrawBars(svg, bar, y);
    svg.AddText(
        {left_ - 10, y + 4},
        FittedText(SafeText(bar.name), kLabelSize * (bar.is_total ? 1.12 : 1), kNameWidthMax),
        {{"text-anchor", "end"}});
    for (const NumberColumn& column : columns_) {
      svg.AddText({column.right, y + 4}, TextOf(bar, column.figure), {{"text-anchor", "end"}});
    }
    svg.Close();
  }

  const CoveragePlot& plot_;
  CoverageBars bars_;
  bool is_empty_;
  std::vector<std::string> caption_;
  Sheet sheet_;
  bool writes_bounds_;
  std::vector<std::int64_t> ticks_;
  std::vector<NumberColumn> columns_;  // from the right
  double left_ = 0;
  double right_ = 0;
  double top_ = 0;
  double bottom_ = 0;
  std::optional<LinearScale> x_;
};

}  // namespace

std::string DrawCoverage(const CoveragePlot& plot) { return CoverageDrawing(plot).Draw(); }

}  // namespace muster
