// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// CheckedLog: what a check looks at beside the facts: what reports say and when they were
// published, accounts, statements, decisions. Read in one pass over the log.
#ifndef MUSTER_PROJECTIONS_FINDINGS_CHECKED_LOG_H_
#define MUSTER_PROJECTIONS_FINDINGS_CHECKED_LOG_H_

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "ledger/date.h"
#include "ledger/lens.h"
#include "ledger/position.h"
#include "ledger/status.h"
#include "projections/record_source.h"

namespace muster {

namespace v1 {
class Event;
}  // namespace v1

// An index into CheckedLog::reports.
using CheckedReportId = std::uint32_t;
inline constexpr CheckedReportId kNoCheckedReport = std::numeric_limits<CheckedReportId>::max();

// A field report, as corrected.
struct CheckedReport {
  std::string source;
  std::string title;
  // When it was published; where it does not say, when it was received or else recorded.
  DateBounds published;
  bool published_stated = false;
};

// A date that a report gives to an event, whatever others say of it.
struct SaidDate {
  Position position;  // of the event, account or amendment
  CheckedReportId report = kNoCheckedReport;
  DateBounds on;
  // The event moves people.
  bool moves = false;
  // It is a claim or a muster.
  bool total = false;
  // The report gives the date itself; an account without one speaks of that of its event.
  bool own = true;
};

// An arrival, a departure or a loss as it reads.
struct SubjectFact {
  Position root;
  CheckedReportId report = kNoCheckedReport;
  int kind = 0;               // a number of v1::Event::FactCase
  std::uint32_t subject = 0;  // equal for the same who
  std::string scene;
  DateBounds on;
  bool amended = false;
  bool distinct = false;
};

// An event as it reads, with all it says.
struct CheckedEvent {
  Position root;
  CheckedReportId report = kNoCheckedReport;
  std::shared_ptr<const v1::Event> reading;
};

// An account that does not meet what the events it is of read otherwise.
struct DifferingAccount {
  Position account;
  std::vector<Position> of;  // ascending
  std::string subject;       // "the arrival of KEN-1"
  std::string said;
  std::string reads;
  DateBounds on;  // of the first event
};

// A finding that a keeper has settled.
struct Settlement {
  Position at;
  std::string finding;
  std::vector<Position> positions;  // ascending, each once
};

struct CheckedLog {
  // Reads the records below `known_at` through the lens. Errors: those of `source`.
  static StatusOr<CheckedLog> Read(const RecordSource& source, const Lens& lens, LogSize known_at);

  // A record that the lens looks at was admitted.
  bool admits_any = false;
  std::vector<CheckedReport> reports;
  // All in the order of their positions.
  std::vector<SaidDate> dates;
  std::vector<SubjectFact> subject_facts;
  std::vector<CheckedEvent> mandates;
  std::vector<CheckedEvent> dispatches;
  std::vector<CheckedEvent> musters;
  std::vector<CheckedEvent> claims;
  std::vector<CheckedEvent> unknown;  // their strength is, or that of a line
  std::vector<DifferingAccount> differing;
  std::vector<Settlement> settlements;
  // The names of subjects: "KEN-1", "KEN police in MSS-HTI".
  std::vector<std::string> subjects;
};

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_FINDINGS_CHECKED_LOG_H_
