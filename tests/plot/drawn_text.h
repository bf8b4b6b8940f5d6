// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The texts of a picture of ours, with the room that each takes: read back from the SVG, line by
// line, as Svg writes it.
#ifndef MUSTER_TESTS_PLOT_DRAWN_TEXT_H_
#define MUSTER_TESTS_PLOT_DRAWN_TEXT_H_

#include <string>
#include <vector>

#include "tools/plot/label_layout.h"

namespace muster {

struct DrawnText {
  std::string text;  // escaped
  Box box;
};

// Also the picture's own size.
struct DrawnTexts {
  Box picture;
  std::vector<DrawnText> texts;
};

DrawnTexts ReadTexts(const std::string& svg);

}  // namespace muster

#endif  // MUSTER_TESTS_PLOT_DRAWN_TEXT_H_
