// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/draft_admission.h"

#include <google/protobuf/arena.h>

#include <algorithm>
#include <utility>

#include "ledger/event_admission.h"
#include "ledger/event_fields.h"
#include "ledger/excerpt.h"
#include "ledger/record_codec.h"
#include "ledger/registration.h"
#include "ledger/registration_rules.h"
#include "ledger/report_identity.h"
#include "muster/v1/record.pb.h"
#include "muster/v1/report.pb.h"

namespace muster {
namespace {

bool IsRegistrationKind(std::string_view kind) {
  return kind == "mission" || kind == "place" || kind == "contingent";
}

bool IsCorrection(const v1::Event& event) {
  return event.has_account() || event.has_amendment() || event.has_retraction() ||
         event.has_resolution() || event.has_release();
}

// Puts into `event` what it leaves out of its posts as `recorded` has it.
void TakeDefaults(const v1::Event& recorded, v1::Event& event) {
  const auto take = [](const v1::PlaceDuty& from, v1::PlaceDuty& to) {
    if (!to.has_place() && from.has_place()) to.set_place(from.place());
    if (!to.has_duty() && from.has_duty()) to.set_duty(from.duty());
  };
  if (recorded.fact_case() != event.fact_case()) return;
  if (event.has_arrival() && event.arrival().place().empty()) {
    event.mutable_arrival()->set_place(recorded.arrival().place());
  } else if (event.has_assignment()) {
    take(recorded.assignment().from(), *event.mutable_assignment()->mutable_from());
    take(recorded.assignment().to(), *event.mutable_assignment()->mutable_to());
  } else if (event.has_departure() && recorded.departure().has_from()) {
    take(recorded.departure().from(), *event.mutable_departure()->mutable_from());
  } else if (event.has_loss()) {
    take(recorded.loss().from(), *event.mutable_loss()->mutable_from());
  } else if (event.has_transfer()) {
    take(recorded.transfer().from(), *event.mutable_transfer()->mutable_from());
    take(recorded.transfer().to(), *event.mutable_transfer()->mutable_to());
  }
}

}  // namespace

DraftAdmission::DraftAdmission(PreparedDraft& draft, AppendUnderway& append, AdmissionState& state)
    : draft_(draft),
      append_(append),
      state_(state),
      file_(draft.draft->file),
      evidence_(draft.text, draft.draft->document_unreadable),
      first_new_{state.records.size().value},
      registered_(draft.parsed.events.size(), Registered::kNo) {}

DraftSite DraftAdmission::SiteOf(const ParsedEvent& event) const {
  return {file_, event.position, event.body, append_.refusals};
}

Position DraftAdmission::PositionOf(std::size_t index) const {
  return {first_new_.value + (index - recorded_count_)};
}

std::uint32_t DraftAdmission::OrdinalOf(std::size_t index) const {
  return draft_.draft->first_event + static_cast<std::uint32_t>(index);
}

// Stands for the report where only whether two reports are the same matters. One that was refused
// is another than all others.
Position DraftAdmission::ReportPosition() const {
  return report_ ? report_->first_position : first_new_;
}

std::string DraftAdmission::Where(Position position) const {
  if (position < append_.first) return fmt::format("record {}", position.value);
  const AppendUnderway::Source& source = append_.sources[position.value - append_.first.value];
  return fmt::format("{}:{}:{}", *source.file, source.position.line, source.position.column);
}

Status DraftAdmission::Admit(AppendResult& result) {
  MUSTER_RETURN_IF_ERROR(IdentifyReport());
  MUSTER_RETURN_IF_ERROR(RegisterNames());
  const std::size_t count = draft_.parsed.events.size();
  result.events.reserve(result.events.size() + count);
  append_.sources.reserve(append_.sources.size() + count);
  append_.encoded.reserve(append_.encoded.size() + count);
  for (std::size_t i = 0; i < count; ++i) {
    MUSTER_RETURN_IF_ERROR(i < recorded_count_ ? AdmitRecorded(i, result) : AdmitNew(i, result));
  }
  state_.subjects.FinishReport();
  if (report_) result.reports.push_back(*report_);
  return OkStatus();
}

Status DraftAdmission::IdentifyReport() {
  v1::Report* report = draft_.parsed.report.get();
  if (report == nullptr) return OkStatus();
  if (!draft_.parsed.updates.empty()) {
    MUSTER_RETURN_IF_ERROR(ResolveUpdates());
    if (report->updates().empty()) return OkStatus();
  }
  const Hash id = ReportId(*report);
  MUSTER_ASSIGN_OR_RETURN(report_, state_.reports.Find(id));
  report_is_new_ = !report_;
  if (report_is_new_) {
    report_.emplace();
    report_->id = id;
    report_->report = draft_.parsed.report;
    report_->recorded_at = append_.recorded_at;
    report_->first_position = first_new_;
  }
  const std::uint32_t first = draft_.draft->first_event;
  if (first > report_->EventCount()) {
    return FailedPrecondition("report {} has {} events; the next to append is not event {}",
                              ToHex(id), report_->EventCount(), first);
  }
  recorded_count_ =
      std::min<std::size_t>(report_->EventCount() - first, draft_.parsed.events.size());
  MUSTER_RETURN_IF_ERROR(CheckStored());
  for (const auto& [sha256, bytes] : draft_.documents) {
    MUSTER_RETURN_IF_ERROR(state_.reports.PutDocument(sha256, bytes));
  }
  PutReport();
  return OkStatus();
}

Status DraftAdmission::CheckStored() const {
  for (const auto& stored : {draft_.draft->stored_document, draft_.draft->stored_transcript}) {
    if (!stored) continue;
    MUSTER_ASSIGN_OR_RETURN(const bool known, state_.reports.HasDocument(stored->sha256));
    if (!known) return FailedPrecondition("document {} is not stored", ToHex(stored->sha256));
  }
  return OkStatus();
}

// Finds the report that this one updates. Where several begin so by now, the one with which this
// report was recorded before is meant: the same file again is the same report.
Status DraftAdmission::ResolveUpdates() {
  v1::Report& report = *draft_.parsed.report;
  MUSTER_ASSIGN_OR_RETURN(const std::vector<Hash> ids,
                          state_.reports.FindByPrefix(draft_.parsed.updates));
  if (ids.size() > 1) {
    for (const Hash& id : ids) {
      report.set_updates(ToBytes(id));
      MUSTER_ASSIGN_OR_RETURN(const std::optional<StoredReport> recorded,
                              state_.reports.Find(ReportId(report)));
      if (recorded) return OkStatus();
    }
    report.clear_updates();
  }
  const DraftSite site(file_, draft_.parsed.position, draft_.parsed.node, append_.refusals);
  MUSTER_ASSIGN_OR_RETURN(
      const std::optional<Hash> id,
      state_.targets.ResolveReport(draft_.parsed.updates, site.At("updates"), site));
  if (id) report.set_updates(ToBytes(*id));
  return OkStatus();
}

void DraftAdmission::PutReport() {
  const std::size_t count = draft_.parsed.events.size();
  if (count <= recorded_count_) return;
  const auto added = static_cast<std::uint32_t>(count - recorded_count_);
  StoredReport::Run* last = report_->runs.empty() ? nullptr : &report_->runs.back();
  if (last != nullptr && last->position.value + last->count == first_new_.value) {
    last->count += added;
  } else {
    report_->runs.push_back({OrdinalOf(recorded_count_), added, first_new_});
  }
  state_.reports.Put(*report_, report_is_new_);
}

// Registrations may stand anywhere in the report, so they are taken first: missions and places,
// then the contingents, which name missions.
Status DraftAdmission::RegisterNames() {
  for (const bool contingents : {false, true}) {
    for (std::size_t i = recorded_count_; i < draft_.parsed.events.size(); ++i) {
      const std::string& kind = draft_.parsed.events[i].kind;
      if (IsRegistrationKind(kind) && (kind == "contingent") == contingents) {
        MUSTER_RETURN_IF_ERROR(Register(i));
      }
    }
  }
  return OkStatus();
}

Status DraftAdmission::Register(std::size_t index) {
  const ParsedEvent& parsed = draft_.parsed.events[index];
  registered_[index] = Registered::kRefused;
  if (parsed.event == nullptr) {
    const Node* id = parsed.body != nullptr ? parsed.body->Find("id") : nullptr;
    const NameKind kind = parsed.kind == "mission" ? NameKind::kMission
                          : parsed.kind == "place" ? NameKind::kPlace
                                                   : NameKind::kContingent;
    if (id != nullptr) state_.names.ExpectRefused(kind, id->text);
    if (parsed.refused != nullptr) {
      state_.names.Resolve(*parsed.refused, PositionOf(index), SiteOf(parsed));
    }
    return OkStatus();
  }
  v1::Event& event = *parsed.event;
  const DraftSite site = SiteOf(parsed);
  const Position position = PositionOf(index);
  const NameKind kind = RegisteredKind(event);
  const std::string& id = RegisteredId(event);
  if (!state_.names.Resolve(event, position, site)) {
    state_.names.ExpectRefused(kind, id);
    return OkStatus();
  }
  const Registry::Registration standing = state_.registry.FindRegistration(NameKindWord(kind), id);
  if (standing.root) {
    bool same = SameRegistration(event, *standing.reading);
    if (!same && Holds(state_.records.size(), *standing.root)) {
      // It may repeat what was written before it was amended.
      MUSTER_ASSIGN_OR_RETURN(const RecordReader::RecordPtr record,
                              state_.records.Read(*standing.root));
      same = SameRegistration(event, record->event());
    }
    if (same) {
      registered_[index] = Registered::kWithoutEffect;
    } else {
      RefuseRegistered(event, *standing.root, site);
    }
    return OkStatus();
  }
  if (!CheckAliases(event, state_.registry, site)) {
    state_.names.ExpectRefused(kind, id);
    return OkStatus();
  }
  state_.ApplyRegistration(position, position, &event);
  registered_[index] = Registered::kNew;
  return OkStatus();
}

Status DraftAdmission::AdmitRecorded(std::size_t index, AppendResult& result) {
  const ParsedEvent& parsed = draft_.parsed.events[index];
  const Position position = report_->PositionOf(OrdinalOf(index));
  MUSTER_ASSIGN_OR_RETURN(const RecordReader::RecordPtr recorded, state_.records.Read(position));
  if (recorded->written() != draft_.written[index]) {
    MUSTER_ASSIGN_OR_RETURN(const bool same, SaysTheSame(index, *recorded));
    // What the parser refuses is not refused once more.
    if (!same && parsed.event == nullptr) return OkStatus();
    if (!same) {
      SiteOf(parsed).Refuse(
          parsed.position, "report-differs",
          fmt::format("event {} of this report stands at {} and says something else",
                      OrdinalOf(index), position.value),
          fmt::format("append the report as it was, and correct the event: `- amendment: {{of: {}, "
                      "change: {{...}}, why: misread}}`; if this is another report, give it a "
                      "title or a date of its own",
                      position.value));
      return OkStatus();
    }
  }
  AdmittedEvent admitted;
  admitted.file = file_;
  admitted.source = parsed.position;
  admitted.position = position;
  admitted.already_recorded = true;
  admitted.record = recorded;
  result.events.push_back(std::move(admitted));
  return OkStatus();
}

void DraftAdmission::AddEvidence(std::size_t index, const DraftSite& site, v1::Record& record) {
  const auto add = [&record](std::uint64_t begin, std::uint64_t end) {
    v1::Evidence& evidence = *record.add_evidence();
    evidence.set_begin(begin);
    evidence.set_end(end);
  };
  for (const ByteRange& range : evidence_.Find(draft_.parsed.events[index].quotes, site)) {
    add(range.begin, range.end);
  }
  if (draft_.draft->ranges.empty()) return;
  for (const TextRange& range : draft_.draft->ranges[index]) add(range.begin, range.end);
}

// Whether an event that is written otherwise than the recorded one comes to the same.
StatusOr<bool> DraftAdmission::SaysTheSame(std::size_t index, const v1::Record& recorded) {
  const ParsedEvent& parsed = draft_.parsed.events[index];
  if (parsed.event == nullptr || IsCorrection(*parsed.event)) return false;
  Refusals ignored;
  const DraftSite site(file_, parsed.position, parsed.body, ignored);
  v1::Event event = *parsed.event;
  // The names are noted as referred to from a position at which they are: that of the record.
  if (!state_.names.Resolve(event, Position{recorded.position()}, site)) return false;
  TakeDefaults(recorded.event(), event);
  v1::Record record = recorded;
  *record.mutable_event() = std::move(event);
  record.clear_evidence();
  AddEvidence(index, site, record);
  return EncodeRecord(record) == EncodeRecord(recorded);
}

Status DraftAdmission::JudgeEvent(std::size_t index, const DraftSite& site,
                                  std::vector<Assumption>& assumptions) {
  const ParsedEvent& parsed = draft_.parsed.events[index];
  if (registered_[index] != Registered::kNo) return OkStatus();
  EventContext context;
  context.position = PositionOf(index);
  context.report = ReportPosition();
  context.editions = draft_.draft->editions.get();
  context.where = [this](Position position) { return Where(position); };
  if (parsed.event == nullptr) {
    if (parsed.refused == nullptr) return OkStatus();
    if (IsCorrection(*parsed.refused)) return JudgeRefusedCorrection(parsed, context, site, state_);
    JudgeRefusedFact(*parsed.refused, context, site, state_);
    return OkStatus();
  }
  return IsCorrection(*parsed.event)
             ? AdmitCorrection(parsed, *parsed.event, context, site, state_, assumptions)
             : AdmitFact(*parsed.event, context, site, state_, assumptions);
}

std::shared_ptr<v1::Record> DraftAdmission::MakeRecord(std::size_t index, const DraftSite& site) {
  const ParsedEvent& parsed = draft_.parsed.events[index];
  const std::shared_ptr<google::protobuf::Arena>& arena = draft_.parsed.arena;
  std::shared_ptr<v1::Record> record(
      arena, google::protobuf::Arena::CreateMessage<v1::Record>(arena.get()));
  record->set_recorded_at_us(append_.recorded_at.time_since_epoch().count());
  record->set_recorded_by(append_.recorded_by);
  if (report_) record->set_report(ToBytes(report_->id));
  record->set_ordinal(OrdinalOf(index));
  if (parsed.event != nullptr) record->mutable_event()->Swap(parsed.event.get());
  AddEvidence(index, site, *record);
  record->set_position(PositionOf(index).value);
  record->set_written(draft_.written[index]);
  return record;
}

Status DraftAdmission::AdmitNew(std::size_t index, AppendResult& result) {
  const ParsedEvent& parsed = draft_.parsed.events[index];
  const DraftSite site = SiteOf(parsed);
  const std::size_t refused_before = append_.refusals.size();
  AdmittedEvent admitted;
  MUSTER_RETURN_IF_ERROR(JudgeEvent(index, site, admitted.assumptions));
  const bool taken = parsed.event != nullptr && registered_[index] != Registered::kRefused;
  const std::shared_ptr<v1::Record> record = MakeRecord(index, site);
  append_.sources.push_back({&file_, parsed.position});
  // A refused event keeps its place, so that those after it are judged as they would be.
  state_.records.Push(record);
  if (!taken || append_.refusals.size() != refused_before) return OkStatus();
  std::string bytes = EncodeRecord(*record);
  if (bytes.size() > kRecordBytesMax) {
    site.Refuse(
        parsed.position, "record-too-large",
        fmt::format("the record would have {} bytes, more than {}", bytes.size(), kRecordBytesMax),
        "divide it, or shorten its texts and lists");
    return OkStatus();
  }
  append_.encoded.push_back(std::move(bytes));
  admitted.file = file_;
  admitted.source = parsed.position;
  admitted.position = PositionOf(index);
  admitted.without_effect = registered_[index] == Registered::kWithoutEffect;
  admitted.record = record;
  result.events.push_back(std::move(admitted));
  return NoteRecord(PositionOf(index), ReportPosition(), *record, state_);
}

}  // namespace muster
