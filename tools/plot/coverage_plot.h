// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// CoveragePlot: what a picture or a chart of a coverage shows, and its rows in their order.
//
// Thread-safety: pure functions and plain values.
#ifndef MUSTER_TOOLS_PLOT_COVERAGE_PLOT_H_
#define MUSTER_TOOLS_PLOT_COVERAGE_PLOT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "projections/view_coverage.h"

namespace muster {

struct CoveragePlot {
  std::string title;
  std::string known_at;
  std::vector<std::string> scope;
  std::string nothing;  // said in place of numbers if there are none
  Coverage coverage;
};

// The five figures of a row, in the order of the view.
enum class CoverageFigure { kAuthorised, kPledged, kDeployed, kAbsent, kInTransit };
inline constexpr CoverageFigure kCoverageFigures[] = {
    CoverageFigure::kAuthorised, CoverageFigure::kPledged, CoverageFigure::kDeployed,
    CoverageFigure::kAbsent, CoverageFigure::kInTransit};
// "authorised", "of whom absent".
std::string CoverageFigureName(CoverageFigure figure);
// nullopt where the row has none.
std::optional<People> FigureIn(const CoverageRow& row, CoverageFigure figure);

// What bars are drawn of: best numbers, none below 0 but the deployed.
struct CoverageBar {
  std::string name;
  const CoverageRow* row = nullptr;
  bool is_total = false;
  std::int64_t deployed = 0;
  std::int64_t absent = 0;  // of the deployed
  std::int64_t in_transit = 0;
  std::optional<std::int64_t> pledged;
  std::optional<std::int64_t> authorised;
};

struct CoverageBars {
  std::vector<CoverageBar> bars;  // those with the most first, the total last
  std::size_t left_out = 0;
  // The figures that any row has, other than 0; deployed always.
  std::vector<CoverageFigure> figures;
  // The range of the bars that are drawn. Those of the total are not where they would press all
  // others to the edge.
  std::int64_t low = 0;
  std::int64_t high = 0;
  bool has_total_bars = true;
  bool has_bounds = false;  // some number drawn is not exact
};

// Of at most `rows_max` groups. `plot` outlives them.
CoverageBars BarsOf(const CoveragePlot& plot, std::size_t rows_max);

// Whether nothing is authorised, pledged, deployed or in transit.
bool IsEmptyCoverage(const Coverage& coverage);

}  // namespace muster

#endif  // MUSTER_TOOLS_PLOT_COVERAGE_PLOT_H_
