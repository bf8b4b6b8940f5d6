// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// How wide a text is in a picture. Which font a reader has is not known: the widths are those of
// DejaVu Sans, wider than the others that a picture names, so that what fits here fits there.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_PLOT_TEXT_WIDTH_H_
#define MUSTER_TOOLS_PLOT_TEXT_WIDTH_H_

#include <string>
#include <string_view>
#include <vector>

namespace muster {

// In the unit of `font_size`. `text` as SafeText leaves it.
double TextWidth(std::string_view text, double font_size);

// `text`, or as much of its beginning as fits with an ellipsis. Of a path (with slashes), as much
// of its end.
std::string FittedText(std::string_view text, double font_size, double width_max);

// `text` in lines of at most that width, broken at blanks.
std::vector<std::string> WrappedText(std::string_view text, double font_size, double width_max);

}  // namespace muster

#endif  // MUSTER_TOOLS_PLOT_TEXT_WIDTH_H_
