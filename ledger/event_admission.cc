// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/event_admission.h"

#include "ledger/defaults.h"
#include "ledger/duplicates.h"
#include "ledger/event_fields.h"
#include "ledger/registration_rules.h"
#include "ledger/scope_rules.h"
#include "muster/v1/event.pb.h"
#include "muster/v1/record.pb.h"

namespace muster {
namespace {

Status CheckDuplicate(v1::Event& event, const EventContext& context, const DraftSite& site,
                      AdmissionState& state) {
  if (event.distinct() || !context.report) return OkStatus();
  MUSTER_ASSIGN_OR_RETURN(const std::optional<DatedEvent> likely,
                          state.subjects.LikelyDuplicate(event, *context.report, context.editions));
  if (!likely) {
    if (context.editions == nullptr) return OkStatus();
    // Like an event of an edition before, which is another one; who checks later is told so.
    MUSTER_ASSIGN_OR_RETURN(const std::optional<DatedEvent> other,
                            state.subjects.LikelyDuplicate(event, *context.report, nullptr));
    if (other) event.set_distinct(true);
    return OkStatus();
  }
  MUSTER_ASSIGN_OR_RETURN(const Chain* const chain, state.chains.Get(likely->root));
  const v1::Event* reading = chain->Reading();
  MUSTER_CHECK(reading != nullptr);  // what is retracted is not in the index
  MUSTER_ASSIGN_OR_RETURN(const std::string target, state.targets.WordsFor(likely->root, *reading));
  RefuseDuplicate(event, *reading, context.where(likely->root), target, site);
  return OkStatus();
}

// The position of the first record of the report that the record at `root` comes from.
StatusOr<Position> ReportOf(Position root, AdmissionState& state) {
  MUSTER_ASSIGN_OR_RETURN(const RecordReader::RecordPtr record, state.records.Read(root));
  if (record->report().empty()) return root;
  MUSTER_ASSIGN_OR_RETURN(const std::optional<StoredReport> report,
                          state.reports.Find(HashFromBytes(record->report())));
  // A report of this append is not put in before its last event.
  return report ? report->first_position : root;
}

// Adds a member to a chain; what the chain reads then takes the place of what it read before.
Status NoteMember(Position root, Position position, const v1::Record& record,
                  AdmissionState& state) {
  // What is refused, or about something refused, names itself.
  if (root >= position) return OkStatus();
  MUSTER_ASSIGN_OR_RETURN(const Chain* const chain, state.chains.Get(root));
  const v1::Event* before = chain->Reading();
  const bool account = record.event().has_account();
  const bool dates_may_change =
      !account || (record.event().account().of_size() == 1 && record.event().account().has_on());
  if (!dates_may_change) return state.chains.Add(root, position, record);
  MUSTER_ASSIGN_OR_RETURN(const Position report, ReportOf(root, state));
  const bool registration = IsRegistration(chain->Amended());
  if (before != nullptr) MUSTER_RETURN_IF_ERROR(state.subjects.Remove(root, report, *before));
  MUSTER_RETURN_IF_ERROR(state.chains.Add(root, position, record));
  const v1::Event* after = chain->Reading();
  if (after != nullptr) MUSTER_RETURN_IF_ERROR(state.subjects.Add(root, report, *after));
  // It is of another report than this one, whose later events may be like it.
  state.subjects.FinishReport();
  if (registration) state.ApplyRegistration(position, root, after);
  return OkStatus();
}

// The same for a correction, which may be of an account: then it changes what the events that the
// account is of read, too.
Status NoteCorrection(Position target, Position position, const v1::Record& record,
                      AdmissionState& state) {
  if (target >= position) return OkStatus();
  MUSTER_ASSIGN_OR_RETURN(const Chain* const chain, state.chains.Get(target));
  std::vector<Position> events;
  for (const v1::Target& of : chain->Amended().account().of()) {
    if (Position{of.position()} < target) events.push_back(Position{of.position()});
  }
  MUSTER_RETURN_IF_ERROR(NoteMember(target, position, record, state));
  for (const Position event : events) {
    MUSTER_RETURN_IF_ERROR(NoteMember(event, position, record, state));
  }
  return OkStatus();
}

}  // namespace

Status AdmitFact(v1::Event& event, const EventContext& context, const DraftSite& site,
                 AdmissionState& state, std::vector<Assumption>& assumptions) {
  if (!state.names.Resolve(event, context.position, site)) return OkStatus();
  CheckScopes(event, state.registry, site);
  MUSTER_RETURN_IF_ERROR(FillDefaults(event, state.subjects, site, assumptions, nullptr));
  return CheckDuplicate(event, context, site, state);
}

void JudgeRefusedFact(v1::Event& event, const EventContext& context, const DraftSite& site,
                      AdmissionState& state) {
  if (state.names.Resolve(event, context.position, site)) CheckScopes(event, state.registry, site);
}

Status NoteRecord(Position position, Position report, const v1::Record& record,
                  AdmissionState& state) {
  const v1::Event& event = record.event();
  switch (event.fact_case()) {
    case v1::Event::kAccount:
      for (const v1::Target& target : event.account().of()) {
        MUSTER_RETURN_IF_ERROR(NoteMember(Position{target.position()}, position, record, state));
      }
      return OkStatus();
    case v1::Event::kAmendment:
      if (!event.amendment().has_of()) return OkStatus();
      return NoteCorrection(Position{event.amendment().of().position()}, position, record, state);
    case v1::Event::kRetraction:
      return NoteCorrection(Position{event.retraction().of().position()}, position, record, state);
    case v1::Event::kRelease:
      state.AddRelease(event.release().name(), position);
      return OkStatus();
    default:
      return state.subjects.Add(position, report, event);
  }
}

}  // namespace muster
