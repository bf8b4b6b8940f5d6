// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Records as JSON Lines: one record a line, as `muster log --format json` has them.
#ifndef MUSTER_TOOLS_EXPORT_RECORD_LINES_H_
#define MUSTER_TOOLS_EXPORT_RECORD_LINES_H_

#include <functional>

#include "ledger/ledger.h"
#include "ledger/position.h"
#include "ledger/status.h"
#include "tools/output/text_sink.h"

namespace muster {

// Writes the records below `size`. Holds one report's text at a time; the memory that it takes does
// not grow with the log. `progress`, if there is one, is told of the positions written, now and
// then. Errors: DATA_LOSS; those of `sink`.
Status WriteRecordLines(const Ledger& ledger, LogSize size, const TextSink& sink,
                        const std::function<void(Position)>& progress = nullptr);

}  // namespace muster

#endif  // MUSTER_TOOLS_EXPORT_RECORD_LINES_H_
