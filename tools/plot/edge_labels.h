// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Labels at the right edge of a timeline's picture: the name and the last number of each layer, of
// the total, and of what is authorised.
#ifndef MUSTER_TOOLS_PLOT_EDGE_LABELS_H_
#define MUSTER_TOOLS_PLOT_EDGE_LABELS_H_

#include <optional>
#include <string>
#include <vector>

#include "tools/plot/svg.h"
#include "tools/plot/timeline_space.h"

namespace muster {

// Thread-compatible. `space` outlives it.
class EdgeLabels {
 public:
  explicit EdgeLabels(const TimelineSpace& space);

  // What they take to the right of the frame.
  double width() const { return width_; }
  // The height that they need.
  double height() const;

  // REQUIRES: space.SetFrame was called.
  void Draw(Svg& svg) const;

 private:
  struct Label {
    std::string text;
    double level = 0;                  // in people
    std::optional<std::size_t> layer;  // whose fill stands before it
    bool is_strong = false;
  };
  void Add(const std::string& name, const std::string& number, double level,
           std::optional<std::size_t> layer, bool is_strong);
  void DrawSwatch(Svg& svg, std::size_t layer, Point at) const;

  const TimelineSpace& space_;
  std::vector<Label> labels_;  // from the top down
  double width_ = 0;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_PLOT_EDGE_LABELS_H_
