// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Event admission: one event of a draft, judged by what is recorded. What is wrong with it becomes
// refusals; what it leaves out becomes assumptions.
#ifndef MUSTER_LEDGER_EVENT_ADMISSION_H_
#define MUSTER_LEDGER_EVENT_ADMISSION_H_

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/admission_state.h"
#include "ledger/assumption.h"
#include "ledger/draft_site.h"
#include "ledger/event_parser.h"
#include "ledger/position.h"
#include "ledger/status.h"

namespace muster {

namespace v1 {
class Event;
class Record;
}  // namespace v1

// Where the event will stand, and whence it comes.
struct EventContext {
  Position position;
  // The position of the first record of its report; nullopt if the report is refused.
  std::optional<Position> report;
  // Those of the reports of which that one is a later edition; may be null.
  const std::set<Position>* editions = nullptr;
  // Says for the reader where a record stands: "record 12", or "b.yaml:7:5" of the same append.
  std::function<std::string(Position)> where;
};

// Admits a mandate, a movement, a dispatch, a pledge, a claim, a muster or a statement: resolves
// its names, checks its scopes, fills in its defaults, and looks for likely duplicates. Errors:
// DATA_LOSS.
Status AdmitFact(v1::Event& event, const EventContext& context, const DraftSite& site,
                 AdmissionState& state, std::vector<Assumption>& assumptions);

// Judges the names and scopes of a fact that the parser refused.
void JudgeRefusedFact(v1::Event& event, const EventContext& context, const DraftSite& site,
                      AdmissionState& state);

// Admits an account, an amendment, a retraction, a resolution or a release. Errors: DATA_LOSS.
Status AdmitCorrection(const ParsedEvent& parsed, v1::Event& event, const EventContext& context,
                       const DraftSite& site, AdmissionState& state,
                       std::vector<Assumption>& assumptions);

// Judges what could be read of one of these that the parser refused: its targets, the names that it
// gives, and the change that it makes if that can be read whole. REQUIRES: parsed.refused is set.
// Errors: DATA_LOSS.
Status JudgeRefusedCorrection(const ParsedEvent& parsed, const EventContext& context,
                              const DraftSite& site, AdmissionState& state);

// Where the event stands that an amendment, at `site`, gives anew.
DraftSite ReplacementSite(const v1::Event& replacement, const DraftSite& site);

// Takes note of the admitted record at `position` in the state, so that what comes after it sees
// it. `report`: the position of the first record of its report. Errors: DATA_LOSS.
Status NoteRecord(Position position, Position report, const v1::Record& record,
                  AdmissionState& state);

}  // namespace muster

#endif  // MUSTER_LEDGER_EVENT_ADMISSION_H_
