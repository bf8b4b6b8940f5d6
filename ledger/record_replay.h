// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Record replay: what admission notes of records when it takes them, made again from the records
// themselves. So a log that was taken over record by record has the tables that the original has.
#ifndef MUSTER_LEDGER_RECORD_REPLAY_H_
#define MUSTER_LEDGER_RECORD_REPLAY_H_

#include <map>
#include <memory>
#include <span>
#include <vector>

#include "ledger/admission_state.h"
#include "ledger/log.h"
#include "ledger/sha256.h"
#include "ledger/status.h"
#include "ledger/stored_report.h"

namespace muster {

// Notes the records of one append, which follow those of `state`, and adds to `entries` what it
// writes beside them. `new_reports`: the metadata of the reports that these are the first records
// of, by their ids. The state has the changes until its Commit or Rollback, one of which must
// follow.
//
// Errors: INVALID_ARGUMENT, naming the record, if no admission can have taken it: its report is not
// there or lacks an event before it, it is about a record that is not before it, or about one
// twice, or no command writes such; DATA_LOSS.
Status ReplayAppend(std::span<const RecordReader::RecordPtr> records,
                    const std::map<Hash, ReportPtr>& new_reports, AdmissionState& state,
                    std::vector<TableEntry>& entries);

}  // namespace muster

#endif  // MUSTER_LEDGER_RECORD_REPLAY_H_
