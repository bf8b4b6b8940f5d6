// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// TimelineSpace: where the numbers and days of a timeline stand in its picture.
#ifndef MUSTER_TOOLS_PLOT_TIMELINE_SPACE_H_
#define MUSTER_TOOLS_PLOT_TIMELINE_SPACE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "tools/plot/glyph.h"
#include "tools/plot/label_layout.h"
#include "tools/plot/scale.h"
#include "tools/plot/stack.h"
#include "tools/plot/timeline_plot.h"

namespace muster {

// A claim or a muster where it is drawn. Levels are heights in the stack, in people.
struct PlacedMark {
  const ClaimMark* claim = nullptr;  // one of the two
  const MusterMark* muster = nullptr;
  double day = 0;  // since 1970-01-01; the closing of a day is in its middle
  std::int64_t level = 0;
  std::int64_t least = 0;
  std::optional<std::int64_t> most;
  bool is_exact = true;
};

// Thread-compatible. `plot` outlives it.
class TimelineSpace {
 public:
  // `whole_steps`: the numbers go down to a round one, too, where some are below 0.
  explicit TimelineSpace(const TimelinePlot& plot, std::size_t layers_max = kLayersMax,
                         bool whole_steps = false);

  // Takes the room between these. To be called once, before what follows.
  void SetFrame(const Box& frame);

  const TimelinePlot& plot() const { return plot_; }
  const Stack& stack() const { return stack_; }
  const std::vector<PlacedMark>& marks() const { return marks_; }
  bool in_steps() const { return in_steps_; }
  // The whole numbers that get a line.
  const std::vector<std::int64_t>& ticks() const { return ticks_; }
  // The lowest number that has a place; ticks().back() is the highest.
  double lowest() const { return lowest_; }
  // Somewhere the total has no upper bound.
  bool is_open() const { return is_open_; }
  // So much is authorised that its line would press all else to the ground; it is left out.
  bool authorised_is_above() const { return authorised_is_above_; }
  // How many claims and musters have no place: their group is drawn together with others, or they
  // say no number.
  std::size_t claims_left_out() const { return claims_left_out_; }
  std::size_t musters_left_out() const { return musters_left_out_; }

  const Box& frame() const { return frame_; }
  double XOf(double day) const { return (*x_)(day); }
  double YOf(double level) const { return (*y_)(level); }
  double day_width() const { return XOf(1) - XOf(0); }
  // Where the point with that number stands; of as many as there are, where the last one ends.
  double XOfPoint(std::size_t point) const;
  // The point whose numbers are shown on a day: the last up to it, or, where points are joined, the
  // nearest; nullopt before the first.
  std::optional<std::size_t> PointShownOn(double day) const;

 private:
  void PlaceClaims();
  void PlaceMusters();
  void FindRange(bool whole_steps);
  std::optional<std::int64_t> FootOn(const std::vector<std::string>& keys, double day) const;
  std::size_t PointOn(double day) const;

  const TimelinePlot& plot_;
  Stack stack_;
  bool in_steps_;
  std::vector<PlacedMark> marks_;
  std::vector<std::int64_t> ticks_;
  double lowest_ = 0;
  bool is_open_ = false;
  bool authorised_is_above_ = false;
  std::size_t claims_left_out_ = 0;
  std::size_t musters_left_out_ = 0;
  Box frame_;
  std::optional<LinearScale> x_;
  std::optional<LinearScale> y_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_PLOT_TIMELINE_SPACE_H_
