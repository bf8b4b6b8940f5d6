// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Label layout: where labels stand so that none covers another.
//
// Thread-safety: pure functions; LabelPlacer is thread-compatible.
#ifndef MUSTER_TOOLS_PLOT_LABEL_LAYOUT_H_
#define MUSTER_TOOLS_PLOT_LABEL_LAYOUT_H_

#include <optional>
#include <vector>

#include "tools/plot/svg.h"

namespace muster {

// Of a text or a mark: left < right, top < bottom.
struct Box {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
  bool Overlaps(const Box& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
  bool Contains(const Box& other) const {
    return left <= other.left && other.right <= right && top <= other.top && other.bottom <= bottom;
  }
};

// The middles of labels of one height in a column from `top` to `bottom`, as near to `wanted` as
// can be, in its order and without overlap. REQUIRES: `wanted` ascends and they fit in the column.
std::vector<double> SpreadLabels(const std::vector<double>& wanted, double height, double top,
                                 double bottom);

// On which side of its mark a label would rather stand.
enum class Side { kAbove, kBelow };

// Finds room for labels beside marks, first come, first served.
class LabelPlacer {
 public:
  explicit LabelPlacer(const Box& bounds) : bounds_(bounds) {}

  // Nothing is put there.
  void Keep(const Box& box) { taken_.push_back(box); }
  // A box of that size beside a mark of that radius, kept from then on; nullopt if there is no
  // room.
  std::optional<Box> Place(Point mark, double radius, double width, double height,
                           Side side = Side::kAbove);

 private:
  bool IsFree(const Box& box) const;

  Box bounds_;
  std::vector<Box> taken_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_PLOT_LABEL_LAYOUT_H_
