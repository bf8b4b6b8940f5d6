// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// PNG: an SVG picture as pixels.
#ifndef MUSTER_TOOLS_PLOT_PNG_H_
#define MUSTER_TOOLS_PLOT_PNG_H_

#include <string>

#include "ledger/status.h"

namespace muster {

// Has it drawn by the program rsvg-convert, twice as large as it says. That is another process, so
// that nothing of it is in the way of whoever draws no picture. Errors: FAILED_PRECONDITION if the
// program is not installed, naming its package; UNAVAILABLE with what it says if it fails.
StatusOr<std::string> PngOf(const std::string& svg);

}  // namespace muster

#endif  // MUSTER_TOOLS_PLOT_PNG_H_
