// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What stands below a picture of a timeline, and which signs its key explains.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_PLOT_PLOT_CAPTION_H_
#define MUSTER_TOOLS_PLOT_PLOT_CAPTION_H_

#include <string>
#include <utility>
#include <vector>

#include "tools/plot/glyph.h"
#include "tools/plot/timeline_space.h"

namespace muster {

// The sentences, what the numbers are known at first.
std::vector<std::string> CaptionOf(const TimelineSpace& space);

// The signs that occur.
std::vector<std::pair<Glyph, std::string>> KeyOf(const TimelineSpace& space);

// "3 claims", "1 claim".
std::string Counted(std::size_t count, std::string_view what);
// "known at 3 records" becomes "Known at 3 records."
std::string AsSentence(std::string text);

}  // namespace muster

#endif  // MUSTER_TOOLS_PLOT_PLOT_CAPTION_H_
