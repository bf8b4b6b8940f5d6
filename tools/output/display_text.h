// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Text as a terminal shows it. What comes from reports is not trusted: control characters could
// clear the screen or write a title, bidirectional ones could show a number backwards.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_OUTPUT_DISPLAY_TEXT_H_
#define MUSTER_TOOLS_OUTPUT_DISPLAY_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace muster {

enum class LineEnds {
  kAsSpaces,  // a run of white space becomes one blank
  kKept,      // line ends stay; tabs become blanks
};

// `text` without control and bidirectional characters; bytes that are not UTF-8 become U+FFFD.
std::string SafeText(std::string_view text, LineEnds line_ends = LineEnds::kAsSpaces);

// How many columns `text`, a result of SafeText, takes.
std::size_t DisplayWidth(std::string_view text);

}  // namespace muster

#endif  // MUSTER_TOOLS_OUTPUT_DISPLAY_TEXT_H_
