// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What `muster history` answers: an event or a field report with everything that was said of it.
#ifndef MUSTER_PROJECTIONS_VIEW_HISTORY_H_
#define MUSTER_PROJECTIONS_VIEW_HISTORY_H_

#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/position.h"
#include "ledger/stored_report.h"

namespace muster {

namespace v1 {
class Event;
}  // namespace v1

using EventPtr = std::shared_ptr<const v1::Event>;

// How an account, as corrected, stands to the event that it is of.
enum class Verdict {
  kNone,       // no account
  kAgrees,     // its strength and date intersect the event's; of several, their sum
  kDiffers,    // one of them does not, so that it changes nothing
  kRetracted,  // it counts for nothing
};

// A record in the order of the log: the event itself, an account, or a correction of either.
struct EventVersion {
  Position position;
  RecordPtr record;
  ReportPtr report;  // that it comes from, as corrected; null for one written by a command
  Verdict verdict = Verdict::kNone;  // as of the known-at
  EventPtr reads;                    // what the event reads after it; null: counts for nothing
};

struct EventHistory {
  Position root;
  LogSize known_at;
  std::vector<EventVersion> versions;  // the first is the event itself
};

// A record that changed a report.
struct ReportVersion {
  Position position;
  RecordPtr record;
  ReportPtr report;  // that the change comes from, as corrected; null if written by a command
  ReportPtr reads;   // the changed report after it
};

struct ReportHistory {
  StoredReport report;  // as it was appended
  LogSize known_at;
  std::vector<ReportVersion> versions;
};

using History = std::variant<EventHistory, ReportHistory>;

}  // namespace muster

#endif  // MUSTER_PROJECTIONS_VIEW_HISTORY_H_
