// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Report parser: the metadata of a field report.
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_REPORT_PARSER_H_
#define MUSTER_LEDGER_REPORT_PARSER_H_

#include "ledger/draft.h"
#include "ledger/event_parser.h"
#include "ledger/refusal_sink.h"

namespace muster {

// Reads the `report` map of a draft into `parsed`: all but its events.
void ReadReport(const ReportDraft& draft, const Node& node, RefusalSink& sink,
                ParsedReport& parsed);

}  // namespace muster

#endif  // MUSTER_LEDGER_REPORT_PARSER_H_
