// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/coverage_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tools/output/display_text.h"
#include "tools/plot/text_canvas.h"
#include "tools/plot/timeline_plot.h"

namespace muster {
namespace {

constexpr int kColumnsMin = 40;
constexpr std::size_t kGroupsMax = 30;
constexpr std::size_t kNameMax = 20;
constexpr std::size_t kBarsMin = 10;

std::string ShortNumber(const std::optional<std::int64_t>& number) {
  return number ? NumberLabel(*number) : std::string("-");
}

std::string_view FigureSign(CoverageFigure figure) {
  switch (figure) {
    case CoverageFigure::kAuthorised:
      return "│";
    case CoverageFigure::kPledged:
      return "·";
    case CoverageFigure::kDeployed:
      return "█";
    case CoverageFigure::kAbsent:
      return "▒";
    case CoverageFigure::kInTransit:
      break;
  }
  return "░";
}

std::string NameInColumns(const std::string& name) {
  std::string text;
  for (const std::string safe = SafeText(name); text.size() < safe.size();) {
    std::size_t end = text.size() + 1;
    while (end < safe.size() && (safe[end] & 0xC0) == 0x80) ++end;
    if (DisplayWidth(safe.substr(0, end)) > kNameMax - 1 && end < safe.size()) return text + "…";
    text = safe.substr(0, end);
  }
  return text;
}

class CoverageChart {
 public:
  CoverageChart(const CoveragePlot& plot, std::size_t columns)
      : bars_(BarsOf(plot, kGroupsMax)), columns_(columns) {
    for (const CoverageBar& bar : bars_.bars) {
      name_width_ = std::max(name_width_, DisplayWidth(NameInColumns(bar.name)));
      number_width_ = std::max(number_width_, DisplayWidth(NumbersOf(bar)));
    }
    const std::size_t rest = name_width_ + number_width_ + 4;
    width_ = columns_ > rest + kBarsMin ? columns_ - rest : kBarsMin;
  }

  std::string Draw(const Style& style) const {
    std::string text;
    for (const CoverageBar& bar : bars_.bars) {
      if (bar.is_total && bars_.bars.size() > 1) {
        text += style.Faint(std::string(columns_, '-')) + '\n';
      }
      text += LineOf(bar) + '\n';
    }
    std::vector<std::string> key;
    for (const CoverageFigure figure : bars_.figures) {
      key.push_back(fmt::format("{} {}", FigureSign(figure),
                                figure == CoverageFigure::kPledged
                                    ? std::string("pledged beyond that")
                                    : CoverageFigureName(figure)));
    }
    text += '\n' + InLines(key, columns_);
    if (bars_.left_out > 0) {
      text += style.Faint(fmt::format("{} more groups are not drawn; the total has them.",
                                      bars_.left_out)) +
              '\n';
    }
    return text;
  }

 private:
  // "617 of 1000 pledged"
  static std::string NumbersOf(const CoverageBar& bar) {
    std::string text = ShortNumber(bar.row->deployed.best);
    if (bar.row->pledged) {
      const std::string bounds = BoundsLabel(*bar.row->pledged);
      text += fmt::format(" of {} pledged", bounds.empty() ? ShortNumber(bar.pledged) : bounds);
    }
    return text;
  }

  std::size_t CellOf(std::int64_t number) const {
    const double span = static_cast<double>(std::max<std::int64_t>(1, bars_.high));
    const double share = static_cast<double>(std::max<std::int64_t>(0, number)) / span;
    return static_cast<std::size_t>(std::llround(share * static_cast<double>(width_ - 1)));
  }

  std::string LineOf(const CoverageBar& bar) const {
    TextCanvas canvas(1, width_);
    const auto fill = [&](std::int64_t from, std::int64_t to, CoverageFigure figure) {
      for (std::size_t cell = CellOf(from); cell < CellOf(to); ++cell) {
        canvas.Put(0, cell, FigureSign(figure));
      }
    };
    const bool is_drawn = !bar.is_total || bars_.has_total_bars;
    if (!is_drawn) return TextOf(bar, "");
    if (bar.pledged) fill(0, *bar.pledged, CoverageFigure::kPledged);
    fill(0, bar.deployed, CoverageFigure::kDeployed);
    fill(bar.deployed - bar.absent, bar.deployed, CoverageFigure::kAbsent);
    fill(bar.deployed, bar.deployed + bar.in_transit, CoverageFigure::kInTransit);
    if (bar.authorised) {
      canvas.Put(0, CellOf(*bar.authorised), FigureSign(CoverageFigure::kAuthorised));
    }
    return TextOf(bar, canvas.Line(0));
  }

  std::string TextOf(const CoverageBar& bar, const std::string& bars) const {
    const std::string name = NameInColumns(bar.name);
    const std::string numbers = NumbersOf(bar);
    return name + std::string(name_width_ - DisplayWidth(name) + 2, ' ') + bars +
           std::string(width_ - DisplayWidth(bars) + 2 + number_width_ - DisplayWidth(numbers),
                       ' ') +
           numbers;
  }

  CoverageBars bars_;
  std::size_t columns_;
  std::size_t name_width_ = 0;
  std::size_t number_width_ = 0;
  std::size_t width_ = 0;
};

}  // namespace

std::string ChartOfCoverage(const CoveragePlot& plot, int columns, const Style& style) {
  if (IsEmptyCoverage(plot.coverage)) return plot.nothing + ".\n";
  return CoverageChart(plot, static_cast<std::size_t>(std::max(columns, kColumnsMin))).Draw(style);
}

}  // namespace muster
