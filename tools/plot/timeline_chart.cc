// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/timeline_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tools/output/display_text.h"
#include "tools/plot/glyph.h"
#include "tools/plot/plot_caption.h"
#include "tools/plot/text_canvas.h"

namespace muster {
namespace {

constexpr int kColumnsMin = 40;
constexpr int kRowsAbout = 15;
// As many shades as can be told apart; neighbours differ most.
constexpr std::array<std::string_view, 4> kShades = {"█", "░", "▓", "▒"};
constexpr std::array<std::string_view, 9> kEighths = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::string_view kBelowBest = "▓";  // and above least
constexpr std::string_view kAboveBest = "░";  // and below most
constexpr std::string_view kAboveStack = "·";
constexpr std::string_view kOpenEnd = "↑";
constexpr std::string_view kAuthorisedLine = "╌";
// A size at which letters are about a column wide.
constexpr double kColumnFont = 1.57;
constexpr std::size_t kNameColumnsMax = 24;

std::string_view SignOf(Glyph glyph) {
  switch (glyph) {
    case Glyph::kAgrees:
      return "○";
    case Glyph::kOver:
      return "▲";
    case Glyph::kShort:
      return "▼";
    case Glyph::kMuster:
      return "◆";
    default:
      return "?";
  }
}

class TimelineChart {
 public:
  TimelineChart(const TimelinePlot& plot, std::size_t columns)
      : plot_(plot), space_(plot, kShades.size(), /*whole_steps=*/true), columns_(columns) {
    for (const std::int64_t tick : space_.ticks()) {
      axis_ = std::max(axis_, DisplayWidth(NumberLabel(tick)));
    }
    axis_ += 2;
    const std::size_t steps = space_.ticks().size() - 1;
    rows_ = steps * std::max<std::size_t>(1, (kRowsAbout + steps / 2) / steps);
    canvas_ = TextCanvas(rows_ + 3, columns);
    const double width = static_cast<double>(columns - axis_);
    space_.SetFrame({0, 0, width, static_cast<double>(rows_)});
  }

  std::string Draw(const Style& style) {
    DrawNumbers();
    for (std::size_t column = 0; column + axis_ < columns_; ++column) DrawColumn(column);
    DrawAuthorisedLine();
    DrawSigns();
    DrawDays();
    std::string text;
    for (std::size_t row = 0; row < canvas_.rows(); ++row) {
      const std::string line = canvas_.Line(row);
      if (row <= rows_ || !line.empty()) text += line + '\n';
    }
    text += '\n' + InLines(LayerKey(), columns_) + InLines(SignKey(), columns_);
    // What the numbers are known at stands above the chart.
    std::vector<std::string> caption = CaptionOf(space_);
    caption.erase(caption.begin());
    for (const std::string& sentence : caption) text += style.Faint(sentence) + '\n';
    return text;
  }

 private:
  // The row whose cells a level lies in, from above.
  std::optional<std::size_t> RowOf(double level) const {
    const double y = space_.YOf(level);
    if (y < 0) return std::nullopt;
    return std::min(rows_ - 1, static_cast<std::size_t>(y));
  }

  // The level in the middle of a row.
  double MiddleOf(std::size_t row) const {
    const double low = space_.lowest();
    const auto high = static_cast<double>(space_.ticks().back());
    return high - (high - low) * (static_cast<double>(row) + 0.5) / static_cast<double>(rows_);
  }

  void DrawNumbers() {
    for (std::size_t row = 0; row < rows_; ++row) canvas_.Put(row, axis_ - 1, "│");
    for (const std::int64_t tick : space_.ticks()) {
      // At the top of the row that it is reached by; the lowest on the axis.
      const auto row =
          static_cast<std::size_t>(std::llround(space_.YOf(static_cast<double>(tick))));
      const std::string label = NumberLabel(tick);
      std::size_t column = axis_ - 2 - DisplayWidth(label);
      for (std::size_t at = 0; at < label.size();) {
        std::size_t end = at + 1;
        while (end < label.size() && (label[end] & 0xC0) == 0x80) ++end;
        canvas_.Put(row, column++, label.substr(at, end - at));
        at = end;
      }
      canvas_.Put(row, axis_ - 1, row == rows_ ? "└" : "┤");
    }
    for (std::size_t column = axis_; column < columns_; ++column) canvas_.Put(rows_, column, "─");
  }

