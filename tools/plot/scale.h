// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Scales: where a number or a day stands in a picture, and the round ones that get a line and a
// label.
//
// Thread-safety: pure functions and plain values.
#ifndef MUSTER_TOOLS_PLOT_SCALE_H_
#define MUSTER_TOOLS_PLOT_SCALE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/date.h"

namespace muster {

// A straight line from one interval to another. REQUIRES: the first is not empty.
class LinearScale {
 public:
  LinearScale(double from, double to, double at_from, double at_to)
      : from_(from), at_from_(at_from), slope_((at_to - at_from) / (to - from)) {}
  double operator()(double value) const { return at_from_ + (value - from_) * slope_; }

 private:
  double from_;
  double at_from_;
  double slope_;
};

// Whole numbers in even steps of 1, 2 or 5 times a power of ten, that span [low, high]: the first
// is not above `low`, the last not below `high`. As many as steps of `count_max` allow, at least
// two. REQUIRES: low <= high, count_max >= 2.
std::vector<std::int64_t> NiceNumbers(std::int64_t low, std::int64_t high, int count_max);

// "2500", "12 500" (with narrow blanks), "−17" (with a minus sign).
std::string NumberLabel(std::int64_t number);

// A line of a time axis.
struct TimeTick {
  Day on;              // at the beginning of that day
  std::string label;   // "Jul", "2024", "18"
  std::string period;  // what it lies in, where that begins: "2024" below "Jul"; may be empty
  friend bool operator==(const TimeTick&, const TimeTick&) = default;
};

// The ticks of [from, to] where a day is `day_width` wide: days, Mondays, months, quarters, years
// or round numbers of years, the finest whose labels stand `label_gap` apart. There may be none in
// a short range. Labels are measured as in text_width.h at `font_size`.
std::vector<TimeTick> TimeTicks(Day from, Day to, double day_width, double font_size,
                                double label_gap);

}  // namespace muster

#endif  // MUSTER_TOOLS_PLOT_SCALE_H_
