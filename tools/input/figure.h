// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Figures: the numbers in a sentence, in digits or in English words, told apart by what they may
// be. This is a help for the person who reads a report, not an understanding of it.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_INPUT_FIGURE_H_
#define MUSTER_TOOLS_INPUT_FIGURE_H_

#include <string>
#include <string_view>
#include <vector>

namespace muster {

struct Figure {
  enum class Kind {
    kPeople,  // may be a number of people
    kDate,    // a date, year or time of day
    kOther,   // money, shares, durations, numbers of resolutions
  };
  Kind kind = Kind::kOther;
  // Of people: the wording of a strength, "over 200". Of a date: "2023-10-02", empty if it is not
  // whole.
  std::string value;
};

// In the order of the sentence. Digits that are part of a name ("KEN-3", "B2") are none.
std::vector<Figure> FindFigures(std::string_view sentence);

}  // namespace muster

#endif  // MUSTER_TOOLS_INPUT_FIGURE_H_