  // The last day of a column, at whose closing its numbers hold.
  double DayOf(std::size_t column) const {
    const Timeline& timeline = plot_.timeline;
    const double days = timeline.to.value + 1.0 - timeline.from.value;
    const double share = static_cast<double>(column + 1) / static_cast<double>(columns_ - axis_);
    return timeline.from.value + std::max(0.0, std::ceil(days * share) - 1);
  }

  void DrawColumn(std::size_t column) {
    if (space_.stack().days.empty()) return;
    const double day = DayOf(column);
    const std::optional<std::size_t> point = space_.PointShownOn(day);
    if (!point) return;
    if (plot_.timeline.by.empty()) {
      DrawBar(column, space_.stack().totals[*point]);
    } else {
      DrawStack(column, *point);
    }
  }

  void DrawBar(std::size_t column, const People& total) {
    if (!total.best) return;
    const auto best = static_cast<double>(*total.best);
    const auto least = static_cast<double>(total.least.value_or(0));
    const bool is_exact = total.least == total.best && total.most == total.best;
    for (std::size_t row = 0; row < rows_; ++row) {
      const double middle = MiddleOf(row);
      std::string_view cell = " ";
      if (is_exact && middle >= 0) {
        const double below = space_.YOf(best);
        const double eighths = (static_cast<double>(row) + 1 - below) * 8;
        cell = kEighths[static_cast<std::size_t>(std::clamp(std::round(eighths), 0.0, 8.0))];
      } else if (std::min(0.0, best) <= middle && middle <= std::max(0.0, best)) {
        cell = middle > least && best > 0 ? kBelowBest : kShades[0];
      } else if (middle > best && (!total.most || middle <= static_cast<double>(*total.most))) {
        cell = kAboveBest;
      }
      canvas_.Put(row, axis_ + column, cell);
    }
    if (!total.most) canvas_.Put(0, axis_ + column, kOpenEnd);
  }

  void DrawStack(std::size_t column, std::size_t point) {
    const Stack& stack = space_.stack();
    for (std::size_t row = 0; row < rows_; ++row) {
      const double middle = MiddleOf(row);
      for (std::size_t i = 0; i < stack.layers.size(); ++i) {
        const Layer& layer = stack.layers[i];
        if (static_cast<double>(layer.lower[point]) > middle ||
            middle >= static_cast<double>(layer.upper[point])) {
          continue;
        }
        canvas_.Put(row, axis_ + column, kShades[i]);
      }
      const People& total = stack.totals[point];
      if (!total.best || middle <= static_cast<double>(*total.best)) continue;
      if (total.most && middle > static_cast<double>(*total.most)) continue;
      canvas_.Put(row, axis_ + column, total.most || row > 0 ? kAboveStack : kOpenEnd);
    }
  }

  void DrawAuthorisedLine() {
    if (space_.authorised_is_above()) return;
    const std::vector<AuthorisedLevel>& levels = plot_.marks.authorised;
    for (std::size_t column = 0; column + axis_ < columns_; ++column) {
      const double day = DayOf(column);
      const AuthorisedLevel* last = nullptr;
      for (const AuthorisedLevel& level : levels) {
        if (level.on.value <= day) last = &level;
      }
      if (last == nullptr || !last->authorised) continue;
      const auto row = RowOf(static_cast<double>(last->authorised->best.value_or(0)));
      if (row && canvas_.At(*row, axis_ + column) == " ") {
        canvas_.Put(*row, axis_ + column, kAuthorisedLine);
      }
    }
  }

  void DrawSigns() {
    const auto draw = [&](bool disagreeing) {
      for (const PlacedMark& mark : space_.marks()) {
        const Glyph glyph =
            mark.claim != nullptr ? GlyphOf(mark.claim->verdict.verdict) : Glyph::kMuster;
        if ((glyph != Glyph::kAgrees) != disagreeing) continue;
        const auto row = RowOf(static_cast<double>(mark.level));
        const auto column = static_cast<std::size_t>(std::max(0.0, space_.XOf(mark.day)));
        if (row) canvas_.Put(*row, axis_ + column, SignOf(glyph));
      }
    };
    draw(false);
    draw(true);
  }

