// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/coverage_plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace muster {
namespace {

// The bars of the total are drawn if they are at most so many times as long as the longest other.
constexpr std::int64_t kTotalTimesMax = 6;

std::int64_t BestOf(const CoverageRow& row, CoverageFigure figure) {
  const std::optional<People> people = FigureIn(row, figure);
  return people ? people->best.value_or(0) : 0;
}

std::int64_t HighestOf(const CoverageRow& row, CoverageFigure figure) {
  const std::optional<People> people = FigureIn(row, figure);
  if (!people) return 0;
  return std::max(people->best.value_or(0), people->most.value_or(0));
}

CoverageBar BarOf(const CoverageRow& row, std::string name, bool is_total) {
  CoverageBar bar;
  bar.name = std::move(name);
  bar.row = &row;
  bar.is_total = is_total;
  bar.deployed = BestOf(row, CoverageFigure::kDeployed);
  bar.absent = std::clamp<std::int64_t>(BestOf(row, CoverageFigure::kAbsent), 0,
                                        std::max<std::int64_t>(0, bar.deployed));
  bar.in_transit = BestOf(row, CoverageFigure::kInTransit);
  if (row.pledged) bar.pledged = row.pledged->best.value_or(0);
  if (row.authorised) bar.authorised = row.authorised->best.value_or(0);
  return bar;
}

std::int64_t ReachOf(const CoverageBar& bar) {
  std::int64_t reach = std::max(bar.deployed, HighestOf(*bar.row, CoverageFigure::kDeployed));
  reach = std::max(reach, std::max<std::int64_t>(0, bar.deployed) + bar.in_transit);
  reach = std::max(reach, HighestOf(*bar.row, CoverageFigure::kPledged));
  return std::max(reach, HighestOf(*bar.row, CoverageFigure::kAuthorised));
}

bool HasBounds(const CoverageRow& row) {
  return std::any_of(
      std::begin(kCoverageFigures), std::end(kCoverageFigures), [&](CoverageFigure figure) {
        const std::optional<People> people = FigureIn(row, figure);
        return people && (people->least != people->best || people->most != people->best);
      });
}

bool IsNothing(const std::optional<People>& people) {
  return !people || *people == People{0, 0, 0};
}

}  // namespace

std::string CoverageFigureName(CoverageFigure figure) {
  switch (figure) {
    case CoverageFigure::kAuthorised:
      return "authorised";
    case CoverageFigure::kPledged:
      return "pledged";
    case CoverageFigure::kDeployed:
      return "deployed";
    case CoverageFigure::kAbsent:
      return "of whom absent";
    case CoverageFigure::kInTransit:
      break;
  }
  return "in transit";
}

std::optional<People> FigureIn(const CoverageRow& row, CoverageFigure figure) {
  switch (figure) {
    case CoverageFigure::kAuthorised:
      return row.authorised;
    case CoverageFigure::kPledged:
      return row.pledged;
    case CoverageFigure::kDeployed:
      return row.deployed;
    case CoverageFigure::kAbsent:
      return row.absent;
    case CoverageFigure::kInTransit:
      break;
  }
  return row.in_transit;
}

bool IsEmptyCoverage(const Coverage& coverage) {
  const CoverageRow& total = coverage.total;
  return coverage.rows.empty() && !total.authorised && !total.pledged &&
         IsNothing(total.deployed) && IsNothing(total.in_transit);
}

CoverageBars BarsOf(const CoveragePlot& plot, std::size_t rows_max) {
  CoverageBars bars;
  for (const CoverageRow& row : plot.coverage.rows) {
    bars.bars.push_back(BarOf(row, fmt::format("{}", fmt::join(row.keys, " ")), false));
  }
  std::stable_sort(bars.bars.begin(), bars.bars.end(), [](const auto& a, const auto& b) {
    return std::pair(a.deployed, ReachOf(a)) > std::pair(b.deployed, ReachOf(b));
  });
  if (bars.bars.size() > rows_max) {
    bars.left_out = bars.bars.size() - rows_max;
    bars.bars.resize(rows_max);
  }
  bars.bars.push_back(BarOf(plot.coverage.total, "total", true));
  for (const CoverageBar& bar : bars.bars) {
    bars.has_bounds = bars.has_bounds || HasBounds(*bar.row);
    if (bar.is_total && bars.high > 0 && ReachOf(bar) > kTotalTimesMax * bars.high) {
      bars.has_total_bars = false;
      continue;
    }
    bars.low = std::min(bars.low, bar.deployed);
    bars.high = std::max(bars.high, ReachOf(bar));
  }
  for (const CoverageFigure figure : kCoverageFigures) {
    const bool occurs =
        std::any_of(bars.bars.begin(), bars.bars.end(), [figure](const CoverageBar& bar) {
          const std::optional<People> people = FigureIn(*bar.row, figure);
          // A pledge of an unknown number is a pledge.
          return people && *people != People{0, 0, 0};
        });
    if (occurs || figure == CoverageFigure::kDeployed) bars.figures.push_back(figure);
  }
  return bars;
}

}  // namespace muster
