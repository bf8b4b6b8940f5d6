// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// TextSink: what takes a long text piece by piece.
#ifndef MUSTER_TOOLS_OUTPUT_TEXT_SINK_H_
#define MUSTER_TOOLS_OUTPUT_TEXT_SINK_H_

#include <functional>
#include <string_view>

#include "ledger/status.h"

namespace muster {

// Takes the pieces in order. Errors: UNAVAILABLE if one cannot be written.
using TextSink = std::function<Status(std::string_view)>;

}  // namespace muster

#endif  // MUSTER_TOOLS_OUTPUT_TEXT_SINK_H_
