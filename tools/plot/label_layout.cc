// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/label_layout.h"

#include <algorithm>
#include <cstddef>

namespace muster {
namespace {

// Labels that touch, as one block.
struct Block {
  double sum = 0;  // of what each label wants for the first of the block
  std::size_t count = 0;
  double first = 0;
};

}  // namespace

std::vector<double> SpreadLabels(const std::vector<double>& wanted, double height, double top,
                                 double bottom) {
  std::vector<Block> blocks;
  const auto settle = [&](Block& block) {
    const double last_first = bottom - height * (static_cast<double>(block.count) - 0.5);
    block.first = block.sum / static_cast<double>(block.count);
    block.first = std::max(top + height / 2, std::min(block.first, last_first));
  };
  for (const double middle : wanted) {
    Block block{middle, 1, middle};
    settle(block);
    while (!blocks.empty() &&
           blocks.back().first + height * static_cast<double>(blocks.back().count) > block.first) {
      const Block& above = blocks.back();
      // As seen from the first of both, those below want to be higher by the height of those above.
      block.sum = above.sum + block.sum -
                  height * static_cast<double>(above.count) * static_cast<double>(block.count);
      block.count += above.count;
      blocks.pop_back();
      settle(block);
    }
    blocks.push_back(block);
  }
  std::vector<double> middles;
  for (const Block& block : blocks) {
    for (std::size_t i = 0; i < block.count; ++i) {
      middles.push_back(block.first + height * static_cast<double>(i));
    }
  }
  return middles;
}

bool LabelPlacer::IsFree(const Box& box) const {
  return bounds_.Contains(box) && std::none_of(taken_.begin(), taken_.end(), [&](const Box& other) {
           return box.Overlaps(other);
         });
}

std::optional<Box> LabelPlacer::Place(Point mark, double radius, double width, double height,
                                      Side side) {
  constexpr double kGap = 3;
  const double away = radius + kGap;
  const double lefts[] = {mark.x - away - width, mark.x + away, mark.x - width / 2,
                          mark.x - width * 0.85, mark.x - width * 0.15};
  // Above it, below it, beside it.
  const Point corners[] = {
      {lefts[2], mark.y - away - height}, {lefts[3], mark.y - away - height},
      {lefts[4], mark.y - away - height}, {lefts[2], mark.y + away},
      {lefts[3], mark.y + away},          {lefts[4], mark.y + away},
      {lefts[0], mark.y - height / 2},    {lefts[1], mark.y - height / 2},
      {lefts[0], mark.y - away - height}, {lefts[1], mark.y - away - height},
      {lefts[0], mark.y + away},          {lefts[1], mark.y + away},
  };
  const std::size_t first = side == Side::kAbove ? 0 : 3;
  for (std::size_t i = 0; i < std::size(corners); ++i) {
    // Of the six above and below, those on the side that is asked for come first.
    const Point& corner = corners[i < 6 ? (i + first) % 6 : i];
    const Box box{corner.x, corner.y, corner.x + width, corner.y + height};
    if (!IsFree(box)) continue;
    Keep(box);
    return box;
  }
  return std::nullopt;
}

}  // namespace muster
