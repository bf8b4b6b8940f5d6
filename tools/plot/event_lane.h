// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The lane below a timeline's picture: what was said and decreed in its days.
#ifndef MUSTER_TOOLS_PLOT_EVENT_LANE_H_
#define MUSTER_TOOLS_PLOT_EVENT_LANE_H_

#include <string>
#include <vector>

#include "tools/plot/glyph.h"
#include "tools/plot/svg.h"
#include "tools/plot/timeline_space.h"

namespace muster {

// Thread-compatible. `space` outlives it.
class EventLane {
 public:
  explicit EventLane(const TimelineSpace& space);

  // 0 if there is nothing to show.
  double height() const;
  // Signs at their days below `top`, each with its text where there is room; the whole is shown
  // when one points at it. REQUIRES: space.SetFrame was called.
  void Draw(Svg& svg, double top) const;

 private:
  struct Event {
    Day on;
    Glyph glyph = Glyph::kStatement;
    std::string label;
    std::string tip;
  };

  const TimelineSpace& space_;
  std::vector<Event> events_;  // by day
};

}  // namespace muster

#endif  // MUSTER_TOOLS_PLOT_EVENT_LANE_H_