  void DrawDays() {
    const Timeline& timeline = plot_.timeline;
    for (const TimeTick& tick :
         TimeTicks(timeline.from, timeline.to, space_.day_width(), kColumnFont, 2)) {
      const auto column =
          axis_ + static_cast<std::size_t>(std::max(0.0, space_.XOf(tick.on.value)));
      if (!canvas_.IsFree(rows_ + 1, column, tick.label.size())) continue;
      canvas_.Put(rows_, column, "┬");
      canvas_.PutText(rows_ + 1, column, tick.label);
      if (canvas_.IsFree(rows_ + 2, column, tick.period.size())) {
        canvas_.PutText(rows_ + 2, column, tick.period);
      }
    }
  }

  static std::string NumbersText(const People& people) {
    if (!people.best) return "unknown";
    const std::string bounds = BoundsLabel(people);
    return bounds.empty() ? NumberLabel(*people.best)
                          : fmt::format("{} ({})", NumberLabel(*people.best), bounds);
  }

  static std::string ShortName(const std::string& name) {
    const std::string safe = SafeText(name);
    return safe.size() <= kNameColumnsMax || DisplayWidth(safe) <= kNameColumnsMax
               ? safe
               : FittedName(safe);
  }

  static std::string FittedName(const std::string& name) {
    const std::size_t slash = name.rfind('/');
    if (slash != name.npos && name.size() - slash < kNameColumnsMax) {
      return "…" + name.substr(slash);
    }
    std::size_t end = kNameColumnsMax - 1;
    while (end > 0 && (name[end] & 0xC0) == 0x80) --end;
    return name.substr(0, end) + "…";
  }

  std::vector<std::string> LayerKey() const {
    std::vector<std::string> entries;
    const Stack& stack = space_.stack();
    if (!plot_.timeline.by.empty()) {
      for (std::size_t i = 0; i < stack.layers.size(); ++i) {
        entries.push_back(fmt::format("{} {} {}", kShades[i], ShortName(stack.layers[i].name),
                                      NumbersText(stack.layers[i].last)));
      }
    }
    if (!stack.totals.empty()) {
      entries.push_back(fmt::format("total {}", NumbersText(stack.totals.back())));
    }
    return entries;
  }

  std::vector<std::string> SignKey() const {
    std::vector<std::string> entries;
    for (const auto& [glyph, text] : KeyOf(space_)) {
      if (glyph == Glyph::kBand) {
        entries.push_back(plot_.timeline.by.empty() ? fmt::format("{} above least", kBelowBest)
                                                    : fmt::format("{} up to most", kAboveStack));
        if (plot_.timeline.by.empty()) entries.push_back(fmt::format("{} up to most", kAboveBest));
        if (space_.is_open()) entries.push_back(fmt::format("{} no upper bound", kOpenEnd));
      } else if (SignOf(glyph) != "?") {
        entries.push_back(fmt::format("{} {}", SignOf(glyph), text));
      }
    }
    std::vector<std::string> levels;
    for (const AuthorisedLevel& level : plot_.marks.authorised) {
      levels.push_back(level.authorised ? NumbersText(*level.authorised) : "nobody");
    }
    if (!levels.empty() && !space_.authorised_is_above()) {
      entries.push_back(
          fmt::format("{} authorised: {}", kAuthorisedLine, fmt::join(levels, ", then ")));
    }
    return entries;
  }

  const TimelinePlot& plot_;
  TimelineSpace space_;
  std::size_t columns_;
  std::size_t axis_ = 0;  // the columns of the numbers and their line
  std::size_t rows_ = 0;
  TextCanvas canvas_{0, 0};
};

}  // namespace

std::string ChartOfTimeline(const TimelinePlot& plot, int columns, const Style& style) {
  if (!CountsAnybody(plot.timeline)) return plot.nothing + ".\n";
  return TimelineChart(plot, static_cast<std::size_t>(std::max(columns, kColumnsMin))).Draw(style);
}

}  // namespace muster
